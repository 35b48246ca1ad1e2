import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { ServerRow } from '#shared/sync/authority/authority-store.ts'
import type { Principal } from '#shared/sync/principal.ts'
import {
  type CopyPage,
  type CopyRequest,
  everyonesTerritory,
  type PullAnswer,
  type PulledRow,
  type PullRequest,
} from '#shared/sync/protocol.ts'
import { maskRow } from '#shared/sync/rights.ts'
import { sightOf } from '#shared/sync/sight.ts'
import { type FeedRow, type MemoryDatabase, rowKey } from './memory-database.ts'

interface Position {
  readonly xid: number
  readonly seq: number
}

export interface Reading {
  readonly database: MemoryDatabase
  readonly principal: Principal
  readonly nowMs: number
  /** Entries up to here were forgotten. */
  readonly fence: Position
  /** The mutant: a cursor that knows numbers only, and no horizon. */
  readonly bySequence: boolean
  /** The mutant: all roles are taken to see the same. */
  readonly blindToRoles: boolean
}

/** One page of the feed. Memory is read at one instant, as a REPEATABLE READ snapshot is. */
export function pullPage(
  { database, principal, nowMs, fence, bySequence, blindToRoles }: Reading,
  request: PullRequest,
): PullAnswer {
  const { committed, epoch } = database
  const from = readCursor(request.cursor)
  const sight = sightFor(principal, blindToRoles)
  if (!from || from.epoch !== epoch || from.sight !== sight || (!bySequence && isAfter(fence, from)))
    return { kind: 'copy-anew', epoch, serverMs: nowMs }
  const horizon = database.horizon()
  const waiting = bySequence
    ? committed.feed.filter(({ seq }) => seq > from.seq).toSorted((a, b) => a.seq - b.seq)
    : committed.feed.filter((entry) => entry.xid < horizon && isAfter(entry, from)).toSorted(inOrder)
  const page = waiting.slice(0, request.limit)
  const more = waiting.length > page.length
  const last = page.at(-1)
  const reached = last && (more || bySequence) ? last : bySequence ? from : { xid: horizon, seq: 0 }
  const rows: PulledRow[] = []
  const gone: { entity: string; id: string; rev: number }[] = []
  const told = new Set<string>()
  for (const entry of page) {
    const key = rowKey(entry.entity, entry.id)
    if (told.has(key) || !reaches(principal, entry)) continue
    told.add(key)
    const row = committed.rows.get(key)
    if (row && isVisible(principal, row)) rows.push(pulled(principal, row))
    else gone.push({ entity: entry.entity, id: entry.id, rev: row?.rev ?? entry.rev })
  }
  return {
    kind: 'page',
    epoch,
    serverMs: nowMs,
    cursor: cursorAt(epoch, reached, sight),
    more,
    appliedSeq: appliedBefore(database, request.device, reached, bySequence),
    territories: [...principal.territories].sort(),
    rows,
    gone,
  }
}

/** The next page of a first copy; undefined when the territory is not this user's. */
export function copyPage(
  { database, principal, bySequence, blindToRoles }: Reading,
  request: CopyRequest,
  rowsOfPage: number,
): CopyPage | undefined {
  const { committed, epoch } = database
  if (request.territory !== everyonesTerritory && !principal.territories.has(request.territory)) return undefined
  const start = bySequence
    ? { xid: 0, seq: Math.max(0, ...committed.feed.map(({ seq }) => seq)) }
    : { xid: database.horizon(), seq: 0 }
  // A token of another epoch or sight is worth nothing: from the start.
  const begun = readToken(request.after)
  const sight = sightFor(principal, blindToRoles)
  const same = begun?.epoch === epoch && begun.sight === sight
  const token = same ? begun : { epoch, sight, cursor: cursorAt(epoch, start, sight), entity: 0, id: '' }
  const all = [...committed.rows.values()].filter((row) => (row.territory ?? everyonesTerritory) === request.territory)
  const total = all.filter((row) => isVisible(principal, row)).length
  const entity = copiedEntities[token.entity] as EntityName
  const left = all
    .filter((row) => row.entity === entity && row.id > token.id && isVisible(principal, row))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const page = left.slice(0, rowsOfPage)
  const fields = Object.keys(entities[entity].columns)
  const following =
    left.length > page.length ? { ...token, id: (page.at(-1) as ServerRow).id } : { ...token, entity: token.entity + 1, id: '' }
  return {
    kind: 'copy',
    epoch,
    territory: request.territory,
    cursor: token.cursor,
    sight,
    entity,
    fields,
    rows: page.map((row) => {
      const shown = maskRow(principal.role, entities[entity], row.fields)
      return [row.id, row.rev, ...fields.map((field) => shown[field] ?? null)]
    }),
    after: following.entity < copiedEntities.length ? JSON.stringify(following) : null,
    done: Math.min(total, token.entity),
    total,
  }
}

/** Mutations of this device of which every one is in the rows of the feed before the cursor. */
function appliedBefore({ committed }: MemoryDatabase, device: string, { xid }: Position, bySequence: boolean): number {
  const applied = committed.devices.get(device)?.appliedSeq ?? 0
  if (bySequence) return applied
  for (let seq = applied; seq > 0; seq -= 1) {
    const answer = committed.answers.get(`${device}/${seq}`)
    if (!answer || answer.xid < xid) return seq
  }
  return 0
}

/** Parents before their children. */
const copiedEntities = Object.keys(entities).filter(
  (name) => entities[name as EntityName].access.within.kind !== 'server',
) as EntityName[]

/** Whether this user had the row, or has it. */
function reaches(principal: Principal, { entity, territory }: FeedRow): boolean {
  return entities[entity].access.see.includes(principal.role) && (territory === null || principal.territories.has(territory))
}

function isVisible(principal: Principal, row: ServerRow): boolean {
  const { see } = entities[row.entity].access
  return !row.deleted && see.includes(principal.role) && (row.territory === null || principal.territories.has(row.territory))
}

function pulled(principal: Principal, { entity, id, rev, territory, fields }: ServerRow): PulledRow {
  return { entity, id, rev, territory, fields: { ...maskRow(principal.role, entities[entity], fields) } }
}

const sightFor = ({ role }: Principal, blind: boolean) => (blind ? '' : sightOf(role))

const inOrder = (a: Position, b: Position) => a.xid - b.xid || a.seq - b.seq
const isAfter = (a: Position, b: Position) => inOrder(a, b) > 0

const cursorAt = (epoch: string, { xid, seq }: Position, sight: string) => `${epoch}:${xid}:${seq}:${sight}`

function readCursor(cursor: string | null): (Position & { readonly epoch: string; readonly sight: string }) | undefined {
  const [epoch, xid, seq, sight = ''] = cursor?.split(':') ?? []
  return epoch === undefined ? undefined : { epoch, xid: Number(xid), seq: Number(seq), sight }
}

interface Token {
  readonly epoch: string
  readonly sight: string
  readonly cursor: string
  readonly entity: number
  readonly id: string
}

function readToken(after: string | null): Token | undefined {
  return after === null ? undefined : (JSON.parse(after) as Token)
}
