import type { WriteConnection } from '../connection.ts'

export interface Migration {
  /** Names what it does; kept in the database, so it never changes. */
  readonly name: string
  up(database: WriteConnection): void
}

/** Thrown when the database was written by a newer app: opening it could lose what we do not know of. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/** Applies what is missing, all in one transaction; returns the names of those applied. */
export function migrate(database: WriteConnection, migrations: readonly Migration[], nowMs: number): string[] {
  const apply = database.transaction(() => {
    database.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY NOT NULL, applied_at_ms INTEGER NOT NULL)')
    const applied = database.prepare<[], string>('SELECT name FROM migrations').pluck().all()
    const unknown = applied.find((name) => !migrations.some((migration) => migration.name === name))
    if (unknown !== undefined) throw new NewerDatabase(`The database has the migration '${unknown}', which this version lacks`)
    const missing = migrations.filter((migration) => !applied.includes(migration.name))
    for (const migration of missing) {
      migration.up(database)
      database.prepare('INSERT INTO migrations (name, applied_at_ms) VALUES (?, ?)').run(migration.name, nowMs)
    }
    return missing.map((migration) => migration.name)
  })
  return apply.immediate()
}
