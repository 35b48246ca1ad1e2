import type { Role } from '#shared/domain/people/role.ts'
import type { UserRecord } from '#shared/domain/people/user.ts'
import type { Fields } from '#shared/entities/entities.ts'
import type { Queries } from '../store/database.ts'
import { lockedUntil } from './sign-in-guard.ts'

interface UserRow {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly active: boolean
  readonly officeId: string | null
  readonly teamId: string | null
  readonly territoryIds: readonly string[]
  readonly homeTerritoryId: string | null
  readonly secondFactor: boolean
  readonly lastSignInAtMs: number | null
}

const select = `select u.id, u.login, u.name, u.role, u.active, u.office_id as "officeId", u.team_id as "teamId",
    u.territory_ids as "territoryIds", u.home_territory_id as "homeTerritoryId",
    coalesce(a.totp_secret is not null, false) as "secondFactor", a.last_sign_in_at_ms as "lastSignInAtMs"
  from users u left join accounts a on a.user_id = u.id
  where not u.deleted`

/** `within`: only those who share one of these territories. Sorted by name. */
export async function listUsers(queries: Queries, nowMs: number, within?: ReadonlySet<string>): Promise<UserRecord[]> {
  const rows = await queries.query<UserRow>(
    `${select} and ($1::text[] is null or u.territory_ids ?| $1::text[]) order by u.name, u.id limit 20000`,
    [within ? [...within] : null],
  )
  const locks = await lockedUntil(
    queries,
    rows.map(({ login }) => login),
  )
  return rows.map((row) => recordOf(row, locks.get(row.login) ?? 0, nowMs))
}

/** What everybody knows of a user, locked until the transaction ends. */
export async function userFields(queries: Queries, userId: string): Promise<Fields<'users'> | undefined> {
  const [row] = await queries.query<UserRow>(`${select} and u.id = $1 for update of u`, [userId])
  if (!row) return undefined
  const { login, name, role, active, officeId, teamId, territoryIds, homeTerritoryId } = row
  return { login, name, role, active, officeId, teamId, territoryIds: [...territoryIds], homeTerritoryId }
}

export async function hasAdministrator(queries: Queries): Promise<boolean> {
  const [found] = await queries.query(
    `select 1 from users join accounts on user_id = id where role = 'administrator' and active and not deleted limit 1`,
  )
  return found !== undefined
}

function recordOf(row: UserRow, lockedUntilMs: number, nowMs: number): UserRecord {
  return {
    userId: row.id,
    login: row.login,
    name: row.name,
    role: row.role,
    active: row.active,
    territoryIds: [...row.territoryIds],
    secondFactor: row.secondFactor,
    ...(row.officeId === null ? {} : { officeId: row.officeId }),
    ...(row.teamId === null ? {} : { teamId: row.teamId }),
    ...(row.homeTerritoryId === null ? {} : { homeTerritoryId: row.homeTerritoryId }),
    ...(row.lastSignInAtMs === null ? {} : { lastSignInAtMs: row.lastSignInAtMs }),
    ...(lockedUntilMs > nowMs ? { lockedUntilMs } : {}),
  }
}
