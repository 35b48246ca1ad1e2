import { beforeEach, describe, expect, it } from 'vitest'
import { readHlc } from '../hybrid-clock.ts'
import type { Principal } from '../principal.ts'
import type { Mutation, Outcome } from '../protocol.ts'
import { applyPush, type PushContext } from './apply-push.ts'
import { MemoryAuthority } from './testing/memory-authority.ts'
import { caseRow, customer, device, interaction, principal, scriptRun, task } from './testing/mutations.ts'

let store: MemoryAuthority
let defects: unknown[]
let ids = 0
const nowMs = 2_000_000
const anna = principal()
const boss = principal({ userId: 'boss', role: 'supervisor', territories: ['north', 'south'] })

beforeEach(() => {
  store = new MemoryAuthority()
  defects = []
})

function send(who: Principal, from: string, mutations: readonly Mutation[], more: Partial<PushContext> = {}) {
  const context: PushContext = {
    nowMs,
    ids: {
      next() {
        ids += 1
        return `id-${ids}`
      },
    },
    onDefect: (cause) => defects.push(cause),
    ...more,
  }
  return applyPush(store, who, { protocol: 1, device: from, mutations }, context)
}

async function outcomes(who: Principal, from: string, ...mutations: Mutation[]): Promise<readonly Outcome[]> {
  const { answer } = await send(who, from, mutations)
  if (answer.kind !== 'pushed') throw new Error(answer.kind)
  return answer.answers.map(({ outcome }) => outcome)
}

const conflicts = () => [...store.held.values()].filter(({ entity }) => entity === 'conflicts')

describe('SYNC-3 exactly once and in order', () => {
  it('answers a repeat with the first answer and applies it once', async () => {
    const a = device('a', 'anna')
    const make = a.create('customers', 'c1', { ...customer, loyaltyPoints: 5 })
    const add = a.patch('customers', 'c1', { loyaltyPoints: 8 }, { loyaltyPoints: 5 })
    const first = await send(anna, 'a', [make, add])
    expect(store.row('customers', 'c1')?.fields.loyaltyPoints).toBe(8)
    const again = await send(anna, 'a', [make, add, a.patch('customers', 'c1', { name: 'New' }, { name: 'Customer' })])
    expect(again.answer.kind === 'pushed' && again.answer.answers.slice(0, 2)).toEqual(
      first.answer.kind === 'pushed' && first.answer.answers,
    )
    expect(store.row('customers', 'c1')?.fields).toMatchObject({ loyaltyPoints: 8, name: 'New' })
  })
  it('asks for the number that is missing, and takes a batch up to its gap', async () => {
    const a = device('a', 'anna')
    const [m1, m2, m3, m4] = [1, 2, 3, 4].map((n) => a.create('tasks', `t${n}`, task)) as [Mutation, Mutation, Mutation, Mutation]
    expect((await send(anna, 'a', [m2])).answer).toMatchObject({ kind: 'expected', seq: 1, epoch: 'epoch-1' })
    expect(await outcomes(anna, 'a', m2, m1, m4)).toHaveLength(2)
    expect((await send(anna, 'a', [m4])).answer).toMatchObject({ kind: 'expected', seq: 3 })
    expect(await outcomes(anna, 'a', m3, m4)).toHaveLength(2)
  })
  it('calls a device forked whose number comes with another id, or which is another person’s', async () => {
    const a = device('a', 'anna')
    const made = a.create('tasks', 't1', task)
    await send(anna, 'a', [made])
    expect((await send(anna, 'a', [{ ...made, id: 'other' }])).answer.kind).toBe('forked')
    expect((await send(boss, 'a', [made])).answer.kind).toBe('forked')
    expect((await send(anna, 'b', [made, { ...made, id: 'other' }])).answer.kind).toBe('forked')
  })
  it('answers an empty batch', async () => {
    expect((await send(anna, 'a', [])).answer).toMatchObject({ kind: 'pushed', answers: [] })
  })
})

