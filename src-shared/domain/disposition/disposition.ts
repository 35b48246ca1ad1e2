import { z } from 'zod'
import { dispositionId } from '../ids.ts'
import { localText } from '../text/language.ts'

/** A node of the disposition tree. Only leaves can be chosen. */
export const disposition = z.object({
  dispositionId,
  parentId: dispositionId.optional(),
  /** One character, unique among its siblings: wrap-up in three strokes. */
  shortcut: z.string().length(1),
  label: localText,
  /** A note must be written when this one is chosen. */
  noteRequired: z.boolean(),
  /** What wrap-up offers at once when this one is chosen. */
  followUp: z.enum(['none', 'case', 'callback', 'task']),
  position: z.number().int(),
})
export type Disposition = Readonly<z.infer<typeof disposition>>
