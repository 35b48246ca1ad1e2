/**
 * One SQL session's statements. Values go by parameters, never into the text; those for jsonb as JSON text, lists for SQL arrays
 * as lists.
 */
export interface Queries {
  /** Rows as objects by column name. int8 comes as a number, jsonb parsed, xid8 and pg_snapshot as text. */
  query<R extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

export interface TransactionOptions {
  /** `snapshot`: REPEATABLE READ, READ ONLY. Default: READ COMMITTED. */
  readonly kind?: 'write' | 'snapshot'
  /** Default: that of the database. Null, for migrations alone: it may take as long as it needs. */
  readonly timeoutMs?: number | null
}

/** PostgreSQL, or the embedded one; the only way to either. */
export interface Database extends Queries {
  readonly kind: 'postgresql' | 'embedded'
  /** Rolled back when `work` throws. Ends by itself when it takes too long: open ones hold the change feed back. */
  transaction<T>(work: (queries: Queries) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** A hint between nodes; may be lost, so whoever listens also asks now and then. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  /** Plain SQL of several statements, for migrations. */
  run(sql: string, within: Queries): Promise<void>
  close(): Promise<void>
}

/** The database is away, full or too slow: the door answers 503 and nothing was written. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}
