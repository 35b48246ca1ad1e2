import { describe, expect, it } from 'vitest'
import type { Change } from '#shared/entities/change.ts'
import { mutation, pushLimits } from '#shared/sync/protocol.ts'
import { applied, asRow, copiedCopy, epoch, feedPage, newCopy, pushedAnswer } from '../testing/copy-pages.ts'
import { id, interaction, plainRows } from '../testing/plain-rows.ts'

const call = (index: number) => id('f', index)
const note = (index: number, text: string): Change => ({
  kind: 'patch',
  entity: 'interactions',
  id: call(index),
  fields: { note: text },
})
const created = (index: number) => interaction(call(index), null, null, index, { note: '' })
const push = (copy: ReturnType<typeof newCopy>) => copy.value({ kind: 'nextPush' })?.mutations ?? []

describe('SYNC-1: a local change', () => {
  it('is written with its mutation, in one transaction', () => {
    const copy = newCopy()
    expect(copy.write([created(1), { ...note(2, 'x') }])).toMatchObject({ kind: 'not-found' })
    expect([copy.row('interactions', call(1)), copy.standing.waiting]).toEqual([undefined, 0])
    expect(copy.write([created(1), created(2)])).toBeUndefined()
    expect([copy.row('interactions', call(1)) !== undefined, copy.standing.waiting]).toEqual([true, 2])
  })

  it('counts what waits and what was refused, and not what was undone', () => {
    const copy = newCopy()
    const counts = () => [copy.standing.waiting, copy.standing.refused]
    copy.write([created(1)])
    expect(counts()).toEqual([1, 0])
    copy.write([created(2), note(3, 'x')])
    expect(counts()).toEqual([1, 0])
    copy.write([created(2), created(3)])
    expect(counts()).toEqual([3, 0])
    push(copy)
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(9), 2: { kind: 'refused', reason: 'no-right' } }) })
    expect(counts()).toEqual([1, 1])
    copy.value({ kind: 'discard', seq: copy.value({ kind: 'outgoing', refused: true, limit: 1 })[0]!.seq })
    expect(counts()).toEqual([1, 0])
  })

  it('that changes nothing sends nothing', () => {
    const copy = copiedCopy([asRow(created(1), 5)])
    expect(copy.write([note(1, '')])).toBeUndefined()
    expect(copy.standing.waiting).toBe(0)
  })

  it('of what only the server keeps is sent and not kept here', () => {
    const copy = copiedCopy()
    const fields = { customerId: 'c', interactionId: null, atMs: 1 }
    expect(copy.write([{ kind: 'create', entity: 'card_reads', id: 'r', fields }])).toBeUndefined()
    expect([copy.row('card_reads', 'r'), push(copy).map(({ row }) => row)]).toEqual([undefined, ['r']])
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(9) }) })
    expect(copy.standing.waiting).toBe(0)
  })
})

describe('SYNC-2: a mutation', () => {
  it('names the changed fields, what was seen in them, the revision, the time and the actor', () => {
    const copy = copiedCopy([asRow(created(1), 5)])
    copy.write([{ kind: 'patch', entity: 'interactions', id: call(1), fields: { note: 'так', subject: 'Питання про рахунок' } }])
    const [first] = push(copy)
    expect(mutation.safeParse(first).success).toBe(true)
    expect(first).toMatchObject({ seq: 1, kind: 'patch', fields: { note: 'так' }, before: { note: '' }, base: { epoch, rev: 5 } })
    expect(first).toMatchObject({ actor: 'user-1', schema: 1, hlc: expect.stringMatching(/-device-1$/) })
  })

  it('of a delete names the revision that was deleted', () => {
    const copy = copiedCopy([asRow(created(1), 5)])
    copy.write([{ kind: 'delete', entity: 'interactions', id: call(1) }])
    expect(push(copy)).toMatchObject([{ kind: 'delete', fields: {}, before: {}, base: { rev: 5 } }])
  })

  it('has a later time than everything heard from the server, though the clock here is behind (SYNC-13)', () => {
    const copy = copiedCopy()
    copy.value({ kind: 'pulled', bytes: feedPage({ serverMs: 5_000_000 }) })
    copy.write([created(1)])
    expect(Number.parseInt(push(copy)[0]!.hlc.slice(0, 12), 16)).toBe(5_000_000)
  })

  it('keeps the version it was made with through an upgrade of the app (SYNC-12)', () => {
    const copy = newCopy()
    copy.write([created(1)])
    copy.database.prepare('UPDATE outbox SET schema = 0').run()
    copy.write([note(1, 'x')])
    expect(push(copy).map(({ schema, kind }) => [schema, kind])).toEqual([
      [0, 'create'],
      [1, 'patch'],
    ])
  })
})

