import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseId, CustomerId, RelationId, TerritoryId } from '#shared/domain/ids.ts'
import { newCustomer } from '../customer-changes.ts'
import { deskOnDisk } from '../testing/desk-on-disk.ts'

let desk: Awaited<ReturnType<typeof deskOnDisk>>
const [anna, boris] = ['anna', 'boris'] as unknown as [CustomerId, CustomerId]

beforeEach(async () => {
  desk = await deskOnDisk()
  await desk.store.write([
    newCustomer(anna, { kind: 'person', name: 'Анна Перша', language: 'uk' }, 1),
    newCustomer(boris, { kind: 'person', name: 'Борис Другий', language: 'uk' }, 1),
  ])
})
afterEach(() => desk.close())

const cardOf = (id: CustomerId) => desk.store.read.card(id, { timelineLimit: 0, nowMs: desk.clock.epochMs() })!
function value<T>(result: { ok: true; value: T } | { ok: false }): T {
  if (!result.ok) throw new Error('refused')
  return result.value
}

describe('tags', () => {
  it('all arrive when they are added faster than they are written', async () => {
    const add = (tag: string) => desk.handlers['customers.addTag']({ customerId: anna, tag })
    const answers = await Promise.all([add('оптика'), add('акція'), add('ОПТИКА')])
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(cardOf(anna).tags).toEqual(['оптика', 'акція'])
  })

  it('are removed one by one, and known to whoever adds the next', async () => {
    await desk.handlers['customers.addTag']({ customerId: anna, tag: 'оптика' })
    await desk.handlers['customers.addTag']({ customerId: boris, tag: 'акція' })
    await desk.handlers['customers.addTag']({ customerId: boris, tag: 'оптика' })
    expect(value(await desk.handlers['customers.tagsInUse']({})).toSorted()).toEqual(['акція', 'оптика'])
    await desk.handlers['customers.removeTag']({ customerId: boris, tag: 'акція' })
    expect(cardOf(boris).tags).toEqual(['оптика'])
    expect(value(await desk.handlers['customers.tagsInUse']({}))).toEqual(['оптика'])
  })

  it('end at fifty, and need a customer', async () => {
    const tags = Array.from({ length: 50 }, (_, nth) => `tag ${nth}`)
    await desk.store.write([{ kind: 'patch', entity: 'customers', id: anna, fields: { tags } }])
    const more = await desk.handlers['customers.addTag']({ customerId: anna, tag: 'one more' })
    expect(more).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } })
    const nobody = await desk.handlers['customers.addTag']({ customerId: 'nobody' as CustomerId, tag: 'x' })
    expect(nobody).toMatchObject({ ok: false, failure: { kind: 'not-found' } })
  })
})

describe('addresses', () => {
  it('have one primary, which stands first; what is emptied goes', async () => {
    const add = desk.handlers['customers.addAddress']
    const first = value(await add({ customerId: anna, kind: 'home', line: 'вул. Перша, 1', city: 'Київ', country: 'ua' }))
    const second = value(await add({ customerId: anna, kind: 'work', line: 'вул. Друга, 2', primary: true }))
    expect(cardOf(anna).addresses).toEqual([
      { addressId: second.addressId, kind: 'work', line: 'вул. Друга, 2', primary: true },
      { addressId: first.addressId, kind: 'home', line: 'вул. Перша, 1', city: 'Київ', country: 'UA', primary: false },
    ])
    await desk.handlers['customers.editAddress']({ addressId: first.addressId, city: '', postalCode: '01001', primary: true })
    expect(cardOf(anna).addresses.map(({ primary, city, postalCode }) => ({ primary, city, postalCode }))).toEqual([
      { primary: true, city: undefined, postalCode: '01001' },
      { primary: false, city: undefined, postalCode: undefined },
    ])
    await desk.handlers['customers.removeAddress']({ addressId: first.addressId })
    expect(cardOf(anna).addresses.map(({ addressId }) => addressId)).toEqual([second.addressId])
  })
})

describe('relations', () => {
  it('are seen from both sides, and both cards are told', async () => {
    const told: string[] = []
    desk.desk.feed.customers.subscribe(({ customerId }) => void told.push(customerId))
    const add = desk.handlers['customers.addRelation']
    const made = value(await add({ customerId: anna, otherCustomerId: boris, kind: 'employer', note: 'з 2020' }))
    const shared = { relationId: made.relationId, kind: 'employer', note: 'з 2020' }
    const other = (id: CustomerId) => ({ name: cardOf(id).customer.name, kind: 'person' })
    expect(cardOf(anna).relations).toEqual([{ ...shared, direction: 'named', otherCustomerId: boris, other: other(boris) }])
    expect(cardOf(boris).relations).toEqual([{ ...shared, direction: 'namedBy', otherCustomerId: anna, other: other(anna) }])
    expect(told.toSorted()).toEqual([anna, boris])
    await desk.handlers['customers.removeRelation']({ relationId: made.relationId })
    expect([...cardOf(anna).relations, ...cardOf(boris).relations]).toEqual([])
  })

  it('are not to oneself, nor to nobody; the other may be outside of this copy', async () => {
    const add = desk.handlers['customers.addRelation']
    expect(await add({ customerId: anna, otherCustomerId: anna, kind: 'other' })).toMatchObject({ ok: false })
    expect(await add({ customerId: anna, otherCustomerId: 'x' as CustomerId, kind: 'other' })).toMatchObject({ ok: false })
    const fields = { customerId: anna, otherCustomerId: 'far', kind: 'parent', note: null } as const
    await desk.store.write([{ kind: 'create', entity: 'relations', id: 'r', fields }])
    const relationId = 'r' as RelationId
    expect(cardOf(anna).relations).toEqual([{ relationId, kind: 'parent', direction: 'named', otherCustomerId: 'far' }])
  })
})

describe('the territory', () => {
  it('is not there where the desktop stands alone', async () => {
    expect(cardOf(anna).territory).toBeUndefined()
    expect(value(await desk.handlers['customers.territories']({}))).toEqual([])
    const moved = await desk.handlers['customers.setTerritory']({ customerId: anna, territoryId: 'north' as TerritoryId })
    expect(moved).toMatchObject({ ok: false, failure: { kind: 'not-found' } })
  })
})

describe('a case', () => {
  it('keeps what happened to it, in order', async () => {
    const { caseId } = value(await desk.handlers['cases.create']({ customerId: anna, title: 'Немає зв’язку', priority: 'high' }))
    desk.clock.advance(1_000)
    await desk.handlers['cases.setStatus']({ caseId, status: 'waiting' })
    await desk.handlers['cases.setStatus']({ caseId, status: 'waiting' })
    desk.clock.advance(1_000)
    await desk.handlers['cases.comment']({ caseId, text: 'Майстер буде завтра' })
    const events = value(await desk.handlers['cases.events']({ caseId }))
    expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['opened', undefined],
      ['status', 'waiting'],
      ['comment', 'Майстер буде завтра'],
    ])
    const nowhere = await desk.handlers['cases.comment']({ caseId: 'none' as CaseId, text: 'x' })
    expect(nowhere).toMatchObject({ ok: false, failure: { kind: 'not-found' } })
  })

  it('is provisional until the server has seen it', async () => {
    await desk.handlers['cases.create']({ customerId: anna, title: 'Немає зв’язку', priority: 'high' })
    expect(cardOf(anna).openCases[0]?.provisional).toBe(true)
  })
})
