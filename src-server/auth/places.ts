import type { z } from 'zod'
import { entities } from '#shared/entities/entities.ts'
import type { PlaceDraft, PlaceKind, places } from '#shared/sync/account-api.ts'
import { everyonesTerritory } from '#shared/sync/protocol.ts'
import { entityNames, type NamedEntity } from '#shared/sync/rights.ts'
import type { Queries } from '../store/database.ts'
import { type Answer, done, problem } from './answer.ts'
import type { AuthDeps } from './auth-deps.ts'
import { lockDirectory, removeDirectoryRow, writeDirectoryRow } from './directory-row.ts'
import type { Administrator } from './people.ts'

/** Territories, offices and teams: what a user may be given. */
export interface Places {
  list(): Promise<z.infer<typeof places>>
  /** Makes one, or replaces the one of this id. `not-found`: one that was removed, or the office of a team. */
  save(by: Administrator, draft: PlaceDraft): Promise<Answer<{ readonly id: string }>>
  /** `place-in-use` while somebody or something belongs to it, with what as `field`. */
  remove(by: Administrator, place: { readonly kind: PlaceKind; readonly id: string }): Promise<Answer<undefined>>
}

const tables = { territory: 'territories', office: 'offices', team: 'teams' } as const

interface Row {
  readonly id: string
  readonly name: string
  readonly more: string | null
}

export function createPlaces(deps: AuthDeps): Places {
  const { database, audit, clock, ids, bus } = deps
  const rowsOf = (table: (typeof tables)[PlaceKind], more: string) =>
    database.query<Row>(`select id, name, ${more} as more from ${table} where not deleted order by name, id limit 5000`)

  /** What was done is told to the audit log, and once it is done to every desktop. */
  async function change<T>(
    { userId: actor, deviceId: device }: Administrator,
    about: { readonly kind: PlaceKind; readonly id: string; readonly what: string },
    work: (queries: Queries, stamp: { readonly by: string; readonly atMs: number }) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const atMs = clock.epochMs()
    const answer = await database.transaction(async (queries) => {
      await lockDirectory(queries)
      const worked = await work(queries, { by: actor, atMs })
      const { kind, id: row, what } = about
      if (worked.ok) {
        await audit.append(queries, [
          { kind: 'administration', actor, device, entity: tables[kind], row, detail: { what }, atMs },
        ])
      }
      return worked
    })
    if (answer.ok) bus.publish({ kind: 'changes', territories: [everyonesTerritory] })
    return answer
  }

  return {
    async list() {
      const named = ({ id, name }: Row) => ({ id, name })
      const [territories, offices, teams] = await Promise.all([
        rowsOf('territories', 'null'),
        rowsOf('offices', 'city'),
        rowsOf('teams', 'office_id'),
      ])
      return {
        territories: territories.map(named),
        offices: offices.map((row) => ({ ...named(row), ...(row.more === null ? {} : { city: row.more }) })),
        teams: teams.map((row) => ({ ...named(row), ...(row.more === null ? {} : { officeId: row.more }) })),
      }
    },

    async save(by, { kind, name, city, officeId, id = ids.next() }) {
      // It stands for all territories.
      if (id === everyonesTerritory) return problem('malformed', { field: 'id' })
      return change(by, { kind, id, what: 'place-saved' }, async (queries, stamp) => {
        const [known] = await queries.query<{ deleted: boolean }>(`select deleted from ${tables[kind]} where id = $1`, [id])
        if (known?.deleted) return problem('not-found')
        if (
          kind === 'team' &&
          officeId !== undefined &&
          !(await exists(queries, 'offices where id = $1 and not deleted', officeId))
        )
          return problem('not-found', { field: 'officeId' })
        const row = { id, ...stamp }
        if (kind === 'territory') await writeDirectoryRow(queries, { ...row, entity: 'territories', fields: { name } })
        else if (kind === 'office')
          await writeDirectoryRow(queries, { ...row, entity: 'offices', fields: { name, city: city || null } })
        else await writeDirectoryRow(queries, { ...row, entity: 'teams', fields: { name, officeId: officeId ?? null } })
        return done({ id })
      })
    },

    remove: (by, { kind, id }) =>
      change<undefined>(by, { kind, id, what: 'place-removed' }, async (queries, stamp) => {
        const entity = tables[kind]
        if (!(await exists(queries, `${entity} where id = $1 and not deleted`, id))) return problem('not-found')
        for (const [field, has] of holders[kind]) {
          if (await exists(queries, has, id)) return problem('place-in-use', { field })
        }
        await removeDirectoryRow(queries, { entity, id, ...stamp })
        return done()
      }),
  }
}

/** Rows without a customer belong to a territory as well, and would be out of everybody's sight. */
const withTerritory = entityNames.filter((name) => (entities[name] as NamedEntity).access.within.kind === 'parent')

/** What keeps a place from being removed, by the name that the problem tells. */
const holders: Readonly<Record<PlaceKind, readonly (readonly [field: string, has: string])[]>> = {
  territory: [
    ['users', 'users where not deleted and (territory_ids ? $1 or home_territory_id = $1)'],
    ['customers', 'customers where territory_id = $1 and not deleted'],
    ...withTerritory.map((name) => ['records', `${name} where territory_id = $1 and not deleted`] as const),
    ['records', 'quarantine where territory_id = $1 and decided_at_ms is null'],
  ],
  office: [
    ['users', 'users where office_id = $1 and not deleted'],
    ['teams', 'teams where office_id = $1 and not deleted'],
  ],
  team: [['users', 'users where team_id = $1 and not deleted']],
}

async function exists(queries: Queries, what: string, id: string): Promise<boolean> {
  const found = await queries.query(`select 1 from ${what} limit 1`, [id])
  return found.length > 0
}
