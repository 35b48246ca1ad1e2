import { PGlite, type Transaction } from '@electric-sql/pglite'
import { type Database, DatabaseUnavailable, type Queries, type TransactionOptions } from './database.ts'
import { withinTime } from './deadline.ts'
import { asThrown } from './unavailable.ts'

export interface EmbeddedSettings {
  /** Undefined: in memory, for tests. */
  readonly folder?: string | undefined
  readonly transactionTimeoutMs: number
  /** A backup to begin from; the folder must be empty or missing. */
  readonly restoreFrom?: Blob
}

export interface EmbeddedDatabase extends Database {
  /** A tar.gz of the whole data folder, as of now. */
  dump(): Promise<Blob>
}

/** int8, numeric */
const numbers = { 20: Number, 1700: Number }

/** PostgreSQL in this process (PGlite), over one connection: statements and transactions wait for each other. */
export async function openEmbedded(settings: EmbeddedSettings): Promise<EmbeddedDatabase> {
  const lite = await PGlite.create({
    parsers: numbers,
    ...(settings.folder === undefined ? {} : { dataDir: settings.folder }),
    ...(settings.restoreFrom === undefined ? {} : { loadDataDir: settings.restoreFrom }),
  })

  /** A prepared statement is one statement; several at once need the transaction itself. */
  const opened = new WeakMap<Queries, Transaction>()

  async function transaction<T>(work: (queries: Queries) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const limitMs = options.timeoutMs === undefined ? settings.transactionTimeoutMs : options.timeoutMs
    return guarded(() =>
      lite.transaction(async (open) => {
        if (options.kind === 'snapshot') await open.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
        let late = false
        const queries: Queries = {
          query(sql, values) {
            if (late) throw new DatabaseUnavailable('This transaction was ended because it took too long')
            return rowsOf(open, sql, values)
          },
        }
        opened.set(queries, open)
        try {
          return await withinTime(work(queries), limitMs, 'A transaction')
        } finally {
          late = true
        }
      }),
    )
  }

  return {
    kind: 'embedded',
    query: (sql, values) => rowsOf(lite, sql, values),
    transaction,
    listen: (channel, heard) => guarded(async () => lite.listen(channel, heard)),
    async run(sql, within) {
      await guarded(() => (opened.get(within) ?? lite).exec(sql))
    },
    dump: () => guarded(() => lite.dumpDataDir('gzip')),
    close: () => lite.close(),
  }
}

async function rowsOf<R extends object>(runner: PGlite | Transaction, sql: string, values?: readonly unknown[]): Promise<R[]> {
  const result = await guarded(() => runner.query<R>(sql, values as unknown[] | undefined))
  return result.rows
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asThrown(error)
  }
}
