import type { ServerRow } from '#shared/sync/authority/authority-store.ts'
import { deviceOfLine } from '#shared/sync/device-line.ts'
import type { Queries } from '../store/database.ts'

/** As much as the columns of a conflict hold. */
const longestName = 64

/** Conflicts tell people where a value was typed by the device's name of that time; its id would say nothing to them. */
export async function nameDevices(queries: Queries, rows: readonly ServerRow[]): Promise<readonly ServerRow[]> {
  const lines = rows.flatMap(({ entity, fields }) => (entity === 'conflicts' ? [fields.keptDevice, fields.lostDevice] : []))
  if (lines.length === 0) return rows
  const found = await queries.query<{ id: string; name: string }>(
    `SELECT device_id AS id, name FROM account_devices WHERE name <> '' AND device_id = ANY($1::text[])`,
    [lines.map((line) => deviceOfLine(String(line)))],
  )
  const names = new Map(found.map(({ id, name }) => [id, name.slice(0, longestName)]))
  const named = (line: unknown) => names.get(deviceOfLine(String(line))) ?? line ?? null
  return rows.map((row) => {
    if (row.entity !== 'conflicts') return row
    const { keptDevice, lostDevice } = row.fields
    return { ...row, fields: { ...row.fields, keptDevice: named(keptDevice), lostDevice: named(lostDevice) } }
  })
}