describe('SYNC-9 a bad mutation is refused alone', () => {
  const cases: [string, Partial<Mutation> & Record<string, unknown>, object][] = [
    ['unknown entity', { entity: 'nonsense' }, { reason: 'unknown-entity' }],
    ['a name that every object has', { entity: 'constructor' }, { reason: 'unknown-entity' }],
    ['unknown field', { fields: { ...task, toString: 1 } }, { reason: 'unknown-field', field: 'toString' }],
    ['wrong type', { fields: { ...task, title: 7 } }, { reason: 'invalid-value', field: 'title' }],
    ['not of the list', { fields: { ...task, kind: 'joke' } }, { reason: 'invalid-value', field: 'kind' }],
    ['empty where it may not be', { fields: { ...task, title: null } }, { reason: 'invalid-value', field: 'title' }],
    ['a column that is not given', { fields: { kind: 'task', createdAtMs: 1 } }, { reason: 'invalid-value', field: 'title' }],
    ['text too long for its column', { fields: { ...task, title: 'x'.repeat(201) } }, { reason: 'too-large', field: 'title' }],
    ['10 MB', { fields: { ...task, title: 'x'.repeat(10_000_000) } }, { reason: 'too-large' }],
    ['NUL', { fields: { ...task, title: 'a\0b' } }, { reason: 'invalid-value' }],
    ['half a surrogate pair', { fields: { ...task, title: 'a\ud800b' } }, { reason: 'invalid-value' }],
    ['another person’s id', { actor: 'boss' }, { reason: 'foreign-actor' }],
    ['a newer version', { schema: 99 }, { reason: 'version' }],
    ['no hybrid time', { hlc: 'yesterday' }, { reason: 'invalid-value' }],
    ['no row', { row: undefined as unknown as string }, { reason: 'invalid-value' }],
  ]
  it.each(cases)('%s', async (_, change, expected) => {
    const a = device('a', 'anna')
    const good = a.create('tasks', 't1', task)
    const bad = { ...a.create('tasks', 't2', task), ...change } as Mutation
    const after = a.create('tasks', 't3', task)
    const [first, second, third] = await outcomes(anna, 'a', good, bad, after)
    expect([first?.kind, third?.kind]).toEqual(['applied', 'applied'])
    expect(second).toEqual({ kind: 'refused', ...expected })
    expect(store.row('tasks', 't2')).toBeUndefined()
    expect(defects).toEqual([])
  })
  it('a text that only looks like an escape is no NUL', async () => {
    const a = device('a', 'anna')
    expect(await outcomes(anna, 'a', a.create('tasks', 't1', { ...task, title: 'C:\\u0000' }))).toMatchObject([
      { kind: 'applied' },
    ])
  })
  it('a defect of ours is told and refused', async () => {
    const a = device('a', 'anna')
    let deep: unknown = 'x'
    for (let level = 0; level < 20_000; level += 1) deep = [deep]
    const bad = { ...a.create('tasks', 't1', task), fields: { ...task, title: deep } } as Mutation
    const [first, second] = await outcomes(anna, 'a', bad, a.create('tasks', 't2', task))
    expect([first, second]).toMatchObject([{ kind: 'refused', reason: 'server-defect' }, { kind: 'applied' }])
    expect(defects).toHaveLength(1)
  })
  it('what the database would not take is refused unseen', async () => {
    const a = device('a', 'anna')
    const mutations = [a.create('tasks', 't1', task), a.create('tasks', 't2', task)]
    const { answer } = await send(anna, 'a', mutations, { poison: new Set([1]) })
    expect(answer).toMatchObject({
      answers: [{ outcome: { kind: 'refused', reason: 'server-defect' } }, { outcome: { kind: 'applied' } }],
    })
  })
  it('rows: missing ones and rights to rows and fields', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(boss, 'b', [b.create('customers', 'c1', { ...customer, territoryId: 'north' })])
    const analyst = principal({ userId: 'ann', role: 'analyst' })
    const n = device('n', 'ann')
    expect(
      await outcomes(
        anna,
        'a',
        a.patch('tasks', 'none', { title: 'x' }, {}),
        a.remove('tasks', 'none', 0),
        a.remove('customers', 'c1', 1),
        a.patch('customers', 'c1', { lifetimeValue: 1 }, { lifetimeValue: 0 }),
        a.create('customers', 'c2', { ...customer, monthlyValue: 5 }),
        a.patch('users', 'anna', { role: 'administrator' }, { role: 'operator' }),
        a.patch('conflicts', 'x', { lost: 1 }, {}),
      ),
    ).toEqual([
      { kind: 'refused', reason: 'row-missing' },
      { kind: 'refused', reason: 'row-missing' },
      { kind: 'refused', reason: 'no-right' },
      { kind: 'refused', reason: 'field-right', field: 'lifetimeValue' },
      { kind: 'refused', reason: 'field-right', field: 'monthlyValue' },
      { kind: 'refused', reason: 'no-right' },
      { kind: 'refused', reason: 'field-right', field: 'lost' },
    ])
    expect(await outcomes(analyst, 'n', n.patch('customers', 'c1', { name: 'x' }, {}))).toEqual([
      { kind: 'refused', reason: 'no-right' },
    ])
  })
})

