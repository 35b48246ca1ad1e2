import { z } from 'zod'
import { managers } from '#shared/entities/access.ts'
import type { quarantined } from '#shared/sync/account-api.ts'
import { parentIdOf } from '#shared/sync/authority/place.ts'
import { isStorable } from '#shared/sync/authority/storable.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { type Mutation, mutation as mutationSchema, type PushRequest } from '#shared/sync/protocol.ts'
import { entityOf } from '#shared/sync/rights.ts'
import type { Database, Queries } from '../store/database.ts'
import { putIntoQuarantine } from './database-authority.ts'
import type { PushDeps } from './push.ts'

export type QuarantineRecord = Readonly<z.infer<typeof quarantined>[number]>

/** Why it was not judged at all; no reason for a refusal. */
const shutOut = 'shut-out'

/**
 * Keeps everything that a revoked person or device had left to send, unjudged, each mutation once. Resolves with the numbers
 * that are safe now; those that are no mutations at all are not kept and count as safe: nothing could be made of them.
 */
export async function quarantineAll(
  deps: PushDeps,
  from: { readonly actor: string; readonly device: string },
  request: PushRequest,
): Promise<readonly number[]> {
  const readable = readableOf(request)
  const nowMs = deps.nowMs()
  await deps.database.transaction(async (queries) => {
    const mutations = await notYetTaken(queries, request.device, readable)
    const territoryOf = await readTerritories(queries, mutations, from.actor)
    const items = mutations.map((mutation) => {
      return { id: deps.ids.next(), mutation, reason: shutOut, territory: territoryOf(mutation) }
    })
    await putIntoQuarantine(queries, items, { ...from, nowMs })
    await deps.audit.append(
      queries,
      mutations.map(({ entity, row, seq }) => {
        const detail = { seq, outcome: 'quarantined', reason: shutOut }
        return { kind: 'refusal', actor: from.actor, device: from.device, entity, row, detail, atMs: nowMs }
      }),
    )
  })
  return request.mutations.map(({ seq }) => seq)
}

/** Those that are mutations at all. */
export function readableOf(request: PushRequest): readonly Mutation[] {
  return request.mutations.flatMap((raw) => {
    const read = mutationSchema.safeParse(raw)
    return read.success && isStorable(raw, JSON.stringify(raw)) ? [read.data] : []
  })
}

/** A push may have been taken though its answer was lost: taken once more by a supervisor, it would count twice (SYNC-3). */
async function notYetTaken(queries: Queries, line: string, mutations: readonly Mutation[]): Promise<readonly Mutation[]> {
  const taken = await queries.query<{ seq: number; id: string }>(
    'SELECT seq, id FROM applied WHERE device = $1 AND seq = ANY($2::int8[])',
    [line, mutations.map(({ seq }) => seq)],
  )
  const ids = new Map(taken.map(({ seq, id }) => [seq, id]))
  return mutations.filter(({ seq, id }) => ids.get(seq) !== id)
}

/** Whose supervisors are to see a mutation: those of its row, of the row that it follows, of its actor's home. */
export function watchedBy(
  mutation: Mutation,
  territoryOf: (entity: string, id: string) => string | null,
  home: string | null,
): string | null {
  const places = placesOf(mutation).map(([entity, id]) => territoryOf(entity, id))
  return places.find((territory) => territory !== null) ?? home
}

async function readTerritories(
  queries: Queries,
  mutations: readonly Mutation[],
  actor: string,
): Promise<(mutation: Mutation) => string | null> {
  const wanted = new Map<string, string[]>()
  for (const [entity, id] of mutations.flatMap(placesOf)) wanted.set(entity, [...(wanted.get(entity) ?? []), id])
  const known = new Map<string, string | null>()
  for (const [entity, ids] of wanted) {
    const sql = `SELECT id, territory_id FROM "${entity}" WHERE id = ANY($1::text[])`
    for (const row of await queries.query<{ id: string; territory_id: string | null }>(sql, [ids])) {
      known.set(`${entity}/${row.id}`, row.territory_id)
    }
  }
  const [user] = await queries.query<{ home: string | null }>('SELECT home_territory_id AS home FROM users WHERE id = $1', [
    actor,
  ])
  return (mutation) => watchedBy(mutation, (entity, id) => known.get(`${entity}/${id}`) ?? null, user?.home ?? null)
}

/** The row itself and the one that it follows, as names of tables and ids. */
function placesOf(mutation: Mutation): readonly (readonly [string, string])[] {
  const entity = entityOf(mutation.entity)
  if (!entity || entity.access.within.kind === 'server') return []
  const parent = parentIdOf(entity, { id: mutation.row, fields: mutation.fields })
  const own = [entity.name, mutation.row] as const
  return parent === undefined || entity.access.within.kind !== 'parent' ? [own] : [own, [entity.access.within.entity, parent]]
}

const stored = z.object({
  id: z.string(),
  actor: z.string(),
  device: z.string(),
  mutation: mutationSchema,
  reason: z.string(),
  arrived_at_ms: z.number(),
})
type Stored = Readonly<z.infer<typeof stored>>

/** Of the supervisor's territories; what belongs to none is for administrators. */
const visible = `decided_at_ms IS NULL AND (territory_id = ANY($1::text[]) OR territory_id IS NULL AND $2)`

function shownTo({ role, territories }: Principal): [string[], boolean] {
  return [managers.includes(role) ? [...territories] : [], role === 'administrator']
}

/** Oldest first; `actor` is the person's name where the server still knows them. */
export async function listQuarantine(
  database: Database,
  principal: Principal,
  limit: number,
): Promise<readonly QuarantineRecord[]> {
  const rows = await database.query(
    `SELECT id, coalesce((SELECT name FROM users WHERE users.id = quarantine.actor), actor) AS actor, device, mutation, reason,
            arrived_at_ms
     FROM quarantine WHERE ${visible} ORDER BY arrived_at_ms, device, (mutation->>'seq')::int8 LIMIT $3`,
    [...shownTo(principal), limit],
  )
  return rows.map((row) => {
    const { mutation, arrived_at_ms: arrivedAtMs, ...rest } = stored.parse(row)
    return { ...rest, entity: mutation.entity, row: mutation.row, kind: mutation.kind, fields: mutation.fields, arrivedAtMs }
  })
}

/** Closes one item within the transaction that acts on it; undefined when it is not there, not theirs or decided already. */
export async function decideQuarantined(
  queries: Queries,
  principal: Principal,
  id: string,
  decision: 'taken' | 'discarded',
  nowMs: number,
): Promise<{ readonly mutation: Mutation; readonly actor: string; readonly device: string } | undefined> {
  const [row] = await queries.query<Stored>(
    `UPDATE quarantine SET decided_at_ms = $4, decided_by = $5, decision = $6 WHERE ${visible} AND id = $3
     RETURNING id, actor, device, mutation, reason, arrived_at_ms`,
    [...shownTo(principal), id, nowMs, principal.userId, decision],
  )
  return row && { mutation: row.mutation, actor: row.actor, device: row.device }
}
