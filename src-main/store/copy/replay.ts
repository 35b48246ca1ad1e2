import type { EntityName } from '#shared/entities/entities.ts'
import { mergeField } from '#shared/sync/merge.ts'
import type { FieldValues } from '../write/entity-table.ts'
import { columnsOf } from '../write/rows.ts'
import type { OutboxRow } from './outbox.ts'

/**
 * What is shown: the server's row with this device's pending mutations on it, by the server's own rule (SYNC-8). `row` is null
 * where the server has none. An edit of a row that is gone keeps it shown as it was (`remembered`) until it is answered (SYNC-5).
 */
export function replayed(
  entity: EntityName,
  row: FieldValues | null,
  remembered: FieldValues | null,
  pending: readonly Pick<OutboxRow, 'kind' | 'fields' | 'before' | 'hlc'>[],
): FieldValues | null {
  let shown = row
  for (const mutation of pending) {
    if (mutation.kind === 'delete') {
      shown = null
      continue
    }
    const fields = JSON.parse(mutation.fields) as FieldValues
    const before = JSON.parse(mutation.before) as FieldValues
    if (shown === null) shown = mutation.kind === 'create' ? fields : remembered && { ...remembered, ...fields }
    else shown = merged(entity, shown, fields, before, mutation.hlc)
  }
  return shown
}

function merged(entity: EntityName, row: FieldValues, fields: FieldValues, before: FieldValues, nextStamp: string): FieldValues {
  const columns = columnsOf(entity)
  const result: Record<string, unknown> = { ...row }
  for (const field of Object.keys(fields)) {
    const column = columns[field]
    if (!column) continue
    const change = { current: row[field], before: before[field], next: fields[field], currentStamp: null, nextStamp }
    result[field] = mergeField(column.merge, change, (value) => column.schema.safeParse(value).success).value
  }
  return result
}
