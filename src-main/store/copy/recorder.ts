import type { Change } from '#shared/entities/change.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { same } from '#shared/sync/merge.ts'
import type { ChangeRecorder } from '../write/change-writer.ts'
import type { FieldValues, StoredRow } from '../write/entity-table.ts'
import type { Rows } from '../write/rows.ts'
import type { KeptRows } from './kept-rows.ts'
import type { Outbox, OutboxRow } from './outbox.ts'
import type { Places } from './places.ts'
import { type CopyWorld, type SyncOptions, schemaOf } from './sync-options.ts'
import type { SyncState } from './sync-state.ts'

export interface RecorderParts {
  readonly rows: Rows
  readonly kept: KeptRows
  readonly outbox: Outbox
  readonly places: Places
  readonly state: SyncState
  readonly world: CopyWorld
  readonly options: SyncOptions
}

/** Each local change as a mutation in the outbox, in the transaction that made it (SYNC-1, SYNC-2). */
export class Recorder implements ChangeRecorder {
  readonly #parts: RecorderParts

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  keepsNone(entity: EntityName): boolean {
    return entities[entity].access.within.kind === 'server'
  }

  forget(): void {
    this.#parts.outbox.forgetCounts()
  }

  record(change: Change, before: StoredRow | undefined): void {
    const { rows, kept, places } = this.#parts
    const { entity, id } = change
    if (this.keepsNone(entity)) return this.#add(change, fieldsOf(change), {}, 0, 0)
    switch (change.kind) {
      case 'create': {
        const place = places.guess(entity, id, change.fields)
        rows.table(entity).setPlace(id, place)
        kept.remember(entity, id, { place })
        return this.#add(change, change.fields, {}, kept.shadowRev(entity, id) ?? 0, place)
      }
      case 'patch': {
        const changed = changedFields(before!.fields, change.fields)
        if (Object.keys(changed).length === 0) return
        kept.remember(entity, id, before!)
        const seen = Object.fromEntries(Object.keys(changed).map((field) => [field, before!.fields[field]]))
        return this.#joined(entity, id, changed, seen) ? undefined : this.#add(change, changed, seen, before!.rev, before!.place)
      }
      case 'delete':
        kept.remember(entity, id, before!)
        return this.#add(change, {}, {}, before!.rev, before!.place)
    }
  }

  /** A note that is saved twice a second is one mutation, as long as nobody has sent it. */
  #joined(entity: EntityName, id: string, changed: FieldValues, seen: FieldValues): boolean {
    const { outbox, state, world, options } = this.#parts
    const open = outbox.open(entity, id, options.actor)
    if (!open || open.schema !== schemaOf(options)) return false
    // What names another row must not come before that row was made.
    const { within } = entities[entity].access
    if (within.kind === 'parent' && within.by in changed && !outbox.isLast(open)) return false
    const fields = { ...(JSON.parse(open.fields) as FieldValues), ...changed }
    const before = open.kind === 'create' ? {} : { ...seen, ...(JSON.parse(open.before) as FieldValues) }
    outbox.rewrite(open.n, { fields: JSON.stringify(fields), before: JSON.stringify(before), hlc: state.tick(world.nowMs()) })
    return true
  }

  #add(change: Change, fields: FieldValues, before: FieldValues, rev: number, place: number): void {
    const { outbox, state, world, options } = this.#parts
    const nowMs = world.nowMs()
    outbox.add({
      id: world.newId(),
      entity: change.entity,
      row: change.id,
      kind: change.kind,
      fields: JSON.stringify(fields),
      before: JSON.stringify(before),
      base_epoch: state.get('epoch') ?? '',
      base_rev: rev,
      hlc: state.tick(nowMs),
      actor: options.actor,
      schema: schemaOf(options),
      made_at_ms: nowMs,
      place,
    } satisfies Omit<OutboxRow, 'n' | 'device' | 'seq' | 'state' | 'rev' | 'epoch' | 'reason' | 'field'>)
  }
}

function fieldsOf(change: Change): FieldValues {
  return change.kind === 'delete' ? {} : change.fields
}

function changedFields(current: FieldValues, fields: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => value !== undefined && !same(current[field], value)),
  )
}
