import type { Queries } from './database.ts'

/** Seconds since the oldest transaction of this database that holds the change feed back has begun. */
export async function feedLagSeconds(queries: Queries): Promise<number> {
  const [row] = await queries.query<{ seconds: number }>(
    `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8 AS seconds FROM pg_stat_activity
     WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()`,
  )
  return row?.seconds ?? 0
}
