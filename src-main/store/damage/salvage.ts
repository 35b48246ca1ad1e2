import { columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { openReadConnection, type ReadConnection, type StoreKey } from '../connection.ts'

export interface SalvagedRow {
  readonly entity: EntityName
  readonly id: string
  readonly fields: Record<string, unknown>
}

const pageOfRows = 200
/** Steps double over an unreadable stretch; after so many in a row there is nothing more to find. */
const mostSteps = 40

/** Whatever can still be read of a damaged database, table by table; nothing when not even its schema can be read. */
export function* salvagedRows(path: string, key: StoreKey): Generator<SalvagedRow> {
  const database = attempt(() => openReadConnection(path, key))
  if (!database) return
  try {
    for (const entity of Object.keys(entities) as EntityName[]) yield* rowsOf(database, entity)
  } finally {
    attempt(() => database.close())
  }
}

/** This device's own values (its settings), as far as they can be read. */
export function salvagedDeviceValues(path: string, key: StoreKey): { key: string; json: string }[] {
  const database = attempt(() => openReadConnection(path, key))
  if (!database) return []
  const sql = 'SELECT key, value AS json FROM device_values'
  const values = attempt(() => database.prepare<[], { key: string; json: string }>(sql).all()) ?? []
  attempt(() => database.close())
  return values.filter(({ key, json }) => typeof key === 'string' && typeof json === 'string')
}

function* rowsOf(database: ReadConnection, entity: EntityName): Generator<SalvagedRow> {
  const present = attempt(() => database.prepare<[], string>(`SELECT name FROM pragma_table_info('${entity}')`).pluck().all())
  const columns = Object.entries(entities[entity].columns).filter(([field]) => present?.includes(columnName(field)))
  if (columns.length === 0) return
  const names = columns.map(([field]) => `"${columnName(field)}" AS "${field}"`).join(', ')
  // By rowid only: an index may be the damaged part.
  const sql = `SELECT rowid AS "rowid", id AS "id", ${names} FROM ${entity} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?`
  const page = attempt(() => database.prepare<[number, number], Record<string, unknown>>(sql))
  if (!page) return
  let from = 0
  let limit = pageOfRows
  for (let steps = 0; steps < mostSteps; ) {
    const rows = attempt(() => page.all(from, limit))
    if (rows?.length === 0) return
    for (const row of rows ?? []) yield salvaged(entity, columns, row)
    if (rows) {
      from = Number(rows.at(-1)!.rowid)
      steps = 0
      limit = Math.min(pageOfRows, limit * 2)
    } else if (limit > 1) {
      limit = Math.floor(limit / 8) || 1
    } else {
      from += 2 ** steps++
    }
  }
}

function salvaged(
  entity: EntityName,
  columns: readonly (readonly [string, { readonly type: string }])[],
  row: Record<string, unknown>,
): SalvagedRow {
  const fields: Record<string, unknown> = {}
  for (const [field, column] of columns) {
    const value = row[field]
    if (column.type === 'boolean' && value !== null) fields[field] = value === 1
    else if (column.type === 'json' && typeof value === 'string') fields[field] = attempt(() => JSON.parse(value) as unknown)
    else fields[field] = value
  }
  return { entity, id: String(row.id), fields }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
