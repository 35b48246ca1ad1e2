import { customerLanguage } from '../domain/text/language.ts'
import { segment } from '../domain/customer/customer.ts'
import { boolean, defineEntity, integer, oneOf, optional, text } from './define-entity.ts'

export const customers = defineEntity('customers', {
  kind: oneOf(['person', 'company']),
  name: text(200),
  givenName: optional(text(100)),
  familyName: optional(text(100)),
  language: oneOf(customerLanguage.options as ['uk', 'ru', 'kk', 'pl', 'en']),
  segment: oneOf(segment.options as ['standard', 'silver', 'gold', 'vip', 'business', 'new'], 'server-wins'),
  vip: boolean('server-wins'),
  doNotCall: boolean(),
  city: optional(text(100)),
  address: optional(text(300)),
  customerSince: optional(text(10)),
  lifetimeValue: integer('server-wins'),
  monthlyValue: integer('server-wins'),
  currency: text(3, 'server-wins'),
  loyaltyScore: optional(integer('server-wins')),
  loyaltyPoints: integer('counter'),
  nps: optional(integer()),
  preferences: optional(text(500, 'ask')),
  createdAtMs: integer(),
})
