import { z } from 'zod'
import { queueId } from '../ids.ts'
import { customerLanguage, localText } from '../text/language.ts'

/** A queue as the desktop needs it: how its calls are named, scripted and wrapped up. */
export const queue = z.object({
  /** The key that the PBX sends in X-Queue. */
  queueId,
  name: localText,
  language: customerLanguage.optional(),
  dispositionRequired: z.boolean(),
  /** After-call work allowed before the timer turns red; 0 = no limit. */
  acwLimitSeconds: z.number().int().min(0),
  /** Numbers that lead here, E.164: the queue is guessed from DNIS when X-Queue is missing. */
  dnis: z.array(z.string().max(16)),
})
export type Queue = Readonly<z.infer<typeof queue>>
