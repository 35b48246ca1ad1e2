import { z } from 'zod'
import type { quarantined } from '#shared/sync/account-api.ts'
import { isStorable } from '#shared/sync/authority/storable.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { type Mutation, mutation as mutationSchema, type PushRequest } from '#shared/sync/protocol.ts'
import type { Database, Queries } from '../store/database.ts'
import { putIntoQuarantine } from './database-authority.ts'

export type QuarantineRecord = Readonly<z.infer<typeof quarantined>[number]>

/**
 * Keeps everything that a revoked person or device had left to send, unjudged, each mutation once. Resolves with the numbers
 * that are safe now; those that are no mutations at all are not kept and count as safe: nothing could be made of them.
 */
export async function quarantineAll(
  database: Database,
  from: { readonly actor: string; readonly device: string; readonly nowMs: number },
  request: PushRequest,
  nextId: () => string,
): Promise<readonly number[]> {
  const readable = request.mutations.flatMap((raw) => {
    const read = mutationSchema.safeParse(raw)
    return read.success && isStorable(raw, JSON.stringify(raw)) ? [read.data] : []
  })
  const items = readable.map((mutation) => ({ id: nextId(), mutation, reason: 'no-right', territory: null }))
  if (items.length > 0) await putIntoQuarantine(database, items, from)
  return request.mutations.map(({ seq }) => seq)
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

/** Of a supervisor's territories, and what belongs to none; oldest first. */
const visible = `decided_at_ms IS NULL AND (territory_id IS NULL OR territory_id = ANY($1::text[]))`

export async function listQuarantine(
  database: Database,
  principal: Principal,
  limit: number,
): Promise<readonly QuarantineRecord[]> {
  const rows = await database.query(
    `SELECT id, actor, device, mutation, reason, arrived_at_ms FROM quarantine WHERE ${visible} ORDER BY arrived_at_ms, device, (mutation->>'seq')::int8 LIMIT $2`,
    [[...principal.territories], limit],
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
    `UPDATE quarantine SET decided_at_ms = $3, decided_by = $4, decision = $5 WHERE ${visible} AND id = $2
     RETURNING id, actor, device, mutation, reason, arrived_at_ms`,
    [[...principal.territories], id, nowMs, principal.userId, decision],
  )
  return row && { mutation: row.mutation, actor: row.actor, device: row.device }
}
