import { localText } from '../domain/text/language.ts'
import { catalogue, managers, office, work } from './access.ts'
import { defineEntity, json, oneOf, optional, text, within } from './define-entity.ts'

/** The catalogue. */
export const products = defineEntity('products', catalogue, {
  name: json(localText, 'server-wins'),
})

/** Which customer has which product. */
export const customerProducts = defineEntity(
  'customer_products',
  { ...work, within: within('customers', 'customerId'), create: office, remove: managers },
  {
    customerId: text(64),
    productId: text(64),
    status: oneOf(['active', 'paused', 'ended'], 'server-wins'),
    since: optional(text(10)),
  },
)
