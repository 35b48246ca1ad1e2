import { columnName, type Entity } from '#shared/entities/define-entity.ts'
import { entities } from '#shared/entities/entities.ts'
import type { DeskProcess } from './desk-process.ts'
import type { SharedDatabase } from './shared-database.ts'

type Rows = readonly Record<string, unknown>[]

/**
 * Where a desk's copy differs from the server's rows, as words; of somebody who sees every field. `territories`: theirs.
 * Empty: nothing does.
 */
export async function differences(
  desk: DeskProcess,
  database: SharedDatabase,
  territories: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const entity of Object.values(entities) as readonly Entity[]) {
    if (entity.access.within.kind === 'server') continue
    const columns = ['id', ...Object.keys(entity.columns).map((field) => `"${columnName(field)}"`)].join(', ')
    const there = await database.query(
      `SELECT ${columns} FROM "${entity.name}" WHERE NOT deleted AND (territory_id IS NULL OR territory_id = ANY($1::text[]))`,
      [territories],
    )
    const here = await desk.rows<Record<string, unknown>>(`SELECT ${columns} FROM "${entity.name}"`)
    found.push(...compare(entity, here, there))
  }
  return found
}

function compare(entity: Entity, here: Rows, there: Rows): string[] {
  const plain = (row: Record<string, unknown>, local: boolean) =>
    JSON.stringify(
      Object.entries(entity.columns).map(([field, { type }]) => {
        const value = row[columnName(field)] ?? null
        if (value === null || !local) return sorted(value)
        if (type === 'boolean') return value === 1
        return type === 'json' ? sorted(JSON.parse(String(value))) : value
      }),
    )
  const local = new Map(here.map((row) => [row.id, plain(row, true)]))
  const server = new Map(there.map((row) => [row.id, plain(row, false)]))
  const words: string[] = []
  for (const [id, row] of server) {
    const own = local.get(id)
    if (own === undefined) words.push(`${entity.name} ${id}: missing here`)
    else if (own !== row) words.push(`${entity.name} ${id}: here ${own}, at the server ${row}`)
  }
  for (const id of local.keys()) if (!server.has(id)) words.push(`${entity.name} ${id}: not at the server`)
  return words
}

/** jsonb does not keep the order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
