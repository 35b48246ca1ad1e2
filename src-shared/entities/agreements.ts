import { managers, office, servants, work } from './access.ts'
import { defineEntity, guarded, integer, oneOf, optional, text, within } from './define-entity.ts'

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
    monthlyAmount: guarded(integer('server-wins'), { see: servants }),
    currency: text(3, 'server-wins'),
  },
)
