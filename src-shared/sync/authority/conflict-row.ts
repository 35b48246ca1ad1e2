import { readHlc } from '../hybrid-clock.ts'
import { entityOf, type NamedEntity } from '../rights.ts'
import type { ServerRow, Stamp } from './authority-store.ts'
import { parentIdOf } from './place.ts'

/** One side of a conflict: a value and who set it. */
export interface Side {
  readonly value: unknown
  readonly stamp: Stamp
}

export interface Contest {
  readonly kind: 'value' | 'edit-over-delete'
  readonly row: ServerRow
  /** `*`: the whole row. */
  readonly field: string
  readonly before: unknown
  readonly kept: Side
  readonly lost: Side
}

/** The row that keeps what lost until a person has settled it (SYNC-5). */
export function conflictRow(id: string, contest: Contest, made: Stamp): ServerRow {
  const { kind, row, field, before, kept, lost } = contest
  return {
    entity: 'conflicts',
    id,
    rev: 0,
    territory: row.territory,
    deleted: false,
    stamps: { '*': made },
    fields: {
      customerId: customerOf(row) ?? null,
      kind,
      entity: row.entity,
      rowId: row.id,
      field,
      before: before ?? null,
      kept: kept.value ?? null,
      keptBy: kept.stamp.by,
      keptDevice: kept.stamp.device,
      keptAtMs: readHlc(kept.stamp.hlc).ms,
      lost: lost.value ?? null,
      lostBy: lost.stamp.by,
      lostDevice: lost.stamp.device,
      lostAtMs: readHlc(lost.stamp.hlc).ms,
      status: 'open',
      settledBy: null,
      settledAtMs: null,
    },
  }
}

/** The customer that a row is about, where the row itself says so. */
export function customerOf(row: ServerRow): string | undefined {
  if (row.entity === 'customers') return row.id
  return typeof row.fields.customerId === 'string' ? row.fields.customerId : undefined
}

/** The row to ask for the customer of one that does not name it: an event's case, a script run's call. */
export function rowAbove(row: ServerRow): { readonly entity: NamedEntity; readonly id: string } | undefined {
  const entity = entityOf(row.entity)
  if (entity?.access.within.kind !== 'parent' || 'customerId' in entity.columns) return undefined
  const above = entityOf(entity.access.within.entity)
  const id = parentIdOf(entity, row)
  return above && id !== undefined ? { entity: above, id } : undefined
}
