import { type Column, columnName } from '#shared/entities/define-entity.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { entityNames, entityOf, type NamedEntity } from '#shared/sync/rights.ts'

/** Words of SQL made of one entity's definition; the only names that ever get into a statement's text. */
export interface EntitySql {
  readonly entity: NamedEntity
  readonly table: string
  /** The fields as one JSON object by their camelCase names. */
  readonly fields: string
  /** `$1`: ids. A `ServerRow`'s parts, locked in the order of the ids. */
  readonly lockRows: string
  /** `$1`: ids of parents. As above, of those not deleted; undefined where rows follow no other. */
  readonly lockChildren: string | undefined
  /** `$1`: JSON list of flat rows: `$id`, `$rev`, `$territory`, `$deleted`, `$stamps` and the fields. For rows that are locked. */
  readonly replace: string
  /** As above, for rows that were not there: answers with `count`, which is less when another transaction made one of them. */
  readonly insert: string
}

const types: Readonly<Record<Column['type'], string>> = {
  text: 'text',
  integer: 'int8',
  real: 'float8',
  boolean: 'bool',
  json: 'jsonb',
}

export const quoted = (field: string): string => `"${columnName(field)}"`

function sqlOf(entity: NamedEntity): EntitySql {
  const table = `"${entity.name}"`
  const columns = Object.entries<Column>(entity.columns)
  const pairs = columns.map(([field]) => `'${field}', ${quoted(field)}`)
  const fields = `json_build_object(${pairs.join(', ')})`
  const parts = `id, rev, territory_id, deleted, stamps, ${fields} AS fields`
  const { within } = entity.access
  // A customer's territory is its own field: the same column.
  const own = columns.filter(([field]) => columnName(field) !== 'territory_id')
  const targets = ['id', 'rev', 'territory_id', 'deleted', 'stamps', ...own.map(([field]) => quoted(field))]
  const given = ['"$id"', '"$rev"', '"$territory"', '"$deleted"', '"$stamps"', ...own.map(([field]) => `"${field}"`)]
  const shape = [
    '"$id" text, "$rev" int8, "$territory" text, "$deleted" bool, "$stamps" jsonb',
    ...own.map(([field, { type }]) => `"${field}" ${types[type]}`),
  ]
  const set = targets.slice(1).map((name) => `${name} = excluded.${name}`)
  const insert =
    `INSERT INTO ${table} (${targets.join(', ')}) SELECT ${given.join(', ')} ` +
    `FROM jsonb_to_recordset($1::jsonb) AS r(${shape.join(', ')})`
  return {
    entity,
    table,
    fields,
    lockRows: `SELECT ${parts} FROM ${table} WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`,
    lockChildren:
      within.kind === 'parent'
        ? `SELECT ${parts} FROM ${table} WHERE ${quoted(within.by)} = ANY($1::text[]) AND NOT deleted ORDER BY id FOR UPDATE`
        : undefined,
    replace: `${insert} ON CONFLICT (id) DO UPDATE SET ${set.join(', ')}`,
    insert: `WITH made AS (${insert} ON CONFLICT (id) DO NOTHING RETURNING 1) SELECT count(*) AS count FROM made`,
  }
}

/** Every entity that leaves the server; the others have no rows. */
export const entitySql: ReadonlyMap<EntityName, EntitySql> = new Map(
  entityNames.flatMap((name) => {
    const entity = entityOf(name)
    return entity && entity.access.within.kind !== 'server' ? [[name, sqlOf(entity)] as const] : []
  }),
)

/** `$1`: ids of rows of `entity`. Which entities have rows that follow them; undefined: none can. */
export function followersSql(entity: EntityName): string | undefined {
  const probes = [...entitySql.values()].flatMap(({ entity: { name, access }, table }) => {
    if (access.within.kind !== 'parent' || access.within.entity !== entity) return []
    const by = quoted(access.within.by)
    return [`SELECT '${name}' AS entity WHERE EXISTS (SELECT FROM ${table} WHERE ${by} = ANY($1::text[]) AND NOT deleted)`]
  })
  return probes.length === 0 ? undefined : probes.join(' UNION ALL ')
}
