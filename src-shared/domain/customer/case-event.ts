import { z } from 'zod'
import { caseEventId, caseId, epochMs } from '../ids.ts'

/** What happened to a case. `detail`: the new value, or the comment. */
export const caseEvent = z.object({
  caseEventId,
  caseId,
  kind: z.enum(['opened', 'status', 'priority', 'owner', 'comment']),
  detail: z.string().max(4_000).optional(),
  by: z.string().max(200).optional(),
  atMs: epochMs,
})
export type CaseEvent = Readonly<z.infer<typeof caseEvent>>
