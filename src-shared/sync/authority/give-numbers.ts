import type { Column } from '../../entities/define-entity.ts'
import { entityOf } from '../rights.ts'
import type { AuthorityStore, ServerRow } from './authority-store.ts'
import type { WorkingRows } from './working-rows.ts'

/**
 * Gives each new row its running number, in the order of the batch: desktops that are offline number their rows alike
 * without knowing of each other. A number that was given stays, whatever a desktop writes.
 */
export async function giveNumbers(store: AuthorityStore, rows: WorkingRows): Promise<void> {
  const fresh = new Map<string, { readonly field: string; readonly rows: ServerRow[] }>()
  for (const row of rows.changed()) {
    for (const field of numberedFields(row)) {
      const original = rows.original(row)
      if (original) {
        if (row.fields[field] !== original.fields[field]) rows.put(withNumber(row, field, original.fields[field]))
        continue
      }
      const key = `${row.entity}.${field}`
      const same = fresh.get(key) ?? { field, rows: [] }
      fresh.set(key, same)
      same.rows.push(row)
    }
  }
  for (const { field, rows: made } of fresh.values()) {
    const numbers = await store.nextNumbers((made[0] as ServerRow).entity, field, made.length)
    made.forEach((row, nth) => rows.put(withNumber(row, field, String(numbers[nth]))))
  }
}

function numberedFields({ entity }: ServerRow): readonly string[] {
  const columns = Object.entries<Column>(entityOf(entity)?.columns ?? {})
  return columns.flatMap(([field, { numbered }]) => (numbered ? [field] : []))
}

function withNumber(row: ServerRow, field: string, number: unknown): ServerRow {
  return { ...row, fields: { ...row.fields, [field]: number } }
}
