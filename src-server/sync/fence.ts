import type { Database } from '../store/database.ts'

/** How long the feed and first answers are kept; a copy that was away for longer begins anew (its outbox stays). */
export interface Retention {
  readonly feedMs: number
  readonly answersMs: number
}
export const retention: Retention = { feedMs: 45 * 86_400_000, answersMs: 90 * 86_400_000 }

const sliceRows = 20_000

/** Forgets what is older; the fence first, so that no cursor is served past what is missing. Resolves with the rows removed. */
export async function trimFeed(database: Database, nowMs: number, { feedMs, answersMs }: Retention = retention): Promise<number> {
  // The horizon keeps open transactions out: their entries may lie below the newest of the old ones.
  await database.query(
    `UPDATE sync_state SET fence_xid = old.xid
     FROM (SELECT xid FROM feed WHERE at_ms < $1 AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid DESC LIMIT 1) AS old
     WHERE old.xid > fence_xid`,
    [nowMs - feedMs],
  )
  const entries = await inSlices(
    database,
    `DELETE FROM feed WHERE ctid = ANY(ARRAY(
       SELECT feed.ctid FROM feed, sync_state WHERE xid <= fence_xid LIMIT ${sliceRows})) RETURNING 1`,
    [],
  )
  // The last answer of each device stays: it says how far its numbers have come.
  const answers = await inSlices(
    database,
    `DELETE FROM applied WHERE ctid = ANY(ARRAY(
       SELECT a.ctid FROM applied a JOIN devices_sync d USING (device) WHERE a.at_ms < $1 AND a.seq < d.applied_seq
       LIMIT ${sliceRows})) RETURNING 1`,
    [nowMs - answersMs],
  )
  return entries + answers
}

async function inSlices(database: Database, sql: string, values: readonly unknown[]): Promise<number> {
  let removed = 0
  for (;;) {
    const [slice] = await database.query<{ count: number }>(`WITH gone AS (${sql}) SELECT count(*) AS count FROM gone`, values)
    if (!slice || slice.count === 0) return removed
    removed += slice.count
  }
}
