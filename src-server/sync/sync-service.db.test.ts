import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allRoles } from '#shared/domain/people/role.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { caseRow, customer, device, interaction, principal, task } from '#shared/sync/authority/testing/mutations.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { type CopyPage, copyPage, type Mutation, type PullPage, pullAnswer, pushAnswer } from '#shared/sync/protocol.ts'
import { entityOf, maskRow, type NamedEntity } from '#shared/sync/rights.ts'
import { sightOf } from '#shared/sync/sight.ts'
import type { Database } from '../store/database.ts'
import { openEmbedded } from '../store/embedded.ts'
import { beginEpoch, checkEpoch } from './epoch.ts'
import { trimFeed } from './fence.ts'
import { serviceOver } from './testing/sync-database.ts'

let database: Database
let sync: Awaited<ReturnType<typeof serviceOver>>
let epoch: string
let a: ReturnType<typeof device>
let b: ReturnType<typeof device>
const anna = principal()
const boss = principal({ userId: 'boss', role: 'supervisor', territories: ['north', 'south'] })

beforeAll(async () => {
  database = await openEmbedded({ transactionTimeoutMs: 20_000 })
  sync = await serviceOver(database)
}, 60_000)
afterAll(() => database.close())
beforeEach(async () => {
  const tables = [...Object.keys(entities), 'feed', 'applied', 'devices_sync', 'quarantine'].map((name) => `"${name}"`)
  await database.run(`TRUNCATE ${tables.join(', ')}`, database)
  await beginEpoch(database)
  const [state] = await database.query<{ epoch: string }>('SELECT epoch FROM sync_state')
  epoch = state?.epoch ?? ''
  a = device('a', 'anna', epoch)
  b = device('b', 'boss', epoch)
  sync.events.length = 0
})

async function copied(
  who: Principal,
  territory: string,
  options: { rows?: number; after?: string | null } = {},
): Promise<CopyPage[]> {
  const pages: CopyPage[] = []
  const request = { protocol: 1, device: 'a', territory, after: options.after ?? null, rows: options.rows ?? 1_000_000 }
  for await (const line of sync.service.copy(who, request)) pages.push(copyPage.parse(JSON.parse(line)))
  return pages
}

const start = async (who: Principal): Promise<string> => (await copied(who, 'north'))[0]?.cursor ?? ''

async function page(who: Principal, from: string, cursor: string, limit?: number): Promise<PullPage> {
  const answer = pullAnswer.parse(await sync.pull(who, from, cursor, limit))
  if (answer.kind !== 'page') throw new Error(answer.kind)
  return answer
}

async function seeded(): Promise<void> {
  await sync.send(boss, 'b', [
    b.create('customers', 'c1', { ...customer, name: 'ґ "quoted"', territoryId: 'north', tags: ['x', 'y'] }),
    b.create('contact_points', 'p1', {
      customerId: 'c1',
      kind: 'phone',
      value: '+380 50 111 22 33',
      extension: null,
      label: 'mobile',
      primary: true,
    }),
    b.create('contact_points', 'p2', {
      customerId: 'c1',
      kind: 'email',
      value: 'name22@example.org',
      extension: null,
      label: 'work',
      primary: false,
    }),
    b.create('cases', 'k1', caseRow),
    b.create('cases', 'k2', { ...caseRow, status: 'closed' }),
    b.create('tasks', 't1', { ...task, customerId: 'c1' }),
    b.create('tasks', 't2', { ...task, customerId: 'c1', doneAtMs: 5 }),
    ...[1, 2, 3].map((at) => b.create('interactions', `i${at}`, { ...interaction, customerId: 'c1', startedAtMs: at })),
    b.create('customers', 'south1', { ...customer, territoryId: 'south' }),
  ])
}

