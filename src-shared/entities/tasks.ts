import { servants, work } from './access.ts'
import { defineEntity, guarded, integer, oneOf, optional, text, within } from './define-entity.ts'

export const tasks = defineEntity(
  'tasks',
  { ...work, within: within('customers', 'customerId') },
  {
    kind: oneOf(['task', 'callback', 'promise']),
    customerId: optional(text(64)),
    caseId: optional(text(64)),
    interactionId: optional(text(64)),
    title: text(200),
    /** Number to call back: E.164, or what is dialled. */
    number: guarded(optional(text(64)), { see: servants }),
    assignee: optional(text(100)),
    createdAtMs: integer(),
    dueAtMs: optional(integer()),
    doneAtMs: optional(integer('largest')),
  },
)
