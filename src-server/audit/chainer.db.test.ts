import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../../tests/postgres/ensure-postgres.ts'
import { type Database, DatabaseUnavailable } from '../store/database.ts'
import { auditTables } from '../store/migrations/audit-tables.ts'
import { openPostgresql } from '../store/postgresql.ts'
import type { AuditEntry } from './audit-log.ts'
import { chainBatch, chainWaiting } from './chain-waiting.ts'
import { createAuditLog } from './chained-log.ts'
import { createChainer } from './chainer.ts'
import { checkChain } from './check-chain.ts'

const why = whyNoPostgres()
const limits = { poolSize: 8, connectTimeoutMs: 5_000, statementTimeoutMs: 20_000, transactionTimeoutMs: 20_000 }

describe.skipIf(why !== undefined)(`the chainers of two nodes${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let postgres: PostgresServer
  let one: Database
  let two: Database
  beforeAll(async () => {
    postgres = await startPostgres({ fsync: true })
  }, 60_000)
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    const url = await postgres.createDatabase()
    one = openPostgresql({ url, ...limits }, quietLog)
    two = openPostgresql({ url, ...limits }, quietLog)
    await one.run(auditTables.sql, one)
    return async () => {
      await one.close()
      await two.close()
    }
  })

  const entry = (index: number): AuditEntry => {
    return { kind: 'change', actor: 'u', device: 'd', entity: 'customers', row: `c${index}`, detail: { index }, atMs: index }
  }
  const write = (database: Database, index: number, log = createAuditLog()) =>
    database.transaction((queries) => log.append(queries, [entry(index)]))

  test('never fork the chain, whoever comes first, while both write', async () => {
    const writing = Promise.all(Array.from({ length: 400 }, (_, index) => write(index % 2 ? one : two, index)))
    let over = false
    const chaining = [one, two, one, two].map(async (database, nth) => {
      while (!over) await chainBatch(database, { wait: nth > 1 })
    })
    await writing
    over = true
    await Promise.all(chaining)
    await chainWaiting(two)
    expect(await checkChain(one, [])).toEqual({ entries: 400, ok: true, waiting: 0, gaps: 0 })
  })

  test('without their lock the database still refuses a second entry at one place', async () => {
    await write(one, 1)
    await write(one, 2)
    const fill = (id: number) => `update audit_log set n = 1, prev = 'a', hash = 'b${id}' where n is null and id = ${id}`
    await one.query(fill(1))
    await expect(two.query(fill(2))).rejects.toThrow('audit_log_n_key')
  })

  test('an entry of a transaction that is open longer than the chainer waits is chained later', async () => {
    const clock = new ManualClock()
    const chainer = createChainer({ database: one, clock, log: quietLog })
    chainer.start()
    let commit: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    const log = createAuditLog(chainer.wake)
    const long = two.transaction(async (queries) => {
      await log.append(queries, [entry(1)])
      await held
    })
    await write(two, 2, log)
    await vi.waitFor(async () => {
      clock.advance(100)
      expect(await checkChain(one, [])).toMatchObject({ entries: 1, ok: true })
    })
    commit()
    await long
    await vi.waitFor(async () => {
      clock.advance(5_000)
      expect(await checkChain(one, [])).toEqual({ entries: 2, ok: true, waiting: 0, gaps: 0 })
    })
    await write(two, 3, log)
    await chainer.dispose()
    expect(await checkChain(one, [])).toMatchObject({ entries: 3, ok: true, waiting: 0 })
  })

  test('what a crash of the database caught between commit and chain is chained after it', async () => {
    for (let index = 0; index < 5; index++) await write(one, index)
    await chainBatch(one, { wait: false })
    for (let index = 5; index < 20; index++) await write(one, index)
    const torn = one.transaction(async (queries) => {
      await queries.query("update audit_log set n = 6, prev = 'a', hash = 'b' where n is null and id = 6")
      await postgres.halt('kill')
      await queries.query('select 1')
    })
    await expect(torn).rejects.toThrow(DatabaseUnavailable)
    await postgres.restart()
    expect(await checkChain(two, [])).toMatchObject({ entries: 5, ok: true, waiting: 15 })
    await chainWaiting(two)
    expect(await checkChain(two, [])).toEqual({ entries: 20, ok: true, waiting: 0, gaps: 0 })
  })

  test('a chainer whose database is away goes on by itself when it is back', async () => {
    const clock = new ManualClock()
    const chainer = createChainer({ database: one, clock, log: quietLog })
    chainer.start()
    await postgres.halt('orderly')
    clock.advance(5_000)
    await postgres.restart()
    await write(two, 1)
    await vi.waitFor(async () => {
      clock.advance(5_000)
      expect(await checkChain(two, [])).toMatchObject({ entries: 1, waiting: 0 })
    }, 10_000)
    await chainer.dispose()
  })
})