describe('push', () => {
  it('SYNC-3 applies a batch, tells of it after the commit, and repeats its answers', async () => {
    const mutations = [a.create('customers', 'c1', customer), a.create('tasks', 't1', { ...task, customerId: 'c1' })]
    const first = pushAnswer.parse(await sync.send(anna, 'a', mutations))
    expect(sync.events).toEqual([{ kind: 'changes', territories: ['north'] }])
    expect(await sync.send(anna, 'a', mutations)).toEqual(first)
    const stored = await database.query('SELECT rev, territory_id, stamps FROM customers')
    expect(stored).toMatchObject([{ territory_id: 'north', stamps: { '*': { by: 'anna', device: 'a' } } }])
    const [audited] = await database.query<{ n: number }>('SELECT count(*) AS n FROM audit_log WHERE device = $1', ['a'])
    expect(audited?.n).toBeGreaterThan(1)
  })
  it('SYNC-9 finds the one mutation that the database refuses and takes the others', async () => {
    await database.run(`ALTER TABLE tasks ADD CONSTRAINT no_poison CHECK (title <> 'poison')`, database)
    const mutations = Array.from({ length: 9 }, (_, at) =>
      a.create('tasks', `t${at}`, { ...task, title: at === 5 ? 'poison' : 'fine' }),
    )
    const answer = await sync.send(anna, 'a', mutations)
    await database.run('ALTER TABLE tasks DROP CONSTRAINT no_poison', database)
    const kinds = answer.kind === 'pushed' ? answer.answers.map(({ seq, outcome }) => [seq, outcome.kind]) : []
    expect(kinds).toEqual(mutations.map(({ seq }) => [seq, seq === 6 ? 'refused' : 'applied']))
    expect(await sync.send(anna, 'a', mutations)).toMatchObject({
      kind: 'pushed',
      answers: answer.kind === 'pushed' ? answer.answers : [],
    })
    const [stored] = await database.query<{ n: number }>('SELECT count(*) AS n FROM tasks')
    expect(stored?.n).toBe(8)
  })
  it('an id that no database takes is refused and answered again', async () => {
    const bad = { ...a.create('tasks', 't1', task), id: 'a\0b' }
    const first = await sync.send(anna, 'a', [bad])
    expect(first).toMatchObject({ answers: [{ outcome: { kind: 'refused', reason: 'invalid-value' } }] })
    expect(await sync.send(anna, 'a', [bad])).toEqual(first)
  })
  it('SYNC-4, SYNC-5 stores conflicts with every kind of value', async () => {
    await sync.send(anna, 'a', [a.create('customers', 'c1', { ...customer, preferences: 'tea' })])
    await sync.send(boss, 'b', [b.patch('customers', 'c1', { preferences: 'x' }, { preferences: 'other' })])
    const [conflict] = await database.query('SELECT customer_id, before, kept, lost, settled_by, territory_id FROM conflicts')
    expect(conflict).toEqual({
      customer_id: 'c1',
      before: 'other',
      kept: 'tea',
      lost: 'x',
      settled_by: null,
      territory_id: 'north',
    })
  })
})

