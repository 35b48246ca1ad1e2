import { work } from './access.ts'
import { defineEntity, integer, text, within } from './define-entity.ts'

/** Portrait facts, added in the call. */
export const customerFacts = defineEntity(
  'customer_facts',
  { ...work, within: within('customers', 'customerId') },
  {
    customerId: text(64),
    label: text(60),
    value: text(300, 'ask'),
    addedAtMs: integer(),
  },
)
