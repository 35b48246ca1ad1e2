import { columnName } from '#shared/entities/define-entity.ts'
import { type Entities, entities, type Fields } from '#shared/entities/entities.ts'
import { formatHlc } from '#shared/sync/hybrid-clock.ts'
import type { Queries } from '../store/database.ts'

export type DirectoryEntity = 'users' | 'territories' | 'offices' | 'teams'

/** The device of what was changed at the server itself. */
const serverDevice = 'server'

/** Any number that nothing else locks by. */
const directoryLock = 0x70_65_6f_70

/**
 * Until the transaction ends, changes of people and places wait for one another: the last administrator stays, and nobody is
 * given a place that is being taken away.
 */
export async function lockDirectory(queries: Queries): Promise<void> {
  await queries.query('select pg_advisory_xact_lock($1::bigint)::text', [directoryLock])
}

/**
 * Makes or replaces a row of the directory and tells the feed, in the caller's transaction: the only way in, as no mutation
 * may write these. After the commit publish `changes` of everybody's.
 */
export async function writeDirectoryRow<N extends DirectoryEntity>(
  queries: Queries,
  row: { readonly entity: N; readonly id: string; readonly fields: Fields<N>; readonly by: string; readonly atMs: number },
): Promise<void> {
  const definition: Entities[DirectoryEntity] = entities[row.entity]
  const columns = Object.entries(definition.columns)
  const values = columns.map(([field, column]) => {
    const value = column.schema.parse((row.fields as Record<string, unknown>)[field] ?? null)
    return column.type === 'json' ? JSON.stringify(value) : value
  })
  const names = columns.map(([field]) => `"${columnName(field)}"`)
  const places = values.map((_, index) => `$${index + 4}`)
  const stamps = stampsOf(row)
  await queries.query(
    `with written as (
       insert into ${definition.name} (id, stamps, rev, ${names.join(', ')})
       values ($1, $2, nextval('row_rev'), ${places.join(', ')})
       on conflict (id) do update set deleted = false, stamps = excluded.stamps, rev = excluded.rev,
         ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
       returning id, rev
     )
     insert into feed (entity, row_id, rev, territory_id, kind, at_ms)
     select '${definition.name}', id, rev, null, 'row', $3 from written`,
    [row.id, stamps, row.atMs, ...values],
  )
}

/** Takes a row of the directory away, as `writeDirectoryRow` makes one. */
export async function removeDirectoryRow(
  queries: Queries,
  row: { readonly entity: DirectoryEntity; readonly id: string; readonly by: string; readonly atMs: number },
): Promise<void> {
  const { name } = entities[row.entity]
  await queries.query(
    `with written as (
       update ${name} set deleted = true, stamps = $2, rev = nextval('row_rev') where id = $1 and not deleted returning id, rev
     )
     insert into feed (entity, row_id, rev, territory_id, kind, at_ms)
     select '${name}', id, rev, null, 'row', $3 from written`,
    [row.id, stampsOf(row), row.atMs],
  )
}

function stampsOf({ by, atMs }: { readonly by: string; readonly atMs: number }): string {
  return JSON.stringify({ '*': { hlc: formatHlc(atMs, 0, serverDevice), by, device: serverDevice } })
}
