import { work } from './access.ts'
import { defineEntity, integer, numbered, oneOf, optional, text, within } from './define-entity.ts'

export const cases = defineEntity(
  'cases',
  { ...work, within: within('customers', 'customerId') },
  {
    customerId: text(64),
    interactionId: optional(text(64)),
    number: numbered(text(20)),
    title: text(200),
    status: oneOf(['open', 'waiting', 'solved', 'closed']),
    priority: oneOf(['low', 'normal', 'high', 'urgent']),
    owner: optional(text(100)),
    openedAtMs: integer(),
    dueAtMs: optional(integer()),
    closedAtMs: optional(integer()),
  },
)
