import { describe, expect, it } from 'vitest'
import type { CreateOf } from '#shared/entities/change.ts'
import { applied, asRow, copiedCopy, feedPage, me, pushedAnswer, type RowOnWire } from '../testing/copy-pages.ts'
import { id, interaction, plainRows } from '../testing/plain-rows.ts'

const [customer] = [...plainRows({ customers: 1, interactionsPerCustomer: 0, seed: 1, nowMs: 1 })] as [CreateOf<'customers'>]
const refusedCity = () => {
  const copy = copiedCopy([asRow(customer, 5)])
  copy.write([{ kind: 'patch', entity: 'customers', id: customer.id, fields: { city: 'Одеса' } }])
  copy.value({ kind: 'nextPush' })
  copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: { kind: 'refused', reason: 'field-right', field: 'city' } }) })
  const [change] = copy.value({ kind: 'outgoing', refused: true, limit: 10 })
  return { copy, seq: change!.seq }
}

describe('what waits', () => {
  it('is listed with its customer, latest first', () => {
    const copy = copiedCopy([asRow(customer, 5)])
    copy.write([{ kind: 'patch', entity: 'customers', id: customer.id, fields: { city: 'Одеса' } }])
    copy.write([interaction(id('f', 1), customer.id, null, 1)])
    const waiting = copy.value({ kind: 'outgoing', refused: false, limit: 10 })
    expect(waiting.map((one) => [one.kind, one.customerName])).toEqual([
      ['create', customer.fields.name],
      ['patch', customer.fields.name],
    ])
    expect(waiting[1]!.values).toEqual([{ field: 'city', value: 'Одеса' }])
  })
})

describe('SYNC-9: a refused change', () => {
  it('is sent again with another value, as a change of its own', () => {
    const { copy, seq } = refusedCity()
    expect(copy.row('customers', customer.id)?.city).toBe('Львів')
    copy.value({ kind: 'sendAgain', seq, values: { city: 'Київ' } })
    expect(copy.row('customers', customer.id)?.city).toBe('Київ')
    expect(copy.standing).toMatchObject({ waiting: 1, refused: 0 })
    expect(copy.value({ kind: 'nextPush' })?.mutations).toMatchObject([
      { seq: 2, fields: { city: 'Київ' }, before: { city: 'Львів' } },
    ])
  })

  it('stays as it is when the other value is not valid, or its row is gone', () => {
    const { copy, seq } = refusedCity()
    const invalid = copy.call({ kind: 'sendAgain', seq, values: { city: 7 } })
    expect(invalid).toMatchObject({ kind: 'failed', failure: { kind: 'invalid-input', params: { field: 'city' } } })
    copy.value({ kind: 'pulled', bytes: feedPage({ gone: [{ entity: 'customers', id: customer.id, rev: 9 }] }) })
    expect(copy.call({ kind: 'sendAgain', seq, values: {} })).toMatchObject({ failure: { kind: 'not-found' } })
    expect(copy.standing).toMatchObject({ waiting: 0, refused: 1 })
  })

  it('is discarded once', () => {
    const { copy, seq } = refusedCity()
    copy.value({ kind: 'discard', seq })
    expect(copy.standing.refused).toBe(0)
    expect(copy.call({ kind: 'discard', seq })).toMatchObject({ failure: { kind: 'not-found' } })
  })
})

describe('SYNC-5: conflicts', () => {
  const conflict = (index: number, status: string): RowOnWire => ({
    entity: 'conflicts',
    id: id('5', index),
    rev: 9 + index,
    fields: {
      customerId: customer.id,
      kind: 'value',
      entity: 'customers',
      rowId: customer.id,
      field: 'city',
      before: 'Львів',
      kept: 'Київ',
      keptBy: 'user-9',
      keptDevice: 'd9',
      keptAtMs: 5,
      lost: 'Одеса',
      lostBy: me.id,
      lostDevice: 'd1',
      lostAtMs: index,
      status,
      settledBy: null,
      settledAtMs: null,
    },
  })

  it('are counted and shown with people by name, and those that cannot be read are left out', () => {
    const copy = copiedCopy([asRow(customer, 5)])
    const strange = { ...conflict(3, 'open'), fields: { ...conflict(3, 'open').fields, kind: 'pigeon' } }
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [conflict(1, 'open'), conflict(2, 'settled'), strange] }) })
    expect(copy.standing.conflicts).toBe(2)
    const open = copy.value({ kind: 'conflicts', status: 'open', limit: 10 })
    expect(open).toMatchObject([
      {
        customerName: customer.fields.name,
        before: 'Львів',
        kept: { value: 'Київ', by: 'user-9' },
        lost: { value: 'Одеса', by: me.fields.name },
      },
    ])
  })

  it('are settled by a change like any other', () => {
    const copy = copiedCopy([asRow(customer, 5), conflict(1, 'open')])
    const fields = { status: 'settled', settledBy: me.id, settledAtMs: 9 } as const
    expect(copy.write([{ kind: 'patch', entity: 'conflicts', id: id('5', 1), fields }])).toBeUndefined()
    expect(copy.standing).toMatchObject({ conflicts: 0, waiting: 1 })
    expect(copy.value({ kind: 'conflicts', status: 'settled', limit: 1 })).toMatchObject([{ settledBy: me.fields.name }])
  })
})

describe('what changed while this desktop was away', () => {
  const day = 24 * 60 * 60_000
  const other = { ...asRow(customer, 9), id: id('a', 77) }

  it('is counted over all pages after a long absence, shown when nothing more comes, and then forgotten', () => {
    const copy = copiedCopy([asRow(customer, 5)])
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [other], serverMs: 2_000 }) })
    expect(copy.value({ kind: 'whileAway' })).toBeUndefined()
    const task = { kind: 'task', customerId: null, title: 'x', assignee: me.fields.name, createdAtMs: 1 }
    const rows = [asRow(customer, 10), { entity: 'tasks', id: 't', rev: 11, fields: task } as RowOnWire]
    copy.value({ kind: 'pulled', bytes: feedPage({ rows, serverMs: day, more: true }) })
    expect(copy.value({ kind: 'whileAway' })).toBeUndefined()
    const contact = asRow(interaction(id('f', 5), customer.id, null, 5), 12)
    const gone = [{ entity: 'customers' as const, id: other.id, rev: 13 }]
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [contact], gone, serverMs: day + 5 }) })
    expect(copy.value({ kind: 'whileAway' })).toEqual({
      fromMs: 2_000,
      toMs: day + 5,
      customersAdded: 0,
      customersChanged: 1,
      interactions: 1,
      casesOpened: 0,
      tasksForMe: 1,
      customersLeft: 1,
      customers: [{ customerId: customer.id, name: customer.fields.name, changes: 2 }],
    })
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(customer, 20)], serverMs: day + 9 }) })
    expect(copy.value({ kind: 'whileAway' })?.customersChanged).toBe(1)
    copy.value({ kind: 'whileAwaySeen' })
    expect(copy.value({ kind: 'whileAway' })).toBeUndefined()
  })
})

it('everything unconfirmed can be handed over at once', () => {
  const copy = copiedCopy()
  for (let index = 0; index < 600; index++) copy.write([interaction(id('f', index), null, null, index)])
  copy.value({ kind: 'nextPush' })
  copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(5) }) })
  expect(copy.value({ kind: 'everythingWaiting' }).mutations).toHaveLength(599)
})
