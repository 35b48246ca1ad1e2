import { nobody, work } from './access.ts'
import { defineEntity, integer, oneOf, optional, text, within } from './define-entity.ts'

/** What happened to a case, in order; never changed afterwards. */
export const caseEvents = defineEntity(
  'case_events',
  { ...work, within: within('cases', 'caseId'), remove: nobody },
  {
    caseId: text(64),
    kind: oneOf(['opened', 'status', 'priority', 'owner', 'comment']),
    /** The new value, or the comment. */
    detail: optional(text(4_000, 'append')),
    by: optional(text(200)),
    atMs: integer(),
  },
)