describe('pull', () => {
  it('SYNC-6, SYNC-7 brings rows as they are now, page by page, and tells how far this device’s numbers are in', async () => {
    const cursor = await start(anna)
    for (const at of [1, 2, 3]) await sync.send(anna, 'a', [a.create('tasks', `t${at}`, task)])
    await sync.send(anna, 'a', [a.patch('tasks', 't1', { title: 'New' }, { title: 'Task' })])
    const first = await page(anna, 'a', cursor, 2)
    expect(first).toMatchObject({ more: true, appliedSeq: 1, territories: ['north'] })
    expect(first.rows.map(({ id, fields }) => [id, fields.title])).toEqual([
      ['t1', 'New'],
      ['t2', 'Task'],
    ])
    const second = await page(anna, 'a', first.cursor)
    expect(second).toMatchObject({ more: false, appliedSeq: 4 })
    expect(second.rows.map(({ id }) => id).sort()).toEqual(['t1', 't3'])
    expect(await page(anna, 'a', second.cursor)).toMatchObject({ rows: [], gone: [], more: false, appliedSeq: 4 })
  })
  it('SYNC-10 brings nothing of other territories, and takes away what moved or was deleted', async () => {
    await seeded()
    const cursor = await start(anna)
    await sync.send(boss, 'b', [
      b.patch('customers', 'south1', { city: 'Lviv' }, { city: null }),
      b.patch('customers', 'c1', { territoryId: 'south' }, { territoryId: 'north' }),
      b.remove('tasks', 't2', 1_000_000),
    ])
    const seen = await page(anna, 'a', cursor)
    expect(seen.rows).toEqual([])
    expect(seen.gone.map(({ entity, id }) => `${entity}/${id}`).sort()).toEqual([
      'cases/k1',
      'cases/k2',
      'contact_points/p1',
      'contact_points/p2',
      'customers/c1',
      'interactions/i1',
      'interactions/i2',
      'interactions/i3',
      'tasks/t1',
      'tasks/t2',
    ])
    const both = await page(boss, 'b', cursor)
    expect(both.gone.map(({ id }) => id)).toEqual(['t2'])
    expect(both.rows.map(({ id }) => id)).toContain('c1')
  })
  it('says to copy anew without a cursor, with a wrong one, in another epoch and behind the fence', async () => {
    const cursor = await start(anna)
    const anew = { kind: 'copy-anew' }
    expect(await sync.pull(anna, 'a', null)).toMatchObject(anew)
    const sight = sightOf(anna.role)
    for (const wrong of ['x', '...', `${epoch}.1.0`, `${epoch}.x.1.${sight}`, `${epoch}.99999999999999.1.${sight}`])
      expect(await sync.pull(anna, 'a', wrong)).toMatchObject(anew)
    await sync.send(anna, 'a', [a.create('tasks', 't1', task)])
    sync.turn(1_000)
    await sync.send(anna, 'a', [a.create('tasks', 't2', task)])
    const kept = { feedMs: 500, answersMs: 500 }
    const [now] = await database.query<{ at: number }>('SELECT max(at_ms) AS at FROM feed')
    expect(await trimFeed(database, (now?.at ?? 0) + 100, kept)).toBe(2)
    expect(await sync.pull(anna, 'a', cursor)).toMatchObject(anew)
    const fresh = await page(anna, 'a', await start(anna))
    expect(fresh).toMatchObject({ rows: [], appliedSeq: 2 })
    await beginEpoch(database)
    expect(await sync.pull(anna, 'a', fresh.cursor)).toMatchObject(anew)
  })
  it('SYNC-10 says to copy anew to a role that sees otherwise, and begins the copy of its territory from the start', async () => {
    await seeded()
    const [part] = await copied(anna, 'north', { rows: 2 })
    const { cursor = '', after = null, sight } = part ?? {}
    const analyst = principal({ role: 'analyst' })
    expect(await sync.pull(analyst, 'a', cursor)).toMatchObject({ kind: 'copy-anew', epoch })
    expect(await sync.pull(principal({ role: 'supervisor' }), 'a', cursor)).toMatchObject({ kind: 'page' })
    const [line] = await copied(analyst, 'north', { after })
    expect(line?.rows.map(([id]) => id)).toEqual(['c1'])
    expect(line?.sight).not.toBe(sight)
    expect((await copied(anna, 'north', { after }))[0]?.rows.map(([id]) => id)).not.toContain('c1')
    expect(await sync.pull(analyst, 'a', line?.cursor ?? '')).toMatchObject({ kind: 'page' })
    expect(await sync.pull(anna, 'a', line?.cursor ?? '')).toMatchObject({ kind: 'copy-anew' })
  })
  it('begins a new epoch when the database has come from elsewhere', async () => {
    await checkEpoch(database)
    expect(await checkEpoch(database)).toBe(false)
    await database.query(`UPDATE sync_state SET birthmark = 'elsewhere'`)
    expect(await checkEpoch(database)).toBe(true)
    const [state] = await database.query<{ epoch: string }>('SELECT epoch FROM sync_state')
    expect(state?.epoch).not.toBe(epoch)
  })
})

