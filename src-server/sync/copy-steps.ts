import type { Role } from '#shared/domain/people/role.ts'
import type { Column } from '#shared/entities/define-entity.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { entityNames, entityOf, maskedText, may, type NamedEntity, seesField } from '#shared/sync/rights.ts'
import { entitySql, quoted } from './entity-sql.ts'

/** One stretch of a first copy: rows of one entity in one order. */
export interface CopyStep {
  readonly entity: NamedEntity
  /** Which of its rows; empty: all. Open work goes before the rest. */
  readonly where: string
  /** `id`, or the latest first. */
  readonly order: 'id' | 'latest'
}

const open: Partial<Record<EntityName, string>> = {
  cases: `status IN ('open', 'waiting')`,
  tasks: 'done_at_ms IS NULL',
}
const first: readonly EntityName[] = [
  'customers',
  'contact_points',
  'cases',
  'tasks',
  'agreements',
  'customer_facts',
  'number_memory',
]
const last: readonly EntityName[] = ['interactions', 'script_runs', 'case_events']

/** What a territory is copied in, hot rows first (SYNC-11); of what everybody has, the entities as they come. */
export function copySteps(role: Role, territory: 'everyones' | 'one'): readonly CopyStep[] {
  const named = entityNames.filter((name) => {
    const entity = entityOf(name)
    const within = entity?.access.within.kind
    return (
      entity && within !== 'server' && may({ role }, 'see', entity) && (within === 'everyone') === (territory === 'everyones')
    )
  })
  const rest = named.filter((name) => !first.includes(name) && !last.includes(name))
  const hot = first.filter((name) => named.includes(name))
  return [
    ...hot.map((name) => step(name, open[name] ?? '')),
    ...hot.filter((name) => open[name]).map((name) => step(name, `NOT (${open[name]})`)),
    ...rest.map((name) => step(name, '')),
    ...last.filter((name) => named.includes(name)).map((name) => step(name, '')),
  ]
}

function step(name: EntityName, where: string): CopyStep {
  return { entity: entityOf(name) as NamedEntity, where, order: name === 'interactions' ? 'latest' : 'id' }
}

/**
 * `$1`: rows at most, `$2`: the territory (left out for everybody's rows), then the key to go on behind. Answers with the rows
 * as one text of JSON arrays, so that no object is made of them here, their count and the last one's key.
 */
export function copyPageSql(
  role: Role,
  { entity, where, order }: CopyStep,
  territory: 'everyones' | 'one',
  after: boolean,
): string {
  const { table } = entitySql.get(entity.name) ?? { table: '' }
  const values = Object.entries<Column>(entity.columns).map(([field, column]) => shown(role, entity, field, column))
  const key = order === 'id' ? 'id' : 'started_at_ms, id'
  const bound = territory === 'one' ? 3 : 2
  const behind = order === 'id' ? `id > $${bound}` : `(started_at_ms, id) < ($${bound}::int8, $${bound + 1})`
  const conditions = [
    territory === 'one' ? 'territory_id = $2' : 'territory_id IS NULL',
    ...(after ? [behind] : []),
    'NOT deleted',
    ...(where ? [where] : []),
  ]
  const direction = order === 'id' ? 'id' : 'started_at_ms DESC, id DESC'
  const backwards = order === 'id' ? 'id DESC' : 'started_at_ms, id'
  return (
    `WITH page AS MATERIALIZED (SELECT ${key}, json_build_array(id, rev, ${values.join(', ')})::text AS line FROM ${table} ` +
    `WHERE ${conditions.join(' AND ')} ORDER BY ${direction} LIMIT $1) ` +
    `SELECT coalesce((SELECT string_agg(line, ',') FROM page), '') AS lines, (SELECT count(*) FROM page) AS count, ` +
    `(SELECT json_build_array(${key}) FROM page ORDER BY ${backwards} LIMIT 1) AS last`
  )
}

/** As `maskRow` masks, in SQL; a test holds both together. */
function shown(role: Role, entity: NamedEntity, field: string, column: Column): string {
  const name = quoted(field)
  if (seesField(role, column)) return contested(role, entity, field, name)
  const empty = column.nullable
    ? 'NULL'
    : { text: `''`, integer: '0', real: '0', boolean: 'false', json: `'[]'::json` }[column.type]
  if (column.type !== 'text') return empty
  const { shape, digit } = maskedText
  return `CASE WHEN ${name} ~ '${shape.source}' THEN regexp_replace(${name}, '${digit.source}', '*', 'g') ELSE ${empty} END`
}

/** A conflict's values, hidden where the role may not see the field that they are of. */
function contested(role: Role, entity: NamedEntity, field: string, name: string): string {
  if (entity.name !== 'conflicts' || !['before', 'kept', 'lost'].includes(field)) return name
  const hidden = entityNames.flatMap((other) =>
    Object.entries<Column>(entityOf(other)?.columns ?? {}).flatMap(([of, column]) =>
      seesField(role, column) ? [] : [`('${other}', '${of}')`],
    ),
  )
  return hidden.length === 0 ? name : `CASE WHEN (entity, field) IN (${hidden.join(', ')}) THEN NULL ELSE ${name} END`
}

/** The camelCase names of a page's values, as `copyPage.fields`. */
export function fieldNames(entity: NamedEntity): readonly string[] {
  return Object.keys(entity.columns)
}
