import { type DemoAccount, makeAccounts } from './accounts.ts'
import { BulkInsert, type SeedQueries } from './bulk-insert.ts'
import { peopleRows } from './people.ts'
import { placeRows } from './places.ts'
import { generateSharedRows, sampleRows } from './shared-rows.ts'

/** The server's database, as far as seeding uses it. */
export interface SeedDatabase {
  transaction<T>(work: (queries: SeedQueries) => Promise<T>, options: { timeoutMs: null }): Promise<T>
}

export interface ServerSeed {
  /** Migrated, and without rows. */
  readonly database: SeedDatabase
  readonly customers: number
  /** On average. */
  readonly interactionsPerCustomer?: number
  readonly seed: number
  readonly nowMs: number
  hashPassword(password: string): Promise<string>
}

/** Fills an empty server in one transaction: all of it or nothing. Rejects when there are rows already. */
export async function seedServer(options: ServerSeed): Promise<{ rows: number; accounts: DemoAccount[] }> {
  const { database, seed, nowMs } = options
  const accounts = makeAccounts()
  // Hashing is slow on purpose, and done beside the database's work.
  const hashes = Promise.all(accounts.map(({ password }) => options.hashPassword(password)))
  const rows = await database.transaction(
    async (queries) => {
      const insert = new BulkInsert(queries)
      for (const row of [...placeRows(), ...peopleRows()]) await insert.add({ row, territory: null })
      let sampled = false
      const shared = { customers: options.customers, interactionsPerCustomer: options.interactionsPerCustomer ?? 6, seed, nowMs }
      for (const placed of generateSharedRows(shared)) {
        await insert.add(placed)
        if (sampled || placed.row.entity !== 'customers') continue
        for (const sample of sampleRows(placed.row, nowMs)) await insert.add(sample)
        sampled = true
      }
      await insert.end()
      await writeAccounts(queries, accounts, await hashes, nowMs)
      return insert.rows
    },
    { timeoutMs: null },
  )
  return { rows, accounts }
}

async function writeAccounts(
  queries: SeedQueries,
  accounts: readonly DemoAccount[],
  hashes: readonly string[],
  nowMs: number,
): Promise<void> {
  const given = accounts.map(({ userId, login }, index) => ({
    user_id: userId,
    login_folded: login,
    password_hash: hashes[index],
  }))
  await queries.query(
    `INSERT INTO accounts (user_id, login_folded, password_hash, created_at_ms)
     SELECT r.user_id, r.login_folded, r.password_hash, $2::bigint
     FROM json_to_recordset($1::json) AS r (user_id text, login_folded text, password_hash text)`,
    [JSON.stringify(given), nowMs],
  )
}
