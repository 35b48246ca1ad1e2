import pg from 'pg'
import type { Log } from '#shared/ports/log.ts'
import { type Database, DatabaseUnavailable, type Queries, type TransactionOptions } from './database.ts'
import { withinTime } from './deadline.ts'
import { openListener } from './postgresql-listener.ts'
import { asThrown } from './unavailable.ts'

export interface PostgresqlSettings {
  readonly url: string
  readonly poolSize: number
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
  /** Open transactions hold the change feed back. */
  readonly transactionTimeoutMs: number
}

const int8 = 20
const numeric = 1700
/** The longest that a timer takes; a statement's 0 would mean the connection's own limit. */
const longestMs = 2 ** 31 - 1

/** Does not connect yet: a database that is away is told by the first statement. */
export function openPostgresql(settings: PostgresqlSettings, log: Log): Database {
  const types = new pg.TypeOverrides()
  types.setTypeParser(int8, Number)
  types.setTypeParser(numeric, Number)
  const connection: pg.ClientConfig = {
    connectionString: settings.url,
    application_name: 'dzvin-server',
    connectionTimeoutMillis: settings.connectTimeoutMs,
    keepAlive: true,
    types,
  }
  const pool = new pg.Pool({
    ...connection,
    max: settings.poolSize,
    idleTimeoutMillis: 60_000,
    statement_timeout: settings.statementTimeoutMs,
    idle_in_transaction_session_timeout: settings.transactionTimeoutMs,
    // Without an answer of a host that vanished the socket would wait for minutes.
    query_timeout: settings.statementTimeoutMs + 5_000,
  })
  pool.on('error', (error) => log.warn('A connection to the database was lost', { code: codeOf(error) }))
  // A connection may also break while it is lent, between two statements.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const listener = openListener(connection, log)

  async function lend(): Promise<pg.PoolClient> {
    try {
      return await pool.connect()
    } catch (cause) {
      throw new DatabaseUnavailable('The database cannot be reached', { cause })
    }
  }

  async function query<R extends object>(sql: string, values?: readonly unknown[]): Promise<R[]> {
    const client = await lend()
    let broken = true
    try {
      const rows = await rowsOf<R>(client, sql, values, false)
      broken = false
      return rows
    } catch (error) {
      // After an error that the database told of, the connection is as good as before.
      broken = error instanceof DatabaseUnavailable
      throw error
    } finally {
      client.release(broken)
    }
  }

  async function transaction<T>(work: (queries: Queries) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const client = await lend()
    const limitMs = options.timeoutMs === undefined ? settings.transactionTimeoutMs : options.timeoutMs
    let broken = true
    const whole = async () => {
      const queries = queriesOf(client, limitMs === null)
      await queries.query(options.kind === 'snapshot' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN')
      try {
        if (limitMs === null) await queries.query('SET LOCAL statement_timeout = 0')
        const result = await work(queries)
        await queries.query('COMMIT')
        return result
      } catch (error) {
        broken = await rollBack(queries)
        throw error
      }
    }
    try {
      const result = await withinTime(whole(), limitMs, 'A transaction')
      broken = false
      return result
    } finally {
      // A connection in an unknown state is closed, and with it its transaction is rolled back.
      client.release(broken)
    }
  }

  return {
    kind: 'postgresql',
    query,
    transaction,
    listen: listener.listen,
    run: async (sql, within) => void (await within.query(sql)),
    async close() {
      await listener.close()
      await pool.end()
    },
  }
}

/** Whether the connection is of no more use. */
async function rollBack(queries: Queries): Promise<boolean> {
  try {
    await queries.query('ROLLBACK')
    return false
  } catch {
    return true
  }
}

function queriesOf(client: pg.PoolClient, unbounded: boolean): Queries {
  return { query: (sql, values) => rowsOf(client, sql, values, unbounded) }
}

async function rowsOf<R extends object>(
  client: pg.PoolClient,
  sql: string,
  values: readonly unknown[] | undefined,
  unbounded: boolean,
): Promise<R[]> {
  try {
    const config = { text: sql, ...(values && { values: [...values] }), ...(unbounded && { query_timeout: longestMs }) }
    const result = await client.query<R>(config)
    return result.rows
  } catch (error) {
    throw asThrown(error)
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
