import type { RefusalReason } from '../../domain/sync/sync-state.ts'
import type { Column } from '../../entities/define-entity.ts'
import { mergeField, same } from '../merge.ts'
import type { Principal } from '../principal.ts'
import type { Mutation } from '../protocol.ts'
import { changesField, may, type NamedEntity, sees } from '../rights.ts'
import type { ServerRow, Stamp } from './authority-store.ts'
import { type Contest, conflictRow } from './conflict-row.ts'
import { placeOf } from './place.ts'
import type { WorkingRows } from './working-rows.ts'

/**
 * What became of one mutation; its revision is known when the whole batch is decided. `row` is missing where nothing is
 * stored (what goes only into the audit).
 */
export type Decision =
  | { readonly kind: 'applied'; readonly row?: ServerRow; readonly conflicts: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly field?: string }
  | { readonly kind: 'quarantined'; readonly reason: RefusalReason; readonly territory: string | null }

export interface Deciding {
  readonly principal: Principal
  readonly device: string
  readonly epoch: string
  readonly rows: WorkingRows
  /** Conflicts that this batch has opened: entity, row, field and the loser's device → id. */
  readonly opened: Map<string, string>
  readonly nextId: () => string
}

/** Judges one mutation that `readMutation` has passed and, where it is taken, puts its rows into `rows`. */
export function decide(mutation: Mutation, entity: NamedEntity, deciding: Deciding): Decision {
  if (entity.access.within.kind === 'server') return { kind: 'applied', conflicts: 0 }
  const row = deciding.rows.get(entity.name, mutation.row)
  if (row && !sees(deciding.principal, row.territory)) return outOfSight(mutation, row, deciding)
  switch (mutation.kind) {
    case 'create':
      return row && !row.deleted ? createAgain(mutation, entity, row, deciding) : create(mutation, entity, deciding)
    case 'patch':
      return row ? patch(mutation, entity, row, deciding) : refuse('row-missing')
    case 'delete':
      return row ? remove(mutation, row, deciding) : refuse('row-missing')
  }
}

/** Whoever had the row once has lost its territory: what they typed waits for a supervisor. Others never had it. */
function outOfSight(mutation: Mutation, row: ServerRow, { principal }: Deciding): Decision {
  const hadIt = mutation.base.rev > 0 || row.stamps['*']?.by === principal.userId
  return hadIt ? { kind: 'quarantined', reason: 'territory-lost', territory: row.territory } : refuse('not-your-row')
}

function create(mutation: Mutation, entity: NamedEntity, deciding: Deciding): Decision {
  const stamps = { '*': stampOf(mutation, deciding) }
  const row = { entity: entity.name, id: mutation.row, rev: 0, territory: null, deleted: false, fields: mutation.fields, stamps }
  return settle(row, [], entity, deciding)
}

/** Two desktops made the same row (a number's memory, a setting): as if the later had changed the earlier one's. */
function createAgain(mutation: Mutation, entity: NamedEntity, row: ServerRow, deciding: Deciding): Decision {
  if (!may(deciding.principal, 'change', entity)) return refuse('row-exists')
  const fields = Object.entries(mutation.fields).filter(([field]) => {
    const column = entity.columns[field] as Column
    return column.merge !== 'counter' && changesField(deciding.principal.role, column)
  })
  return patch({ ...mutation, kind: 'patch', fields: Object.fromEntries(fields), before: {} }, entity, row, deciding)
}

function patch(mutation: Mutation, entity: NamedEntity, row: ServerRow, deciding: Deciding): Decision {
  const stamp = stampOf(mutation, deciding)
  const fields: Record<string, unknown> = { ...row.fields }
  const { '-': deletion, ...kept } = row.stamps
  const stamps: Record<string, Stamp> = kept
  const contests: Omit<Contest, 'row'>[] = []
  for (const [field, next] of Object.entries(mutation.fields)) {
    const column = entity.columns[field] as Column
    const last = stamps[field] ?? stamps['*'] ?? stamp
    const before = mutation.before[field]
    const change = { current: row.fields[field], before, next, currentStamp: last.hlc, nextStamp: stamp.hlc }
    const merged = mergeField(column.merge, change, (value) => column.schema.safeParse(value).success)
    if (merged.value !== change.current) {
      fields[field] = merged.value
      // Whoever has written over an edit unseen must not delete the row as if there had been none.
      if (isUnseen(last, mutation, deciding) && last.rev > (stamps[overwritten]?.rev ?? 0)) stamps[overwritten] = last
      stamps[field] = stamp
    }
    if (merged.lost && (column.merge === 'ask' || isTyped(merged.lost.value))) {
      const [winner, loser] = merged.lost.winner === 'next' ? [stamp, last] : [last, stamp]
      const sides = { kept: { value: merged.value, stamp: winner }, lost: { value: merged.lost.value, stamp: loser } }
      contests.push({ kind: 'value', field, before, ...sides })
    }
  }
  if (row.deleted && deletion && deletion.device !== deciding.device) {
    const sides = { kept: { value: mutation.fields, stamp }, lost: { value: null, stamp: deletion } }
    contests.push({ kind: 'edit-over-delete', field: '*', before: null, ...sides })
  }
  return settle({ ...row, deleted: false, fields, stamps }, contests, entity, deciding, row)
}

