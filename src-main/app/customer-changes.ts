import type { PhoneNumber } from '#shared/domain/call/caller.ts'
import type { ContactPoint, Customer } from '#shared/domain/customer/customer.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { CreateOf } from '#shared/entities/change.ts'

/** A customer made in a call: what is known is set, the rest is the plainest there is. */
export function newCustomer(
  id: CustomerId,
  known: Pick<Customer, 'kind' | 'name' | 'language'>,
  nowMs: number,
): CreateOf<'customers'> {
  const [givenName, ...rest] = known.kind === 'person' ? known.name.split(/\s+/) : []
  return {
    kind: 'create',
    entity: 'customers',
    id,
    fields: {
      ...known,
      givenName: givenName ?? null,
      familyName: rest.join(' ') || null,
      segment: 'new',
      vip: false,
      doNotCall: false,
      city: null,
      address: null,
      customerSince: new Date(nowMs).toISOString().slice(0, 10),
      lifetimeValue: 0,
      monthlyValue: 0,
      currency: 'UAH',
      loyaltyScore: null,
      loyaltyPoints: 0,
      nps: null,
      preferences: null,
      createdAtMs: nowMs,
      tags: [],
      territoryId: null,
    },
  }
}

export type NewContactPoint = Pick<ContactPoint, 'label' | 'primary'> &
  (
    | { readonly kind: 'phone'; readonly phone: PhoneNumber }
    | { readonly kind: Exclude<ContactPoint['kind'], 'phone'>; readonly value: string }
  )

export function newContactPoint(id: string, customerId: CustomerId, point: NewContactPoint): CreateOf<'contact_points'> {
  return {
    kind: 'create',
    entity: 'contact_points',
    id,
    fields: { customerId, kind: point.kind, ...storedValue(point), label: point.label, primary: point.primary },
  }
}

/** E.164 where there is one, so that one number is one value however it was typed. */
export function storedValue(
  point:
    | { readonly kind: 'phone'; readonly phone: PhoneNumber }
    | { readonly kind: Exclude<ContactPoint['kind'], 'phone'>; readonly value: string },
): { readonly value: string; readonly extension: string | null } {
  if (point.kind === 'phone') return { value: point.phone.e164 ?? point.phone.dial, extension: point.phone.extension ?? null }
  return { value: point.kind === 'email' ? point.value.toLowerCase() : point.value, extension: null }
}