describe('a note that is saved again and again', () => {
  it('is one mutation with what was first seen, until it is handed out', () => {
    const copy = copiedCopy([asRow(created(1), 5)])
    for (const text of ['п', 'пр', 'при']) copy.write([note(1, text)])
    expect(push(copy)).toMatchObject([{ fields: { note: 'при' }, before: { note: '' } }])
    copy.write([note(1, 'прив')])
    copy.write([note(1, 'привіт')])
    expect(push(copy)).toMatchObject([{ seq: 1, fields: { note: 'при' } }])
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(6) }) })
    expect(push(copy)).toMatchObject([{ seq: 2, fields: { note: 'привіт' }, before: { note: 'при' } }])
  })

  it('goes into the row that was just made', () => {
    const copy = newCopy()
    copy.write([created(1)])
    copy.write([note(1, 'x')])
    expect(push(copy)).toMatchObject([{ kind: 'create', fields: { note: 'x' }, before: {} }])
  })

  it('never comes before a row that it names', () => {
    const copy = newCopy()
    const [customer] = plainRows({ customers: 1, interactionsPerCustomer: 0, seed: 1, nowMs: 1 })
    copy.write([created(1)])
    copy.write([customer!])
    copy.write([{ kind: 'patch', entity: 'interactions', id: call(1), fields: { customerId: customer!.id } }])
    expect(push(copy).map(({ entity, kind }) => `${kind} ${entity}`)).toEqual([
      'create interactions',
      'create customers',
      'patch interactions',
    ])
  })
})

describe('SYNC-3: a push', () => {
  it('is the same again until it is answered, within the bounds of one request', () => {
    const copy = newCopy()
    copy.write(Array.from({ length: 700 }, (_, index) => created(index)))
    const first = copy.value({ kind: 'nextPush' })
    expect(first?.mutations).toHaveLength(pushLimits.mutations)
    copy.write([created(9_000)])
    expect(copy.value({ kind: 'nextPush' })).toEqual(first)
    copy.value({
      kind: 'pushed',
      bytes: pushedAnswer(Object.fromEntries(first!.mutations.map(({ seq }) => [seq, applied(seq)]))),
    })
    expect(push(copy).map(({ seq }) => seq)).toEqual(Array.from({ length: 201 }, (_, index) => 501 + index))
  })

  it('stays below the bytes of one request', () => {
    const copy = newCopy()
    const long = 'я'.repeat(15_000)
    for (let index = 0; index < 100; index++) copy.write([interaction(call(index), null, null, index, { note: long })])
    const size = JSON.stringify(copy.value({ kind: 'nextPush' })).length * 2
    expect(size).toBeLessThan(pushLimits.bytes * 1.05)
    expect(push(copy).length).toBeGreaterThan(50)
  })

  it('ignores answers to what was never handed out', () => {
    const copy = newCopy()
    copy.write([created(1)])
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(5), 7: applied(6) }) })
    expect(copy.standing.waiting).toBe(1)
  })

  it('numbers on where it was after a reopening, though nothing waits any more', () => {
    const copy = copiedCopy()
    copy.write([created(1)])
    push(copy)
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(5) }) })
    copy.database.exec('DELETE FROM outbox')
    copy.write([created(2)])
    expect(push(copy)).toMatchObject([{ seq: 2 }])
  })
})