/** Gives the row its territory and puts it, and what lost, into the batch. */
function settle(
  row: ServerRow,
  contests: readonly Omit<Contest, 'row'>[],
  entity: NamedEntity,
  deciding: Deciding,
  was?: ServerRow,
): Decision {
  const placed = was && !was.deleted && !follows(entity, was, row) ? row : place(row, entity, deciding)
  if ('kind' in placed) return placed
  deciding.rows.put(placed)
  for (const contest of contests) keep({ ...contest, row: placed }, deciding)
  return { kind: 'applied', row: placed, conflicts: contests.length }
}

/** Whether what the territory follows is another now. */
function follows(entity: NamedEntity, was: ServerRow, row: ServerRow): boolean {
  const { within } = entity.access
  const by = within.kind === 'self' ? 'territoryId' : within.kind === 'parent' ? within.by : undefined
  return by !== undefined && was.fields[by] !== row.fields[by]
}

function place(
  row: ServerRow,
  entity: NamedEntity,
  { principal, rows }: Deciding,
): ServerRow | Exclude<Decision, { kind: 'applied' }> {
  const at = placeOf(principal, entity, row, rows)
  switch (at.kind) {
    case 'in': {
      const fields = entity.access.within.kind === 'self' ? { ...row.fields, territoryId: at.territory } : row.fields
      return { ...row, fields, territory: at.territory }
    }
    case 'lost':
      return { kind: 'quarantined', reason: 'territory-lost', territory: at.territory }
    case 'foreign':
      return refuse('not-your-row', 'territoryId')
    case 'nowhere':
      return refuse('no-right')
  }
}

/** An edit beats a delete: a row that another device has changed since this one saw it stays (SYNC-5). */
function remove(mutation: Mutation, row: ServerRow, deciding: Deciding): Decision {
  const stamp = stampOf(mutation, deciding)
  if (row.deleted) {
    deciding.rows.put(row)
    return { kind: 'applied', row, conflicts: 0 }
  }
  const since = Object.values(row.stamps).filter((other) => isUnseen(other, mutation, deciding))
  const latest = since.sort((a, b) => (a.hlc < b.hlc ? 1 : -1))[0]
  if (latest) {
    deciding.rows.put(row)
    const sides = { kept: { value: null, stamp: latest }, lost: { value: null, stamp } }
    keep({ kind: 'edit-over-delete', row, field: '*', before: null, ...sides }, deciding)
    return { kind: 'applied', row, conflicts: 1 }
  }
  const gone = { ...row, deleted: true, stamps: { ...row.stamps, '-': stamp } }
  deciding.rows.put(gone)
  return { kind: 'applied', row: gone, conflicts: 0 }
}

/** The newest stamp of another device that was written over by one that had not seen it. */
const overwritten = '~'

function isUnseen({ device, rev }: Stamp, { base }: Mutation, deciding: Deciding): boolean {
  return device !== deciding.device && rev > (base.epoch === deciding.epoch ? base.rev : -1)
}

/** A text that this device types on with while it loses is one conflict, not one for each key. */
function keep(contest: Contest, { rows, opened, nextId }: Deciding): void {
  const { row, field, before, lost } = contest
  const key = `${row.entity}/${row.id}/${field}/${lost.stamp.device}`
  const earlier = rows.get('conflicts', opened.get(key) ?? '')
  const continued = earlier !== undefined && same(earlier.fields.lost, before)
  const id = continued ? earlier.id : nextId()
  opened.set(key, id)
  rows.put(conflictRow(id, continued ? { ...contest, before: earlier.fields.before } : contest, { ...lost.stamp, rev: 0 }))
}

function stampOf({ hlc, actor }: Mutation, { device }: Deciding): Stamp {
  return { hlc, by: actor, device, rev: 0 }
}

/** Nobody types nothing. */
function isTyped(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

function refuse(reason: RefusalReason, field?: string): Extract<Decision, { kind: 'refused' }> {
  return field === undefined ? { kind: 'refused', reason } : { kind: 'refused', reason, field }
}
