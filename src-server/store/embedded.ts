import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { type Database, DatabaseUnavailable, type Queries, type TransactionOptions } from './database.ts'
import { withinTime } from './deadline.ts'
import { durableStartParams, makeDurable } from './durable-files.ts'
import { lockFolder } from './folder-lock.ts'
import { asThrown } from './unavailable.ts'

export interface EmbeddedSettings {
  /** Undefined: in memory, for tests. */
  readonly folder?: string | undefined
  readonly transactionTimeoutMs: number
  /** Writing stops when less is free on the disk. Default: four segments of its log, which a checkpoint may need. */
  readonly spareBytes?: number
  /** A backup to begin from; the folder must be empty or missing. */
  readonly restoreFrom?: Blob
}

export interface EmbeddedDatabase extends Database {
  /** A tar.gz of the whole data folder, as of now. */
  dump(): Promise<Blob>
}

/** int8, numeric */
const numbers = { 20: Number, 1700: Number }
const spareBytes = 64 * 2 ** 20
const spaceCheckMs = 1_000

/**
 * PostgreSQL in this process (PGlite), over one connection: statements and transactions wait for each other. Throws `FolderInUse`.
 */
export async function openEmbedded(settings: EmbeddedSettings): Promise<EmbeddedDatabase> {
  const { folder } = settings
  const files = folder === undefined ? undefined : join(folder, 'database')
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = folder === undefined ? undefined : await lockFolder(folder)
  const lite = await openLite(files, settings.restoreFrom)
  const space = files === undefined ? undefined : watchSpace(files, settings.spareBytes ?? spareBytes)

  /** A prepared statement is one statement; several at once need the transaction itself. */
  const opened = new WeakMap<Queries, Transaction>()

  async function transaction<T>(work: (queries: Queries) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const limitMs = options.timeoutMs === undefined ? settings.transactionTimeoutMs : options.timeoutMs
    if (options.kind !== 'snapshot') space?.()
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
    async close() {
      await lite.close()
      await unlock?.()
    },
  }
}

async function openLite(files: string | undefined, restoreFrom: Blob | undefined): Promise<PGlite> {
  const lite = await PGlite.create({
    parsers: numbers,
    ...(restoreFrom === undefined ? {} : { loadDataDir: restoreFrom }),
    ...(files === undefined ? {} : { dataDir: files, startParams: [...durableStartParams] }),
  })
  if (files !== undefined) makeDurable(lite)
  return lite
}

/** The engine does not survive a disk without a byte: it is not let that far. Throws `DatabaseUnavailable`. */
function watchSpace(folder: string, spare: number): () => void {
  let checkedAt = Number.NEGATIVE_INFINITY
  let enough = true
  return () => {
    const now = performance.now()
    if (now - checkedAt > spaceCheckMs) {
      const { bavail, bsize } = statfsSync(folder)
      enough = bavail * bsize >= spare
      checkedAt = now
    }
    if (!enough) throw new DatabaseUnavailable(`Less than ${spare} bytes are free for the database`)
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
