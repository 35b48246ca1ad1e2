import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import type { Change } from '#shared/entities/change.ts'
import type { Column } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'

export type SettleChoice =
  | { readonly kind: 'kept' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'value'; readonly value?: unknown }

/**
 * The changes that settle these conflicts: each conflict's own row, and the row in question where another value is to stand.
 * Of an edit that came over a deletion, `kept` leaves the row and `lost` deletes it.
 */
export function settlingChanges(
  conflicts: readonly ConflictRecord[],
  choice: SettleChoice,
  by: { readonly userId: string; readonly atMs: number },
): Result<readonly Change[]> {
  const fields = { status: 'settled', settledBy: by.userId, settledAtMs: by.atMs } as const
  const settled = conflicts.map(({ conflictId }): Change => ({ kind: 'patch', entity: 'conflicts', id: conflictId, fields }))
  if (choice.kind === 'kept') return ok(settled)
  const rows = new Map<string, Change>()
  // Of several about one field, the one that was written last is put back.
  for (const conflict of conflicts.toSorted((a, b) => a.lost.atMs - b.lost.atMs)) {
    const change = rowChange(conflict, choice)
    if (!change) return fail('invalid-input', { field: conflict.field })
    rows.set(`${conflict.entity} ${conflict.row} ${conflict.field}`, change)
  }
  return ok([...rows.values(), ...settled])
}

function rowChange(conflict: ConflictRecord, choice: Exclude<SettleChoice, { kind: 'kept' }>): Change | undefined {
  const { entity, row: id, field } = conflict
  if (!Object.hasOwn(entities, entity)) return undefined
  const name = entity as EntityName
  if (conflict.kind === 'edit-over-delete')
    return choice.kind === 'lost' ? ({ kind: 'delete', entity: name, id } as Change) : undefined
  const columns: Readonly<Record<string, Column>> = entities[name].columns
  if (!Object.hasOwn(columns, field)) return undefined
  const value = columns[field]?.schema.safeParse(choice.kind === 'lost' ? conflict.lost.value : choice.value)
  return value?.success ? ({ kind: 'patch', entity: name, id, fields: { [field]: value.data } } as Change) : undefined
}
