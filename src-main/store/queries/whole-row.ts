import { z } from 'zod'
import { type Column, columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities, type Row } from '#shared/entities/entities.ts'
import type { ReadConnection } from '../connection.ts'
import type { DbRow } from './rows.ts'

/** Reads whole rows of an entity; `condition` is SQL of ours that follows the table's name. */
export function prepareWholeRows<N extends EntityName, P extends unknown[]>(
  database: ReadConnection,
  entity: N,
  condition: string,
): (...parameters: P) => Row<N>[] {
  const columns = Object.entries<Column>(entities[entity].columns)
  const schema = z.object({ id: z.string(), ...Object.fromEntries(columns.map(([field, column]) => [field, column.schema])) })
  const names = columns.map(([field]) => `"${columnName(field)}" AS "${field}"`)
  const statement = database.prepare<P, DbRow>(`SELECT id, ${names.join(', ')} FROM ${entity} ${condition}`)
  return (...parameters) => {
    const rows: Row<N>[] = []
    for (const row of statement.all(...parameters)) {
      const value = schema.safeParse(decoded(row, columns))
      if (value.success) rows.push(value.data as unknown as Row<N>)
    }
    return rows
  }
}

function decoded(row: DbRow, columns: readonly (readonly [string, Column])[]): Record<string, unknown> {
  const value: Record<string, unknown> = { ...row }
  for (const [field, column] of columns) {
    if (column.type === 'boolean') value[field] = row[field] === 1
    if (column.type === 'json' && typeof row[field] === 'string') value[field] = jsonOf(row[field])
  }
  return value
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