describe('first copy', () => {
  it('SYNC-11 sends hot rows first, interactions latest first, and the same rows as the feed', async () => {
    await seeded()
    const pages = await copied(anna, 'north')
    expect(pages.map(({ entity, rows }) => [entity, rows.map(([id]) => id)])).toEqual([
      ['customers', ['c1']],
      ['contact_points', ['p1', 'p2']],
      ['cases', ['k1']],
      ['tasks', ['t1']],
      ['cases', ['k2']],
      ['tasks', ['t2']],
      ['interactions', ['i3', 'i2', 'i1']],
      ['case_events', []],
    ])
    expect(pages.at(-1)).toMatchObject({ after: null, done: 10, total: 10 })
    const asPulled = (rows: CopyPage[]) =>
      rows.flatMap(({ entity, fields, rows: values }) =>
        values.map(([id, rev, ...cells]) => ({
          entity,
          id,
          rev,
          territory: 'north',
          fields: Object.fromEntries(fields.map((field, at) => [field, cells[at]])),
        })),
      )
    for (const role of allRoles) {
      const fromStart = `${epoch}.1.0.${sightOf(role)}`
      const who = principal({ role })
      const [pulledRows, copiedRows] = [(await page(who, 'z', fromStart)).rows, asPulled(await copied(who, 'north'))]
      const byId = (list: typeof pulledRows) => new Map(list.map((row) => [`${row.entity}/${row.id}`, row]))
      expect(byId(copiedRows), role).toEqual(byId(pulledRows))
    }
    const analyst = await copied(principal({ role: 'analyst' }), 'north')
    expect(JSON.stringify(analyst)).not.toMatch(/111 22|name22/)
    expect(analyst.find(({ entity }) => entity === 'contact_points')?.rows.map((row) => row[4])).toEqual([
      '+*** ** *** ** 33',
      '',
    ])
  })
  it('SYNC-11 goes on where it broke off, with the cursor of its start', async () => {
    await seeded()
    const whole = await copied(anna, 'north')
    const ids: string[] = []
    let after: string | null = null
    do {
      const pages: CopyPage[] = await copied(anna, 'north', { rows: 2, after })
      expect(pages.every(({ cursor }) => cursor === whole[0]?.cursor)).toBe(true)
      ids.push(...pages.flatMap(({ entity, rows }) => rows.map(([id]) => `${entity}/${id}`)))
      after = pages.at(-1)?.after ?? null
    } while (after !== null)
    expect(ids).toEqual(whole.flatMap(({ entity, rows }) => rows.map(([id]) => `${entity}/${id}`)))
  })
  it('SYNC-10 sends a foreign territory as an empty one, and everybody’s rows to all', async () => {
    await seeded()
    expect(await copied(anna, 'south')).toMatchObject([{ rows: [], after: null }])
    expect((await copied(anna, 'north', { after: 'nonsense', rows: 1 }))[0]?.rows[0]?.[0]).toBe('c1')
    await database.query(`INSERT INTO territories (id, name, rev) VALUES ('north', 'North', 1)`)
    expect((await copied(anna, '*')).flatMap(({ rows }) => rows.map(([id]) => id))).toEqual(['north'])
  })
})

