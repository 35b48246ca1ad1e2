import { defineEntity, integer, text } from './define-entity.ts'

/** Portrait facts, added in the call. */
export const customerFacts = defineEntity('customer_facts', {
  customerId: text(64),
  label: text(60),
  value: text(300, 'ask'),
  addedAtMs: integer(),
})
