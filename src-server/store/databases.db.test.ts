import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../../tests/postgres/ensure-postgres.ts'
import { type Database, DatabaseUnavailable } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { FolderInUse } from './folder-lock.ts'
import { openPostgresql } from './postgresql.ts'

const limits = { poolSize: 4, connectTimeoutMs: 2_000, statementTimeoutMs: 300, transactionTimeoutMs: 600 }
const why = whyNoPostgres()
let postgres: PostgresServer | undefined
let url = ''
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dzvin-server-'))
  if (why === undefined) {
    postgres = await startPostgres()
    url = await postgres.createDatabase()
  }
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const kinds = [
  { kind: 'embedded', open: () => openEmbedded({ transactionTimeoutMs: limits.transactionTimeoutMs }) },
  ...(why === undefined ? [{ kind: 'postgresql', open: async () => openPostgresql({ url, ...limits }, quietLog) }] : []),
] as const

describe.each(kinds)('the $kind database', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.run('CREATE TABLE notes (id bigint PRIMARY KEY, body jsonb); CREATE TABLE other (id bigint)', database)
  }, 60_000)
  afterAll(() => database.close())

  it('gives big integers as numbers, JSON parsed, transaction numbers as text', async () => {
    const [row] = await database.query(
      `SELECT 9007199254740991::bigint AS big, sum(2::bigint) AS total, '{"a":[1]}'::jsonb AS json, '5'::xid8 AS xid,
       pg_current_snapshot() AS snapshot, $1::text[] AS list, $2::jsonb AS given, NULL::bigint AS none`,
      [['a', 'б,"'], '[1,"x"]'],
    )
    expect(row).toMatchObject({ big: 9_007_199_254_740_991, total: 2, json: { a: [1] }, xid: '5', none: null })
    expect(row).toMatchObject({ snapshot: expect.stringMatching(/^\d+:\d+:/), list: ['a', 'б,"'], given: [1, 'x'] })
  })

  it('takes back what a failed transaction wrote, and goes on', async () => {
    const failed = database.transaction(async (queries) => {
      await queries.query('INSERT INTO notes VALUES (1, $1)', ['{}'])
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    await expect(database.transaction((queries) => queries.query('INSERT INTO nowhere VALUES (1)'))).rejects.toThrow('nowhere')
    expect(await database.query('SELECT id FROM notes')).toEqual([])
  })

  it('writes nothing in a snapshot', async () => {
    const write = database.transaction((queries) => queries.query('INSERT INTO other VALUES (1)'), { kind: 'snapshot' })
    await expect(write).rejects.toThrow(/read.only|25006/)
    expect(await database.query('SELECT id FROM other')).toEqual([])
  })

  it('ends a transaction that stays open too long, and nothing of it was written', async () => {
    let late: Promise<unknown> | undefined
    const endless = database.transaction(async (queries) => {
      await queries.query('INSERT INTO notes VALUES (2, $1)', ['{}'])
      return new Promise((resolve) => {
        late = new Promise((told) => setTimeout(told, limits.transactionTimeoutMs + 200)).then(() => resolve(undefined))
      })
    })
    await expect(endless).rejects.toThrow(DatabaseUnavailable)
    await late
    expect(await database.query('SELECT id FROM notes WHERE id = 2')).toEqual([])
  })

  it('tells listeners, and no more when they have gone', async () => {
    const heard: string[] = []
    const stop = await database.listen('channel_of_test', (payload) => heard.push(payload))
    await database.query(`SELECT pg_notify('channel_of_test', 'one')::text`)
    await vi.waitFor(() => expect(heard).toEqual(['one']))
    await stop()
    await database.query(`SELECT pg_notify('channel_of_test', 'two')::text`)
    expect(heard).toEqual(['one'])
  })
})

describe('the embedded database', () => {
  it('takes nothing more when the disk is nearly full, and is still read', async () => {
    const full = await openEmbedded({
      folder: join(folder, 'full'),
      transactionTimeoutMs: 5_000,
      spareBytes: Number.MAX_SAFE_INTEGER,
    })
    await expect(full.transaction((queries) => queries.query('CREATE TABLE more (a int)'))).rejects.toThrow(DatabaseUnavailable)
    const read = await full.transaction((queries) => queries.query(`SELECT to_regclass('more') AS more`), { kind: 'snapshot' })
    expect(read).toEqual([{ more: null }])
    await full.close()
  }, 60_000)

  it('keeps what was acknowledged, locks its folder, and can be given back from its dump', async () => {
    const home = join(folder, 'kept')
    const first = await openEmbedded({ folder: home, transactionTimeoutMs: 5_000 })
    await first.run('CREATE TABLE kept (a int); INSERT INTO kept VALUES (7)', first)
    expect(await first.query('SHOW fsync')).toEqual([{ fsync: 'on' }])
    await expect(openEmbedded({ folder: home, transactionTimeoutMs: 5_000 })).rejects.toThrow(FolderInUse)
    const dump = await first.dump()
    await first.close()
    const again = await openEmbedded({ folder: home, transactionTimeoutMs: 5_000 })
    expect(await again.query('SELECT a FROM kept')).toEqual([{ a: 7 }])
    await again.close()
    const elsewhere = await openEmbedded({ folder: join(folder, 'elsewhere'), transactionTimeoutMs: 5_000, restoreFrom: dump })
    expect(await elsewhere.query('SELECT a FROM kept')).toEqual([{ a: 7 }])
    await elsewhere.close()
  }, 60_000)
})

describe.skipIf(why !== undefined)(`PostgreSQL${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  it('ends a slow statement, says that it is away, and goes on after its return', async () => {
    const server = postgres as PostgresServer
    const database = openPostgresql({ url: await server.createDatabase(), ...limits }, quietLog)
    const heard: string[] = []
    await database.listen('news', (payload) => heard.push(payload))
    await expect(database.query('SELECT pg_sleep(5)')).rejects.toThrow(DatabaseUnavailable)
    const held = database.transaction(async (queries) => {
      await server.halt('kill')
      await queries.query('SELECT 1')
    })
    await expect(held).rejects.toThrow(DatabaseUnavailable)
    await expect(database.query('SELECT 1')).rejects.toThrow(DatabaseUnavailable)
    await server.restart()
    await vi.waitFor(async () => expect(await database.query('SELECT 1 AS a')).toEqual([{ a: 1 }]), 5_000)
    await vi.waitFor(
      async () => {
        await database.query(`SELECT pg_notify('news', 'back')::text`)
        expect(heard).toContain('back')
      },
      { timeout: 15_000, interval: 100 },
    )
    await database.close()
  })
})
