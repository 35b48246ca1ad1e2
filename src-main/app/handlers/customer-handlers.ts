import type { ContactPoint } from '#shared/domain/customer/customer.ts'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { type CustomerId, contactPointId as contactPointIdSchema, factId as factIdSchema } from '#shared/domain/ids.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Change } from '#shared/entities/change.ts'
import type { Handlers } from '../../pages/handlers.ts'
import { type NewContactPoint, newContactPoint, storedValue } from '../customer-changes.ts'
import type { Desk } from '../desk.ts'
import { firstTimelinePage } from '../gather-pop.ts'
import { refreshCustomer } from '../tab-contents.ts'
import { detailHandlers } from './detail-handlers.ts'

type CustomerCommands = Extract<keyof Handlers, `customers.${string}`>

const searchLimit = 50
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export function customerHandlers(desk: Desk): Pick<Handlers, CustomerCommands> {
  const { store, clock, ids } = desk
  const { read } = store

  async function write(customerId: CustomerId, changes: Change[]): Promise<Result<undefined>> {
    const written = await store.write(changes)
    if (!written.ok) return written
    refreshCustomer(desk, customerId)
    return ok()
  }

  /** The value as it is stored, or why it is not one. */
  function pointOf(
    kind: ContactPoint['kind'],
    value: string,
    label: ContactPoint['label'],
    primary: boolean,
  ): NewContactPoint | undefined {
    if (kind === 'phone') {
      const phone = readNumber(value, desk.settings.value.get().callerTrust.homeCountry)
      return phone && { kind, phone, label, primary }
    }
    return kind === 'email' && !email.test(value) ? undefined : { kind, value, label, primary }
  }

  return {
    ...detailHandlers(desk),

    'customers.search': async ({ query, limit }) => ok(read.search(query, limit ?? searchLimit)),

    'customers.card': async ({ customerId }) => {
      const card = read.card(customerId, { timelineLimit: firstTimelinePage, nowMs: clock.epochMs() })
      if (!card) return fail('not-found')
      desk.cardReads.opened(customerId)
      return ok(card)
    },

    'customers.timeline': async ({ customerId, channels, before, limit }) =>
      ok(read.timeline(customerId, { channels, before, limit })),

    'customers.edit': async ({ customerId, changes }) => {
      if (!read.customerExists(customerId)) return fail('not-found')
      return write(customerId, [{ kind: 'patch', entity: 'customers', id: customerId, fields: changes }])
    },

    'customers.addContactPoint': async ({ customerId, kind, value, label }) => {
      if (!read.customerExists(customerId)) return fail('not-found')
      const point = pointOf(kind, value, label, false)
      if (!point) return fail(kind === 'phone' ? 'number-invalid' : 'invalid-input')
      const id = contactPointIdSchema.parse(ids.next())
      const written = await write(customerId, [newContactPoint(id, customerId, point)])
      return written.ok ? ok({ contactPointId: id, ...shown(point) }) : written
    },

    'customers.editContactPoint': async ({ contactPointId, value, label, primary }) => {
      const present = read.contactPoint(contactPointId)
      if (!present) return fail('not-found')
      const point = pointOf(present.kind, value ?? dialled(present), label ?? present.label, primary ?? present.primary)
      if (!point) return fail(present.kind === 'phone' ? 'number-invalid' : 'invalid-input')
      const fields = { ...storedValue(point), label: point.label, primary: point.primary }
      const changes: Change[] = [{ kind: 'patch', entity: 'contact_points', id: contactPointId, fields }]
      if (primary) changes.unshift(...otherPrimaries(present))
      const written = await write(present.customerId, changes)
      return written.ok ? ok({ contactPointId, ...shown(point) }) : written
    },

    'customers.removeContactPoint': async ({ contactPointId }) => {
      const present = read.contactPoint(contactPointId)
      if (!present) return fail('not-found')
      return write(present.customerId, [{ kind: 'delete', entity: 'contact_points', id: contactPointId }])
    },

    'customers.addFact': async ({ customerId, label, value }) => {
      if (!read.customerExists(customerId)) return fail('not-found')
      const id = factIdSchema.parse(ids.next())
      const addedAtMs = clock.epochMs()
      const written = await write(customerId, [
        { kind: 'create', entity: 'customer_facts', id, fields: { customerId, label, value, addedAtMs } },
      ])
      return written.ok ? ok({ factId: id, label, value, addedAtMs }) : written
    },

    'customers.editFact': async ({ factId, label, value }) => {
      const present = read.fact(factId)
      if (!present) return fail('not-found')
      const fields = { label: label ?? present.label, value: value ?? present.value }
      return write(present.customerId, [{ kind: 'patch', entity: 'customer_facts', id: factId, fields }])
    },

    'customers.removeFact': async ({ factId }) => {
      const present = read.fact(factId)
      if (!present) return fail('not-found')
      return write(present.customerId, [{ kind: 'delete', entity: 'customer_facts', id: factId }])
    },
  }

  /** One primary of a kind: the former one steps back. */
  function otherPrimaries({ customerId, contactPointId, kind }: ContactPoint & { customerId: CustomerId }): Change[] {
    const card = read.card(customerId, { timelineLimit: 0, nowMs: clock.epochMs() })
    const former = card?.contactPoints.filter(
      (point) => point.primary && point.kind === kind && point.contactPointId !== contactPointId,
    )
    return (former ?? []).map((point) => ({
      kind: 'patch',
      entity: 'contact_points',
      id: point.contactPointId,
      fields: { primary: false },
    }))
  }
}

function dialled(point: ContactPoint): string {
  return point.phone?.extension ? `${point.value};ext=${point.phone.extension}` : point.value
}

function shown(point: NewContactPoint): Omit<ContactPoint, 'contactPointId'> {
  const { kind, label, primary } = point
  return { kind, label, primary, value: storedValue(point).value, phone: point.kind === 'phone' ? point.phone : undefined }
}
