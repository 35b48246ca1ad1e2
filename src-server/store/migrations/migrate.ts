import { createHash } from 'node:crypto'
import type { Database, Queries } from '../database.ts'

export interface Migration {
  /** Names what it does; kept in the database, so it never changes. */
  readonly name: string
  /** Any number of statements; their checksum is kept. */
  readonly sql: string
}

/** The database was written by a newer server: running on it could lose what we do not know of. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/** An applied migration is no longer the same text: what the database holds is not what this version believes. */
export class ChangedMigration extends Error {
  override readonly name = 'ChangedMigration'
}

/** Any number; the same for all nodes on one database. */
const migrationLock = 4_701_186

/**
 * Applies what is missing, one transaction each, and resolves with the names of those applied. Several nodes may start at once:
 * one applies, the others wait for it.
 */
export async function migrate(database: Database, migrations: readonly Migration[], nowMs: number): Promise<string[]> {
  await database.transaction(
    async (queries) => {
      await lock(queries)
      await queries.query(
        'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at_ms bigint NOT NULL)',
      )
    },
    { timeoutMs: null },
  )
  const done: string[] = []
  for (const migration of migrations) {
    const applied = await database.transaction(
      async (queries) => {
        await lock(queries)
        const missing = await missingOf(queries, migrations)
        if (!missing.includes(migration)) return false
        await database.run(migration.sql, queries)
        await queries.query('INSERT INTO migrations (name, checksum, applied_at_ms) VALUES ($1, $2, $3)', [
          migration.name,
          checksumOf(migration),
          nowMs,
        ])
        return true
      },
      { timeoutMs: null },
    )
    if (applied) done.push(migration.name)
  }
  return done
}

/** What `migrate` would apply; changes nothing. */
export async function pendingMigrations(database: Database, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  return database.transaction(
    async (queries) => {
      const [table] = await queries.query<{ present: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS present`)
      return table?.present ? missingOf(queries, migrations) : migrations
    },
    { kind: 'snapshot' },
  )
}

async function lock(queries: Queries): Promise<void> {
  await queries.query(`SELECT pg_advisory_xact_lock(${migrationLock})::text`)
}

async function missingOf(queries: Queries, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await queries.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations')
  for (const { name, checksum } of applied) {
    const known = migrations.find((migration) => migration.name === name)
    if (!known) throw new NewerDatabase(`The database has the migration '${name}', which this version lacks`)
    if (checksumOf(known) !== checksum)
      throw new ChangedMigration(`The migration '${name}' was changed after it had been applied`)
  }
  return migrations.filter((migration) => !applied.some(({ name }) => name === migration.name))
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}