describe('SYNC-4, SYNC-5 conflicts', () => {
  it('keeps a losing text as an open conflict beside its customer', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(anna, 'a', [a.create('customers', 'c1', { ...customer, preferences: 'tea' })])
    await send(anna, 'a', [a.patch('customers', 'c1', { preferences: 'coffee' }, { preferences: 'tea' })])
    const [outcome] = await outcomes(boss, 'b', b.patch('customers', 'c1', { preferences: 'water' }, { preferences: 'tea' }))
    expect(outcome).toMatchObject({ kind: 'applied', conflicts: 1 })
    expect(store.row('customers', 'c1')?.fields.preferences).toBe('coffee')
    expect(conflicts()).toHaveLength(1)
    expect(conflicts()[0]).toMatchObject({
      territory: 'north',
      fields: {
        customerId: 'c1',
        kind: 'value',
        entity: 'customers',
        rowId: 'c1',
        field: 'preferences',
        status: 'open',
        before: 'tea',
        kept: 'coffee',
        keptBy: 'anna',
        keptDevice: 'a',
        lost: 'water',
        lostBy: 'boss',
        lostDevice: 'b',
      },
    })
    expect(store.feed.filter(({ entity }) => entity === 'conflicts')).toMatchObject([{ territory: 'north', kind: 'row' }])
  })
  it('last-writer: the later by the hybrid clock stands whichever comes first, the other is kept', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(anna, 'a', [a.create('customers', 'c1', { ...customer, city: 'Kyiv' })])
    b.at(1_900_000)
    await send(boss, 'b', [b.patch('customers', 'c1', { city: 'Lviv' }, { city: 'Kyiv' })])
    await send(anna, 'a', [a.patch('customers', 'c1', { city: 'Odesa' }, { city: 'Kyiv' })])
    expect(store.row('customers', 'c1')?.fields.city).toBe('Lviv')
    expect(conflicts()[0]?.fields).toMatchObject({ kept: 'Lviv', lost: 'Odesa', lostBy: 'anna' })
    a.at(1_950_000)
    await send(anna, 'a', [a.patch('customers', 'c1', { city: 'Dnipro' }, { city: 'Kyiv' })])
    expect(store.row('customers', 'c1')?.fields.city).toBe('Dnipro')
    expect(conflicts()[1]?.fields).toMatchObject({ kept: 'Dnipro', keptBy: 'anna', lost: 'Lviv', lostBy: 'boss' })
  })
  it('a text typed on in the same batch while it loses is one conflict with the last text', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(anna, 'a', [a.create('customers', 'c1', { ...customer, preferences: 'x' })])
    const typed = ['w', 'wa', 'wat', 'water'].map((text, at, all) =>
      b.patch('customers', 'c1', { preferences: text }, { preferences: all[at - 1] ?? '' }),
    )
    await send(boss, 'b', typed)
    expect(conflicts().map(({ fields }) => [fields.before, fields.lost])).toEqual([['', 'water']])
    await send(boss, 'b', [b.patch('customers', 'c1', { preferences: 'milk' }, { preferences: 'juice' })])
    expect(conflicts()).toHaveLength(2)
  })
  it('names the customer of a row that does not name it itself', async () => {
    const a = device('a', 'anna')
    const event = { caseId: 'k1', kind: 'comment' as const, detail: null, by: null, atMs: 1 }
    await send(anna, 'a', [
      a.create('customers', 'c1', customer),
      a.create('cases', 'k1', caseRow),
      a.create('case_events', 'e1', event),
      a.patch('case_events', 'e1', { by: 'A' }, { by: null }),
    ])
    await send(boss, 'b', [device('b', 'boss').patch('case_events', 'e1', { by: 'B' }, { by: null })])
    expect(conflicts()[0]?.fields.customerId).toBe('c1')
  })
  it('an edit beats a delete, whichever comes first', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(anna, 'a', [a.create('tasks', 't1', task), a.create('tasks', 't2', task)])
    await send(boss, 'b', [b.patch('tasks', 't1', { title: 'Edited' }, { title: 'Task' })])
    expect(await outcomes(anna, 'a', a.remove('tasks', 't1', 1))).toMatchObject([{ kind: 'applied', conflicts: 1 }])
    expect(store.row('tasks', 't1')).toMatchObject({ deleted: false, fields: { title: 'Edited' } })
    await send(anna, 'a', [a.remove('tasks', 't2', 2)])
    expect(store.row('tasks', 't2')).toMatchObject({ deleted: true })
    expect(store.feed.at(-1)).toMatchObject({ id: 't2', kind: 'gone', territory: 'north' })
    expect(await outcomes(boss, 'b', b.patch('tasks', 't2', { title: 'Edited' }, { title: 'Task' }))).toMatchObject([
      { conflicts: 1 },
    ])
    expect(store.row('tasks', 't2')).toMatchObject({ deleted: false, fields: { title: 'Edited' } })
    expect(conflicts().map(({ fields }) => fields.kind)).toEqual(['edit-over-delete', 'edit-over-delete'])
  })
  it('an edit beats a delete also when the deleting device has first written over it unseen', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(anna, 'a', [a.create('tasks', 't1', task)])
    await send(boss, 'b', [b.patch('tasks', 't1', { title: 'Edited' }, { title: 'Task' })])
    await send(anna, 'a', [
      a.patch('tasks', 't1', { title: 'Mine' }, { title: 'Task' }, { base: { epoch: store.epoch, rev: 1 } }),
    ])
    expect(await outcomes(anna, 'a', a.remove('tasks', 't1', 1))).toMatchObject([{ kind: 'applied', conflicts: 1 }])
    expect(store.row('tasks', 't1')).toMatchObject({ deleted: false, fields: { title: 'Mine' } })
    await send(anna, 'a', [a.remove('tasks', 't1', store.row('tasks', 't1')?.rev ?? 0)])
    expect(store.row('tasks', 't1')).toMatchObject({ deleted: true })
  })
  it('a delete is no conflict with this device’s own edits, and is one across epochs', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss', 'another-epoch')
    await send(anna, 'a', [a.create('tasks', 't1', task), a.create('tasks', 't2', task)])
    await send(anna, 'a', [a.patch('tasks', 't1', { title: 'Mine' }, { title: 'Task' })])
    await send(anna, 'a', [a.remove('tasks', 't1', 1)])
    expect(store.row('tasks', 't1')?.deleted).toBe(true)
    await send(boss, 'b', [b.remove('tasks', 't2', 99)])
    expect(store.row('tasks', 't2')?.deleted).toBe(false)
  })
  it('the same row made twice is merged, and counted once', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(anna, 'a', [a.create('number_memory', '+380501112233', { customerId: 'c1', confirmedAtMs: 5 })])
    await send(boss, 'b', [b.create('number_memory', '+380501112233', { customerId: 'c2', confirmedAtMs: 4 })])
    expect(store.row('number_memory', '+380501112233')?.fields.confirmedAtMs).toBe(5)
    expect(conflicts().map(({ fields }) => fields.field)).toEqual(['customerId'])
    await send(anna, 'a', [a.create('customers', 'c1', { ...customer, loyaltyPoints: 5 })])
    await send(anna, 'a', [a.create('customers', 'c1', { ...customer, loyaltyPoints: 5 })])
    expect(store.row('customers', 'c1')?.fields.loyaltyPoints).toBe(5)
  })
  it('SYNC-13 a time from the future becomes now', async () => {
    const a = device('a', 'anna')
    a.at(99_000_000)
    await send(anna, 'a', [a.create('tasks', 't1', task)])
    expect(readHlc(store.row('tasks', 't1')?.stamps['*']?.hlc ?? '').ms).toBe(nowMs)
  })
})

