import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { applyPush } from '#shared/sync/authority/apply-push.ts'
import { customer, device, principal, task } from '#shared/sync/authority/testing/mutations.ts'
import { sightOf } from '#shared/sync/sight.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../../tests/postgres/ensure-postgres.ts'
import type { Database } from '../store/database.ts'
import { openPostgresql } from '../store/postgresql.ts'
import { openAuthority } from './database-authority.ts'
import { pull, type ReadFeed, readFeed } from './pull.ts'
import { serviceOver } from './testing/sync-database.ts'

const why = whyNoPostgres()
if (why !== undefined) console.warn(`Not run: the feed with concurrent writers: ${why}`)

const writers = 8
const batchesEach = 120
const ids = { next: () => randomUUID() }
const anna = principal()

/** Mutants: by sequence alone, without and with the horizon. */
const bySequence = (horizon: string): ReadFeed =>
  async function readBySequence(queries, from, territories, limit) {
    const found = await queries.query<{ entity: 'tasks'; row_id: string; rev: number; seq: number }>(
      `SELECT entity, row_id, rev, seq FROM feed WHERE seq > $1 AND territory_id = ANY($2::text[]) ${horizon} ORDER BY seq LIMIT $3`,
      [from.seq, territories, limit],
    )
    const seq = found.at(-1)?.seq ?? from.seq
    const entries = found.map(({ entity, row_id: id, rev }) => ({ entity, id, rev }))
    return { entries, cursor: { ...from, seq }, more: found.length === limit }
  }

