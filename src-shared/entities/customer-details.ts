import { work } from './access.ts'
import { boolean, defineEntity, oneOf, optional, text, within } from './define-entity.ts'

export const addresses = defineEntity(
  'addresses',
  { ...work, within: within('customers', 'customerId') },
  {
    customerId: text(64),
    kind: oneOf(['home', 'work', 'registered', 'delivery', 'other']),
    line: text(300),
    city: optional(text(100)),
    region: optional(text(100)),
    postalCode: optional(text(20)),
    /** ISO 3166-1 alpha-2. */
    country: optional(text(2)),
    primary: boolean(),
  },
)

/** What another customer is to this one (`kind`: the other is the employer); the row belongs to this one. */
export const relations = defineEntity(
  'relations',
  { ...work, within: within('customers', 'customerId') },
  {
    customerId: text(64),
    otherCustomerId: text(64),
    kind: oneOf(['spouse', 'parent', 'child', 'relative', 'employer', 'employee', 'representative', 'other']),
    note: optional(text(300)),
  },
)