describe('SYNC-10 territories', () => {
  it('places rows by themselves, their parents or their writer’s home, whatever the client says', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(boss, 'b', [b.create('customers', 'south1', { ...customer, territoryId: 'south' })])
    await send(boss, 'b', [b.create('interactions', 'i1', { ...interaction, customerId: 'south1' })])
    await send(boss, 'b', [b.create('script_runs', 'i1', scriptRun)])
    await send(anna, 'a', [a.create('customers', 'c1', customer), a.create('tasks', 't1', task)])
    expect(store.row('customers', 'c1')).toMatchObject({ territory: 'north', fields: { territoryId: 'north' } })
    expect(store.row('tasks', 't1')?.territory).toBe('north')
    expect([store.row('interactions', 'i1')?.territory, store.row('script_runs', 'i1')?.territory]).toEqual(['south', 'south'])
    expect(await outcomes(anna, 'a', a.create('customers', 'c3', { ...customer, territoryId: 'south' }))).toEqual([
      { kind: 'refused', reason: 'field-right', field: 'territoryId' },
    ])
    expect(await outcomes(boss, 'b', b.create('customers', 'c3', { ...customer, territoryId: 'west' }))).toEqual([
      { kind: 'refused', reason: 'not-your-row', field: 'territoryId' },
    ])
  })
  it('a customer that moves takes all below along, level by level', async () => {
    const b = device('b', 'boss')
    await send(boss, 'b', [
      b.create('customers', 'c1', { ...customer, territoryId: 'north' }),
      b.create('cases', 'k1', caseRow),
      b.create('case_events', 'e1', { caseId: 'k1', kind: 'opened', detail: null, by: null, atMs: 1 }),
      b.create('tasks', 't1', { ...task, customerId: 'c1' }),
      b.create('tasks', 'other', task),
    ])
    store.feed.length = 0
    const { territories } = await send(boss, 'b', [
      b.patch('customers', 'c1', { territoryId: 'south' }, { territoryId: 'north' }),
    ])
    for (const [entity, id] of [
      ['customers', 'c1'],
      ['cases', 'k1'],
      ['case_events', 'e1'],
      ['tasks', 't1'],
    ] as const) {
      expect(store.row(entity, id)?.territory, entity).toBe('south')
      expect(store.feed.filter((entry) => entry.id === id).map(({ territory, kind }) => [territory, kind])).toEqual([
        ['north', 'gone'],
        ['south', 'row'],
      ])
    }
    expect(store.row('tasks', 'other')?.territory).toBe('north')
    expect([...territories].sort()).toEqual(['north', 'south'])
    await send(boss, 'b', [b.patch('cases', 'k1', { customerId: 'nobody' }, { customerId: 'c1' })])
    expect([store.row('cases', 'k1')?.territory, store.row('case_events', 'e1')?.territory]).toEqual(['north', 'north'])
  })
  it('a child that came before its parent follows it later', async () => {
    const b = device('b', 'boss')
    await send(boss, 'b', [b.create('tasks', 't1', { ...task, customerId: 'c1' })])
    expect(store.row('tasks', 't1')?.territory).toBe('north')
    await send(boss, 'b', [b.create('customers', 'c1', { ...customer, territoryId: 'south' })])
    expect(store.row('tasks', 't1')?.territory).toBe('south')
  })
  it('what was typed for a territory that is lost waits in quarantine; rows never had are refused', async () => {
    const a = device('a', 'anna')
    const b = device('b', 'boss')
    await send(boss, 'b', [b.create('customers', 'c1', { ...customer, territoryId: 'south' })])
    const known = { base: { epoch: 'epoch-1', rev: 1 } }
    expect(
      await outcomes(
        anna,
        'a',
        a.patch('customers', 'c1', { city: 'Kyiv' }, { city: null }, known),
        a.patch('customers', 'c1', { city: 'Kyiv' }, { city: null }),
        a.create('tasks', 't1', { ...task, customerId: 'c1' }),
        a.create('tasks', 't2', task),
      ),
    ).toMatchObject([
      { kind: 'quarantined', reason: 'territory-lost' },
      { kind: 'refused', reason: 'not-your-row' },
      { kind: 'quarantined', reason: 'territory-lost' },
      { kind: 'applied' },
    ])
    expect(store.row('customers', 'c1')?.fields.city).toBeNull()
    expect(store.quarantine.map(({ mutation, territory }) => [mutation.row, territory])).toEqual([
      ['c1', 'south'],
      ['t1', 'south'],
    ])
  })
  it('nobody without a territory places anything', async () => {
    const a = device('a', 'anna')
    expect(await outcomes(principal({ territories: [] }), 'a', a.create('tasks', 't1', task))).toEqual([
      { kind: 'refused', reason: 'no-right' },
    ])
  })
})

