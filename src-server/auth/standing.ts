import type { Role } from '#shared/domain/people/role.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { Queries } from '../store/database.ts'
import type { DeviceStatus, EndReason } from './sessions.ts'

/** What the database says of a session now. */
export interface Standing {
  readonly principal: Principal
  readonly login: string
  readonly sessionId: string
  readonly deviceId: string
  readonly deviceStatus: DeviceStatus
  readonly active: boolean
  readonly mustChangePassword: boolean
  /** Null: it goes on. */
  readonly ended: EndReason | null
}

/** Reads standings through a cache of a second at most; the `rights` event clears it earlier. */
export interface Standings {
  of(sessionId: string): Promise<Standing | undefined>
  /** Nothing that was read before this moment is given out for this user again. */
  forget(userId: string): void
}

export const cachedForMs = 900
/** `online` in the list of devices, and its last time, are right to this much. */
const seenEveryMs = 60_000
const mostCached = 20_000

interface Cached {
  readonly atMs: number
  readonly userId: string
  readonly standing: Standing
}

export function createStandings(deps: { readonly queries: Queries; readonly clock: Clock }): Standings {
  const { queries, clock } = deps
  const cache = new Map<string, Cached>()
  /** Counts what was forgotten: a reading that was under way then is not kept. */
  let forgotten = 0

  return {
    async of(sessionId) {
      const cached = cache.get(sessionId)
      if (cached && clock.monotonicMs() - cached.atMs < cachedForMs) return cached.standing
      const before = forgotten
      const atMs = clock.monotonicMs()
      const standing = await readStanding(queries, sessionId, clock.epochMs())
      if (standing && before === forgotten) {
        if (cache.size >= mostCached) cache.clear()
        cache.set(sessionId, { atMs, userId: standing.principal.userId, standing })
      }
      return standing
    },
    forget(userId) {
      forgotten += 1
      for (const [sessionId, cached] of cache) if (cached.userId === userId) cache.delete(sessionId)
    },
  }
}

interface StandingRow {
  readonly userId: string
  readonly login: string
  readonly role: Role
  readonly active: boolean
  readonly territoryIds: readonly string[]
  readonly homeTerritoryId: string | null
  readonly mustChange: boolean
  readonly deviceId: string
  readonly status: DeviceStatus
  readonly seenAtMs: number
  readonly ended: EndReason | null
}

async function readStanding(queries: Queries, sessionId: string, nowMs: number): Promise<Standing | undefined> {
  const [row] = await queries.query<StandingRow>(
    `select u.id as "userId", u.login, u.role, u.active and not u.deleted as active,
       case when u.role = 'administrator'
         then coalesce((select jsonb_agg(t.id) from territories t where not t.deleted), '[]') else u.territory_ids end as "territoryIds",
       u.home_territory_id as "homeTerritoryId", a.must_change as "mustChange", d.device_id as "deviceId", d.status,
       d.last_seen_at_ms as "seenAtMs", s.ended_why as ended
     from account_sessions s
     join accounts a on a.user_id = s.user_id
     join users u on u.id = s.user_id
     join account_devices d on d.device_id = s.device_id
     where s.session_id = $1`,
    [sessionId],
  )
  if (!row) return undefined
  if (row.ended === null && row.seenAtMs < nowMs - seenEveryMs)
    await queries.query('update account_devices set last_seen_at_ms = $2 where device_id = $1', [row.deviceId, nowMs])
  const { userId, role, homeTerritoryId, login, deviceId, active, ended } = row
  return {
    principal: { userId, role, territories: new Set(row.territoryIds), homeTerritory: homeTerritoryId },
    login,
    sessionId,
    deviceId,
    deviceStatus: row.status,
    active,
    mustChangePassword: row.mustChange,
    ended,
  }
}
