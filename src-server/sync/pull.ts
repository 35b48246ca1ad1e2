import type { EntityName } from '#shared/entities/entities.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { PullAnswer, PulledRow, PullRequest } from '#shared/sync/protocol.ts'
import { maskRow, may, sees } from '#shared/sync/rights.ts'
import { sightOf } from '#shared/sync/sight.ts'
import type { Database, Queries } from '../store/database.ts'
import { type Cursor, readCursor, writeCursor } from './cursor.ts'
import { type EntitySql, entitySql } from './entity-sql.ts'

/** A reading of the feed in one snapshot: the page's entries and where the next one begins. */
export interface FeedPage {
  readonly entries: readonly { readonly entity: EntityName; readonly id: string; readonly rev: number }[]
  readonly cursor: Cursor
  readonly more: boolean
}

export type ReadFeed = (queries: Queries, from: Cursor, territories: readonly string[], limit: number) => Promise<FeedPage>

interface Entry {
  readonly xid: string
  readonly seq: number
  readonly entity: EntityName
  readonly row_id: string
  readonly rev: number
}

/**
 * Entries of finished transactions only: one that is still open could commit behind a cursor that has passed it. When all
 * were read, the cursor is the horizon itself.
 */
export const readFeed: ReadFeed = async (queries, from, territories, limit) => {
  const [at] = await queries.query<{ horizon: string }>('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon')
  const horizon = at?.horizon ?? '0'
  const found = await queries.query<Entry>(
    `SELECT xid::text AS xid, seq, entity, row_id, rev FROM feed
     WHERE (xid, seq) > ($1::xid8, $2::int8) AND xid < $3::xid8 AND (territory_id IS NULL OR territory_id = ANY($4::text[]))
     ORDER BY feed.xid, feed.seq LIMIT $5`,
    [from.xid, from.seq, horizon, territories, limit + 1],
  )
  const more = found.length > limit
  const page = more ? found.slice(0, limit) : found
  const last = page.at(-1)
  const cursor = more && last ? { xid: last.xid, seq: last.seq } : { xid: horizon, seq: 0 }
  return {
    entries: page.map(({ entity, row_id: id, rev }) => ({ entity, id, rev })),
    cursor: { ...from, ...cursor },
    more,
  }
}

/** One page of the feed: its rows as they are now for this user, all in one snapshot (SYNC-7, SYNC-10). */
export async function pull(
  database: Database,
  principal: Principal,
  device: string,
  request: PullRequest,
  nowMs: number,
  read: ReadFeed = readFeed,
): Promise<PullAnswer> {
  const asked = request.cursor === null ? undefined : readCursor(request.cursor)
  return database.transaction(
    async (queries): Promise<PullAnswer> => {
      const [state] = await queries.query<{ epoch: string; stale: boolean }>(
        `SELECT epoch, $1::xid8 <= fence_xid OR $1::xid8 > pg_snapshot_xmax(pg_current_snapshot()) AS stale FROM sync_state`,
        [asked?.xid ?? '0'],
      )
      const epoch = state?.epoch ?? ''
      const misseen = asked?.sight !== sightOf(principal.role)
      if (!asked || asked.epoch !== epoch || state?.stale || misseen) return { kind: 'copy-anew', epoch, serverMs: nowMs }
      const territories = [...principal.territories].sort()
      const { entries, cursor, more } = await read(queries, asked, territories, request.limit)
      const now = await currentRows(queries, principal, entries)
      return {
        kind: 'page',
        epoch,
        serverMs: nowMs,
        cursor: writeCursor(cursor),
        more,
        appliedSeq: await appliedBefore(queries, device, cursor),
        territories,
        ...now,
      }
    },
    { kind: 'snapshot' },
  )
}

/** Mutations of this device of which every one is in the rows of the feed before `cursor`. */
async function appliedBefore(queries: Queries, device: string, { xid }: Cursor): Promise<number> {
  const [line] = await queries.query<{ seq: number }>(
    `SELECT coalesce((SELECT min(seq) - 1 FROM applied WHERE device = $1 AND xid >= $2::xid8), applied_seq) AS seq
     FROM devices_sync WHERE device = $1`,
    [device, xid],
  )
  return line?.seq ?? 0
}

interface CurrentRow {
  readonly entity: EntityName
  readonly id: string
  readonly rev: number
  readonly territory_id: string | null
  readonly deleted: boolean
  readonly fields: Readonly<Record<string, unknown>>
}

async function currentRows(
  queries: Queries,
  principal: Principal,
  entries: FeedPage['entries'],
): Promise<{ rows: PulledRow[]; gone: { entity: string; id: string; rev: number }[] }> {
  const named = new Map<EntityName, Map<string, number>>()
  for (const { entity, id, rev } of entries) {
    if (!entitySql.has(entity)) continue
    const ids = named.get(entity) ?? new Map<string, number>()
    named.set(entity, ids.set(id, Math.max(rev, ids.get(id) ?? 0)))
  }
  const parts = [...named.keys()].map((name, at) => {
    const { table, fields } = entitySql.get(name) as EntitySql
    return `SELECT '${name}' AS entity, id, rev, territory_id, deleted, ${fields} AS fields FROM ${table} WHERE id = ANY($${at + 1}::text[])`
  })
  const found =
    parts.length === 0
      ? []
      : await queries.query<CurrentRow>(
          parts.join(' UNION ALL '),
          [...named.values()].map((ids) => [...ids.keys()]),
        )
  const rows: PulledRow[] = []
  for (const { entity, id, rev, territory_id, deleted, fields } of found) {
    const definition = entitySql.get(entity)?.entity
    if (!definition || deleted || !may(principal, 'see', definition) || !sees(principal, territory_id)) {
      named.get(entity)?.set(id, rev)
      continue
    }
    rows.push({ entity, id, rev, territory: territory_id, fields: maskRow(principal.role, definition, fields) })
    named.get(entity)?.delete(id)
  }
  const gone = [...named].flatMap(([entity, ids]) => [...ids].map(([id, rev]) => ({ entity, id, rev })))
  return { rows, gone }
}