describe('SYNC-12 versions', () => {
  it('lifts a mutation that waited through an upgrade', async () => {
    const a = device('a', 'anna')
    const old = {
      ...a.create('tasks', 't1', task),
      fields: { ...task, title: undefined, subject: 'Old name' },
    } as unknown as Mutation
    const lifting = {
      newest: 2,
      steps: {
        1: (mutation: Mutation): Mutation => {
          const { subject, ...fields } = mutation.fields
          return { ...mutation, fields: { ...fields, title: subject } }
        },
      },
    }
    await send(anna, 'a', [old], { lifting })
    expect(store.row('tasks', 't1')?.fields.title).toBe('Old name')
    const { answer } = await send(anna, 'a', [a.create('tasks', 't2', task)], { lifting: { newest: 2, steps: {} } })
    expect(answer).toMatchObject({ answers: [{ outcome: { kind: 'refused', reason: 'version' } }] })
  })
})

describe('audit', () => {
  it('tells readings of cards, which are stored nowhere, changes and refusals without values', async () => {
    const a = device('a', 'anna')
    const { audit } = await send(anna, 'a', [
      a.create('card_reads', 'r1', { customerId: 'c1', interactionId: null, atMs: 5 }),
      a.create('tasks', 't1', { ...task, title: 'Secret' }),
      a.patch('tasks', 'none', { title: 'Secret' }, {}),
    ])
    expect(audit.map(({ kind, entity, row }) => [kind, entity, row])).toEqual([
      ['read', 'customers', 'c1'],
      ['change', 'tasks', 't1'],
      ['refusal', 'tasks', 'none'],
    ])
    expect(JSON.stringify(audit)).not.toContain('Secret')
    expect([...store.held.values()].map(({ entity }) => entity)).toEqual(['tasks'])
  })
})
