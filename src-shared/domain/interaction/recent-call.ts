import { z } from 'zod'
import { callDirection } from '../call/call.ts'
import { callOutcome } from '../call/call-outcome.ts'
import { phoneNumber } from '../call/caller.ts'
import { customerId, epochMs, interactionId } from '../ids.ts'
import { localText } from '../text/language.ts'

/** A call in "recent" and in the missed-calls worklist. */
export const recentCall = z.object({
  interactionId,
  direction: callDirection,
  outcome: callOutcome,
  startedAtMs: epochMs,
  talkMs: z.number().int(),
  ringMs: z.number().int(),
  anonymous: z.boolean(),
  number: phoneNumber.optional(),
  displayName: z.string().max(128).optional(),
  customerId: customerId.optional(),
  customerName: z.string().optional(),
  queue: z.string().max(64).optional(),
  disposition: localText.optional(),
  /** How often this number tried since it was last reached (worklist only). */
  attempts: z.number().int().optional(),
})
export type RecentCall = Readonly<z.infer<typeof recentCall>>
