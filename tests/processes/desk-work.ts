import type { CreateOf, PatchOf } from '#shared/entities/change.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'

const ids = uuidV7Source(Date.now)

/** A new fact of a customer: a row that is there once, or was lost, or is there twice. */
export function newFact(customerId: string, value: string): CreateOf<'customer_facts'> {
  return {
    kind: 'create',
    entity: 'customer_facts',
    id: ids.next(),
    fields: { customerId, label: 'test', value, addedAtMs: Date.now() },
  }
}

/** Points are a counter: what a change adds is added once, or the sum tells. */
export function points(customerId: string, loyaltyPoints: number): PatchOf<'customers'> {
  return { kind: 'patch', entity: 'customers', id: customerId, fields: { loyaltyPoints } }
}
