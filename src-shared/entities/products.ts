import { localText } from '../domain/text/language.ts'
import { defineEntity, json, oneOf, optional, text } from './define-entity.ts'

/** The catalogue. */
export const products = defineEntity('products', {
  name: json(localText, 'server-wins'),
})

/** Which customer has which product. */
export const customerProducts = defineEntity('customer_products', {
  customerId: text(64),
  productId: text(64),
  status: oneOf(['active', 'paused', 'ended'], 'server-wins'),
  since: optional(text(10)),
})
