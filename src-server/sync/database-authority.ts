import { columnName } from '#shared/entities/define-entity.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { AuthorityStore, ServerRow, Stamp } from '#shared/sync/authority/authority-store.ts'
import type { Outcome } from '#shared/sync/protocol.ts'
import type { Queries } from '../store/database.ts'
import { type EntitySql, entitySql, followersSql } from './entity-sql.ts'
import { nameDevices } from './name-devices.ts'

/** The first number of an entity that has no rows is the next one. */
const numberedAfter = 10_000

interface StoredRow {
  readonly id: string
  readonly rev: number
  readonly territory_id: string | null
  readonly deleted: boolean
  readonly stamps: Readonly<Record<string, Stamp>>
  readonly fields: Readonly<Record<string, unknown>>
}

/** Another transaction went first: this one must be rolled back and tried again, as after a serialization failure. */
export class Crossed extends Error {
  override readonly name = 'Crossed'
  readonly code = '40001'
}

/** The authority's rows in PostgreSQL, within one open transaction; few statements, however many mutations. */
export async function openAuthority(
  queries: Queries,
  context: { readonly nowMs: number; readonly ids: { next(): string } },
): Promise<AuthorityStore> {
  const [state] = await queries.query<{ epoch: string }>('SELECT epoch FROM sync_state')
  if (!state) throw new Error('The table sync_state is empty')

  /** Rows that were there; what is missing cannot be locked. */
  const locked = new Set<string>()

  async function readRows(name: EntityName, sql: string | undefined, ids: readonly string[]): Promise<readonly ServerRow[]> {
    const stored = sql === undefined ? [] : await queries.query<StoredRow>(sql, [ids])
    for (const { id } of stored) locked.add(`${name}/${id}`)
    return stored.map(({ territory_id: territory, ...row }) => ({ ...row, entity: name, territory }))
  }

  return {
    epoch: state.epoch,

    async lockDevice(device) {
      const [line] = await queries.query<{ applied_seq: number; owner: string | null }>(
        `INSERT INTO devices_sync (device) VALUES ($1) ON CONFLICT (device) DO UPDATE SET device = excluded.device
         RETURNING applied_seq, owner`,
        [device],
      )
      return { appliedSeq: line?.applied_seq ?? 0, owner: line?.owner ?? null }
    },

    answers: (device, seqs) =>
      queries.query<{ seq: number; id: string; outcome: Outcome }>(
        'SELECT seq, id, outcome FROM applied WHERE device = $1 AND seq = ANY($2::int8[])',
        [device, seqs],
      ),

    rows: (entity, ids) => readRows(entity, entitySql.get(entity)?.lockRows, ids),

    async children(entity, ids) {
      const probe = followersSql(entity)
      if (probe === undefined) return []
      const found = await queries.query<{ entity: EntityName }>(probe, [ids])
      const children: ServerRow[] = []
      for (const { entity: name } of found) children.push(...(await readRows(name, entitySql.get(name)?.lockChildren, ids)))
      return children
    },

    async nextRevs(count) {
      if (count === 0) return []
      const given = await queries.query<{ rev: number }>(`SELECT nextval('row_rev') AS rev FROM generate_series(1, $1::int)`, [
        count,
      ])
      return given.map(({ rev }) => rev)
    },

    async nextNumbers(entity, field, count) {
      const column = `${entity}.${field}`
      const [known] = await queries.query<{ last: number }>(
        'UPDATE given_numbers SET last = last + $2::bigint WHERE field = $1 RETURNING last',
        [column, count],
      )
      const name = columnName(field)
      const [given] = known
        ? [known]
        : await queries.query<{ last: number }>(
            `INSERT INTO given_numbers (field, last)
             SELECT $1::text, $2::bigint + coalesce(max("${name}"::bigint), ${numberedAfter}) FROM ${entity} WHERE "${name}" ~ '^[0-9]{1,15}$'
             ON CONFLICT (field) DO UPDATE SET last = given_numbers.last + $2::bigint RETURNING last`,
            [column, count],
          )
      const last = given?.last ?? 0
      return Array.from({ length: count }, (_, nth) => last - count + 1 + nth)
    },

    async save({ rows, feed, answers, quarantine, appliedSeq, device, owner }) {
      for (const [words, changed] of byEntity(await nameDevices(queries, rows))) {
        const [old, made] = [true, false].map((known) =>
          changed.filter(({ entity, id }) => locked.has(`${entity}/${id}`) === known),
        )
        if (old?.length) await queries.query(words.replace, [JSON.stringify(old.map(flat))])
        if (made?.length) await insertRows(queries, words, made)
      }
      await queries.query(
        `WITH told AS (
           INSERT INTO feed (entity, row_id, rev, territory_id, kind, at_ms)
           SELECT entity, id, rev, territory, kind, $5 FROM jsonb_to_recordset($1::jsonb)
             AS r(entity text, id text, rev int8, territory text, kind text)
         ), answered AS (
           INSERT INTO applied (device, seq, id, outcome, at_ms)
           SELECT $3, seq, id, outcome, $5 FROM jsonb_to_recordset($2::jsonb) AS r(seq int8, id text, outcome jsonb)
         )
         UPDATE devices_sync SET applied_seq = $4, owner = $6 WHERE device = $3`,
        [JSON.stringify(feed), JSON.stringify(answers), device, appliedSeq, context.nowMs, owner],
      )
      if (quarantine.length === 0) return
      await putIntoQuarantine(
        queries,
        quarantine.map((item) => ({ ...item, id: context.ids.next() })),
        { device, actor: owner, nowMs: context.nowMs },
      )
    },
  }
}

export interface QuarantineItem {
  readonly id: string
  readonly mutation: { readonly id: string }
  readonly reason: string
  readonly territory: string | null
}

/** Each mutation of a device once. */
export async function putIntoQuarantine(
  queries: Queries,
  items: readonly QuarantineItem[],
  from: { readonly device: string; readonly actor: string; readonly nowMs: number },
): Promise<void> {
  await queries.query(
    `INSERT INTO quarantine (id, actor, device, mutation_id, mutation, reason, territory_id, arrived_at_ms)
     SELECT id, $3, $2, mutation->>'id', mutation, reason, territory, $4 FROM jsonb_to_recordset($1::jsonb)
       AS r(id text, mutation jsonb, reason text, territory text)
     ON CONFLICT (device, mutation_id) DO NOTHING`,
    [JSON.stringify(items), from.device, from.actor, from.nowMs],
  )
}

async function insertRows(queries: Queries, words: EntitySql, rows: readonly ServerRow[]): Promise<void> {
  const [made] = await queries.query<{ count: number }>(words.insert, [JSON.stringify(rows.map(flat))])
  if (made?.count !== rows.length) throw new Crossed(`A row of ${words.entity.name} was made by another transaction meanwhile`)
}

function byEntity(rows: readonly ServerRow[]): ReadonlyMap<EntitySql, readonly ServerRow[]> {
  const groups = new Map<EntitySql, ServerRow[]>()
  for (const row of rows) {
    const words = entitySql.get(row.entity)
    if (!words) throw new Error(`Rows of ${row.entity} are not stored`)
    const group = groups.get(words)
    if (group) group.push(row)
    else groups.set(words, [row])
  }
  return groups
}

function flat(row: ServerRow): Readonly<Record<string, unknown>> {
  return {
    ...row.fields,
    $id: row.id,
    $rev: row.rev,
    $territory: row.territory,
    $deleted: row.deleted,
    $stamps: row.stamps,
  }
}
