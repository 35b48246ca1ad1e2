import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Column, columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../../../tests/postgres/ensure-postgres.ts'
import type { Database } from '../database.ts'
import { type EmbeddedDatabase, openEmbedded } from '../embedded.ts'
import { openPostgresql } from '../postgresql.ts'
import { migrations } from './list.ts'
import { ChangedMigration, type Migration, migrate, NewerDatabase, pendingMigrations } from './migrate.ts'

const sqlType = { text: 'text', integer: 'bigint', real: 'double precision', boolean: 'boolean', json: 'jsonb' } as const

describe('the migrated schema', () => {
  let database: EmbeddedDatabase
  beforeAll(async () => {
    database = await openEmbedded({ transactionTimeoutMs: 20_000 })
    await migrate(database, migrations, 1)
  }, 60_000)
  afterAll(() => database.close())

  it.each(Object.keys(entities) as EntityName[])('has the table of %s as its entity says', async (name) => {
    const expected = Object.entries<Column>(entities[name].columns).map(([field, column]) => ({
      name: columnName(field),
      type: sqlType[column.type],
      nullable: column.nullable,
    }))
    const kept = ['rev', 'deleted', 'stamps'].map((column) => expect.objectContaining({ name: column, nullable: false }))
    const territory = expect.objectContaining({ name: 'territory_id', type: 'text', nullable: true })
    const found = await database.query(
      `SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = $1`,
      [name],
    )
    const own = expected.filter((column) => column.name !== 'territory_id')
    expect(found).toEqual(expect.arrayContaining([...own, ...kept, territory]))
    expect(found).toHaveLength(own.length + 5)
  })

  it('finds a page of a first copy and the children of rows by an index', async () => {
    await database.query('SET enable_seqscan = off')
    for (const [name, entity] of Object.entries(entities)) {
      const { within } = entity.access
      if (within.kind === 'self' || within.kind === 'parent') {
        const plan = await planOf(`SELECT * FROM ${name} WHERE territory_id = 't' AND id > 'x' ORDER BY id LIMIT 10`)
        expect(plan, name).toMatch(/Index Scan using \w+_territory|Index Scan using \w+_pkey/)
      }
      if (within.kind === 'parent' && within.by !== 'id')
        expect(await planOf(`SELECT * FROM ${name} WHERE ${columnName(within.by)} = ANY('{a,b}')`), name).toMatch(/Index/)
    }
  })

  async function planOf(sql: string): Promise<string> {
    const rows = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
})

describe('migrate', () => {
  let database: Database
  beforeAll(async () => {
    database = await openEmbedded({ transactionTimeoutMs: 20_000 })
  }, 60_000)
  afterAll(() => database.close())

  const one: Migration = { name: 'one', sql: 'CREATE TABLE one (a int);' }
  const half: Migration = { name: 'half', sql: 'CREATE TABLE half (a int); SELECT nonsense' }

  it('tells what it would do and does nothing; then applies it once', async () => {
    expect(await pendingMigrations(database, [one])).toEqual([one])
    expect(await database.query(`SELECT to_regclass('one')::text AS table, to_regclass('migrations')::text AS list`)).toEqual([
      { table: null, list: null },
    ])
    expect(await migrate(database, [one], 5)).toEqual(['one'])
    expect(await migrate(database, [one], 6)).toEqual([])
    expect(await pendingMigrations(database, [one])).toEqual([])
    expect(await database.query('SELECT name, applied_at_ms FROM migrations')).toEqual([{ name: 'one', applied_at_ms: 5 }])
  })

  it('leaves nothing of one that fails, and keeps those before it', async () => {
    const two: Migration = { name: 'two', sql: 'CREATE TABLE two (a int)' }
    await expect(migrate(database, [one, two, half], 7)).rejects.toThrow('nonsense')
    expect(await database.query(`SELECT to_regclass('two')::text AS two, to_regclass('half')::text AS half`)).toEqual([
      { two: 'two', half: null },
    ])
    await expect(migrate(database, [one], 8)).rejects.toThrow(NewerDatabase)
    await expect(migrate(database, [{ ...one, sql: `${one.sql} ` }, two], 8)).rejects.toThrow(ChangedMigration)
  })
})

const why = whyNoPostgres()
describe.skipIf(why !== undefined)(`on PostgreSQL${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server.stop())

  it('is applied once by nodes that start together', async () => {
    const url = await server.createDatabase()
    const limits = { poolSize: 2, connectTimeoutMs: 5_000, statementTimeoutMs: 20_000, transactionTimeoutMs: 20_000 }
    const nodes = [1, 2, 3, 4].map(() => openPostgresql({ url, ...limits }, quietLog))
    const applied = await Promise.all(nodes.map((node) => migrate(node, migrations, 1)))
    expect(applied.flat().sort()).toEqual(migrations.map(({ name }) => name).sort())
    await Promise.all(nodes.map((node) => node.close()))
  })
})