describe('SYNC-10 quarantine', () => {
  const known = (): Partial<Mutation> => ({ base: { epoch, rev: 1_000 } })

  it('keeps what was typed for a lost territory until its supervisor takes or discards it', async () => {
    await seeded()
    await sync.send(anna, 'a', [
      a.patch('customers', 'south1', { city: 'Kyiv' }, { city: null }, known()),
      a.patch('customers', 'south1', { address: 'x' }, { address: null }, known()),
    ])
    expect(await sync.service.quarantined(anna, 10)).toEqual([])
    const waiting = await sync.service.quarantined(boss, 10)
    expect(waiting.map(({ actor, row, fields }) => [actor, row, fields])).toEqual([
      ['anna', 'south1', { city: 'Kyiv' }],
      ['anna', 'south1', { address: 'x' }],
    ])
    const [first, second] = waiting.map(({ id }) => id) as [string, string]
    expect(await sync.service.take(anna, first)).toEqual({ kind: 'missing' })
    expect(await sync.service.take(boss, first)).toEqual({ kind: 'taken', territories: ['south'] })
    expect(await sync.service.take(boss, first)).toEqual({ kind: 'missing' })
    expect(await sync.service.discard(boss, second)).toBe(true)
    expect(await sync.service.quarantined(boss, 10)).toEqual([])
    expect(await database.query(`SELECT city, address FROM customers WHERE id = 'south1'`)).toEqual([
      { city: 'Kyiv', address: null },
    ])
  })
  it('keeps everything of a revoked device once, and what cannot be taken stays', async () => {
    const from = { userId: 'gone', device: 'g' }
    const g = device('g', 'gone', epoch)
    const mutations = [
      g.patch('tasks', 'none', { title: 'x' }, {}),
      { ...g.create('tasks', 't1', task), fields: 'junk' } as never,
    ]
    const request = { protocol: 1, device: 'g', mutations }
    expect(await sync.service.quarantine(from, request)).toEqual([1, 2])
    await sync.service.quarantine(from, request)
    expect(await sync.service.quarantined(boss, 10)).toEqual([])
    await database.query(
      `INSERT INTO users (id, login, name, role, active, territory_ids, rev)
       VALUES ('gone', 'gone', 'Gone Operator', 'operator', false, '[]', 1)`,
    )
    const administrator = principal({ userId: 'root', role: 'administrator', territories: ['north', 'south'] })
    const [item, ...others] = await sync.service.quarantined(administrator, 10)
    expect(others).toEqual([])
    expect([item?.actor, item?.reason]).toEqual(['Gone Operator', 'shut-out'])
    expect(await sync.service.take(administrator, item?.id ?? '')).toEqual({
      kind: 'refused',
      outcome: { kind: 'refused', reason: 'row-missing' },
    })
    expect(await sync.service.quarantined(administrator, 10)).toHaveLength(1)
  })
  it('SYNC-3 does not keep what the device had sent already, though it never heard the answer', async () => {
    const g = device('g', 'gone', epoch)
    const gone = principal({ userId: 'gone', territories: ['north'], homeTerritory: 'north' })
    const taken = g.create('tasks', 'taken', task)
    await sync.send(gone, 'g', [taken])
    const mutations = [taken, g.create('tasks', 'left', task)]
    expect(await sync.service.quarantine({ userId: 'gone', device: 'g' }, { protocol: 1, device: 'g', mutations })).toEqual([
      1, 2,
    ])
    const kept = await database.query<{ row: string }>(`SELECT mutation->>'row' AS row FROM quarantine`)
    expect(kept).toEqual([{ row: 'left' }])
  })
  it('shows what a revoked device had left to the supervisors of its rows alone', async () => {
    await seeded()
    const g = device('g', 'gone', epoch)
    const mutations = [
      g.patch('customers', 'south1', { city: 'x' }, {}),
      g.create('tasks', 'new', { ...task, customerId: 'south1' }),
      g.patch('tasks', 't1', { title: 'x' }, {}),
    ]
    await sync.service.quarantine({ userId: 'gone', device: 'g' }, { protocol: 1, device: 'g', mutations })
    const rowsOf = async (who: Principal) => (await sync.service.quarantined(who, 10)).map(({ row }) => row)
    const supervisor = (territory: string) => principal({ userId: 's', role: 'supervisor', territories: [territory] })
    expect(await rowsOf(supervisor('south'))).toEqual(['south1', 'new'])
    expect(await rowsOf(supervisor('north'))).toEqual(['t1'])
    expect(await rowsOf(principal({ territories: ['north', 'south'] }))).toEqual([])
  })
})

it('SYNC-10 a conflict hides the values of a field that the role may not see', () => {
  const conflict = { entity: 'contact_points', field: 'value', before: '1', kept: '2', lost: '3' }
  const definition = entityOf('conflicts' satisfies EntityName) as NamedEntity
  expect(maskRow('analyst', definition, conflict)).toMatchObject({ before: null, kept: null, lost: null })
  expect(maskRow('operator', definition, conflict)).toMatchObject({ kept: '2' })
})
