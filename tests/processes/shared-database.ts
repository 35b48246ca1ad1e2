import type { DemoAccount } from '#demo/server/accounts.ts'
import { BulkInsert } from '#demo/server/bulk-insert.ts'
import { seedServer } from '#demo/server/seed-server.ts'
import { generateSharedRows } from '#demo/server/shared-rows.ts'
import { createPasswords } from '#server/auth/password-hash.ts'
import type { Queries } from '#server/store/database.ts'
import { migrations } from '#server/store/migrations/list.ts'
import { migrate } from '#server/store/migrations/migrate.ts'
import { openPostgresql } from '#server/store/postgresql.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { type PostgresServer, startPostgres } from '../postgres/ensure-postgres.ts'

export interface SharedSize {
  readonly customers: number
  readonly interactionsPerCustomer: number
  /** Of the customers' rows only these. */
  readonly entities?: readonly EntityName[]
  /** Default: off. */
  readonly fsync?: boolean
}

export interface SharedDatabase extends Queries {
  readonly url: string
  readonly postgres: PostgresServer
  readonly accounts: readonly DemoAccount[]
  /** Rows of customers, without the catalogue and the people. */
  readonly rows: number
  stop(): Promise<void>
}

/** A real PostgreSQL, migrated and seeded as a server's. */
export async function startSharedDatabase(size: SharedSize): Promise<SharedDatabase> {
  const postgres = await startPostgres({ fsync: size.fsync ?? false })
  const url = await postgres.createDatabase()
  const limits = { poolSize: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 60_000, transactionTimeoutMs: 60_000 }
  const database = openPostgresql({ url, ...limits }, quietLog)
  const nowMs = Date.now()
  await migrate(database, migrations, nowMs)
  const passwords = await createPasswords()
  const { accounts } = await seedServer({ database, customers: 0, seed: 1, nowMs, hashPassword: passwords.hash })
  const rows = await database.transaction(
    async (queries) => {
      const insert = new BulkInsert(queries)
      for (const placed of generateSharedRows({ ...size, seed: 1, nowMs })) {
        if (placed.territory === null) continue
        if (!size.entities || size.entities.includes(placed.row.entity)) await insert.add(placed)
      }
      await insert.end()
      return insert.rows
    },
    { timeoutMs: null },
  )
  await database.query('ANALYZE')
  return {
    url,
    postgres,
    accounts,
    rows,
    query: (sql, values) => database.query(sql, values),
    async stop() {
      await database.close()
      await postgres.stop()
    },
  }
}

export function accountOf(database: SharedDatabase, login: string): DemoAccount {
  const account = database.accounts.find((one) => one.login === login)
  if (!account) throw new Error(`Nobody is called ${login}`)
  return account
}
