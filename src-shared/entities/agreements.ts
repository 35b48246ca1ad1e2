import { managers, office, work } from './access.ts'
import { defineEntity, integer, oneOf, optional, text, within } from './define-entity.ts'

export const agreements = defineEntity(
  'agreements',
  { ...work, within: within('customers', 'customerId'), create: office, remove: managers },
  {
    customerId: text(64),
    number: text(40, 'server-wins'),
    title: text(200),
    status: oneOf(['active', 'suspended', 'ended', 'draft'], 'server-wins'),
    startedOn: optional(text(10)),
    endsOn: optional(text(10)),
    monthlyAmount: integer('server-wins'),
    currency: text(3, 'server-wins'),
  },
)