describe.skipIf(why !== undefined)('SYNC-6 eight writers with rollbacks on PostgreSQL', () => {
  let server: PostgresServer
  let database: Database
  let epoch: string

  beforeAll(async () => {
    server = await startPostgres()
    database = openPostgresql(
      {
        url: await server.createDatabase(),
        poolSize: 12,
        connectTimeoutMs: 5_000,
        statementTimeoutMs: 20_000,
        transactionTimeoutMs: 20_000,
      },
      quietLog,
    )
    await serviceOver(database)
    const [state] = await database.query<{ epoch: string }>('SELECT epoch FROM sync_state')
    epoch = state?.epoch ?? ''
  }, 120_000)
  afterAll(async () => {
    await database?.close()
    await server?.stop()
  })

  class RolledBack extends Error {}

  /** One device's batches, of which every tenth is rolled back at its end; the ids of those that were committed. */
  async function write(name: string, seed: number): Promise<string[]> {
    const made = device(name, 'anna', epoch)
    const random = randomOf(seed)
    const committed: string[] = []
    let seq = 0
    for (let batch = 0; batch < batchesEach; batch += 1) {
      const mutations = Array.from({ length: 1 + random(3) }, () => made.create('tasks', randomUUID(), task))
      const numbered = mutations.map((mutation, at) => ({ ...mutation, seq: seq + 1 + at }))
      const rolledBack = random(10) === 0
      const openSeconds = random(8) / 1_000
      try {
        await database.transaction(async (queries) => {
          const store = await openAuthority(queries, { nowMs: 1_000_000, ids })
          const request = { protocol: 1, device: name, mutations: numbered }
          await applyPush(store, anna, request, { nowMs: 1_000_000, ids, onDefect: () => undefined })
          await queries.query('SELECT pg_sleep($1)::text', [openSeconds])
          if (rolledBack) throw new RolledBack()
        })
        seq += numbered.length
        committed.push(...numbered.map(({ row }) => row))
      } catch (thrown) {
        if (!(thrown instanceof RolledBack)) throw thrown
      }
    }
    return committed
  }

  /** Follows the feed page by page while others write, until it is told and nothing is left. */
  async function follow(read: ReadFeed, begun: string, ended: () => boolean): Promise<Set<string>> {
    const seen = new Set<string>()
    let cursor = begun
    for (;;) {
      const last = ended()
      const answer = await pull(database, anna, 'reader', { protocol: 1, device: 'reader', cursor, limit: 50 }, 1, read)
      if (answer.kind !== 'page') throw new Error(answer.kind)
      for (const { id } of answer.rows) seen.add(id)
      cursor = answer.cursor
      if (last && !answer.more) return seen
    }
  }

  it('loses nothing, and the test catches cursors by sequence alone', async () => {
    const [at] = await database.query<{ xid: string; seq: number }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid, coalesce(max(seq), 0) AS seq FROM feed',
    )
    const begun = `${epoch}.${at?.xid}.${at?.seq}.${sightOf(anna.role)}`
    let done = false
    const reading = [readFeed, bySequence(''), bySequence('AND xid < pg_snapshot_xmin(pg_current_snapshot())')].map((read) =>
      follow(read, begun, () => done),
    )
    const committed = (await Promise.all(Array.from({ length: writers }, (_, n) => write(`w${n}`, 77 + n)))).flat()
    done = true
    const lost = (await Promise.all(reading)).map((seen) => committed.filter((id) => !seen.has(id)).length)
    console.info(
      `SYNC-6: of ${committed.length} rows lost by (xid, seq) / by sequence / by sequence below the horizon: ${lost.join(' / ')}`,
    )
    expect(committed.length).toBeGreaterThan(writers * batchesEach)
    expect(lost[0]).toBe(0)
    expect(lost[1]).toBeGreaterThan(0)
    expect(lost[2]).toBeGreaterThan(0)
  }, 120_000)

  it('SYNC-8 tells only numbers of whose rows the page holds every one', async () => {
    const { send, pull: ask } = await serviceOver(database)
    const [at] = await database.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid')
    const mine = device('mine', 'anna', epoch)
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let opened: () => void = () => undefined
    const isOpen = new Promise<void>((resolve) => {
      opened = resolve
    })
    const other = database.transaction(async (queries) => {
      await queries.query('SELECT pg_current_xact_id()::text')
      opened()
      await held
    })
    await isOpen
    await send(anna, 'mine', [mine.create('customers', randomUUID(), customer)])
    // An open transaction holds the horizon below ours: its row is not to be read yet, nor its number told.
    const before = await ask(anna, 'mine', `${epoch}.${at?.xid}.0.${sightOf(anna.role)}`)
    expect(before).toMatchObject({ kind: 'page', rows: [], appliedSeq: 0 })
    release()
    await other
    const after = await ask(anna, 'mine', before.kind === 'page' ? before.cursor : null)
    expect(after).toMatchObject({ kind: 'page', rows: [{ entity: 'customers' }], appliedSeq: 1 })
  })

  it('SYNC-3 two requests of one device at once apply each number once', async () => {
    const { send } = await serviceOver(database)
    const made = device('twice', 'anna', epoch)
    const mutations = [
      made.create('customers', 'counted', customer),
      ...[1, 2, 3].map((at) => made.patch('customers', 'counted', { loyaltyPoints: at }, { loyaltyPoints: at - 1 })),
    ]
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(anna, 'twice', mutations)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await database.query(`SELECT loyalty_points FROM customers WHERE id = 'counted'`)).toEqual([{ loyalty_points: 3 }])
  })

  it('SYNC-5 rows made on several desktops at once are merged, and every number that lost is kept', async () => {
    const { send } = await serviceOver(database)
    const number = '+380501112233'
    const makers = Array.from({ length: writers }, (_, n) => device(`maker-${n}`, 'anna', epoch))
    await Promise.all(
      makers.map((maker, n) =>
        send(anna, maker.name, [maker.create('number_memory', number, { customerId: `c${n}`, confirmedAtMs: n })]),
      ),
    )
    const [kept] = await database.query<{ customer_id: string; confirmed_at_ms: number }>(
      'SELECT customer_id, confirmed_at_ms FROM number_memory WHERE id = $1',
      [number],
    )
    const lost = await database.query<{ lost: string }>('SELECT lost FROM conflicts WHERE row_id = $1', [number])
    expect(kept?.confirmed_at_ms).toBe(writers - 1)
    expect([kept?.customer_id, ...lost.map((row) => row.lost)].sort()).toEqual(makers.map((_, n) => `c${n}`))
  })

  it('SYNC-4 counters of many devices add up, whatever waits for whatever', async () => {
    const { send } = await serviceOver(database)
    const rows = ['shared-1', 'shared-2', 'shared-3']
    const owner = device('owner', 'anna', epoch)
    await send(
      anna,
      'owner',
      rows.map((row) => owner.create('customers', row, customer)),
    )
    await Promise.all(
      Array.from({ length: writers }, async (_, n) => {
        const adder = device(`adder-${n}`, 'anna', epoch)
        for (let round = 0; round < 10; round += 1) {
          const order = n % 2 ? rows : [...rows].reverse()
          await send(
            anna,
            adder.name,
            order.map((row) => adder.patch('customers', row, { loyaltyPoints: 1 }, { loyaltyPoints: 0 })),
          )
        }
      }),
    )
    const stored = await database.query(`SELECT DISTINCT loyalty_points FROM customers WHERE id LIKE 'shared-%'`)
    expect(stored).toEqual([{ loyalty_points: writers * 10 }])
  }, 60_000)
})

function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
