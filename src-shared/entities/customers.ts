import { z } from 'zod'
import { segment } from '../domain/customer/customer.ts'
import { customerLanguage } from '../domain/text/language.ts'
import { managers, servants, work } from './access.ts'
import { boolean, defineEntity, guarded, integer, json, oneOf, optional, self, text } from './define-entity.ts'

export const customers = defineEntity(
  'customers',
  { ...work, within: self, remove: managers },
  {
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
    /** Analysts count customers, not their money. */
    lifetimeValue: guarded(integer('server-wins'), { see: servants, change: managers }),
    monthlyValue: guarded(integer('server-wins'), { see: servants, change: managers }),
    currency: text(3, 'server-wins'),
    loyaltyScore: optional(integer('server-wins')),
    loyaltyPoints: integer('counter'),
    nps: optional(integer()),
    preferences: optional(text(500, 'ask')),
    tags: json(z.array(z.string().min(1).max(60)).max(50), 'set-union'),
    createdAtMs: integer(),
    /** Null: the home territory of whoever made it. */
    territoryId: guarded(optional(text(64, 'server-wins')), { change: managers }),
  },
)
