import type { DeviceRecord } from '#shared/domain/people/user.ts'
import type { AuditEntry } from '../audit/audit-log.ts'
import { type Answer, done, problem } from './answer.ts'
import { type AuthDeps, tellRightsChanged } from './auth-deps.ts'
import type { Authenticated } from './authenticate.ts'
import type { Administrator } from './people.ts'
import { type DeviceStatus, endSessions } from './sessions.ts'

export type DeviceAction = 'revoke' | 'wipe' | 'allow'

/** The desktops that somebody has signed in on. */
export interface Devices {
  /** Administrators see all, supervisors those of the people of their territories. */
  list(by: Pick<Authenticated, 'principal'>): Promise<readonly DeviceRecord[]>
  /**
   * `revoke`: it is out within a second; `wipe`: out, and deletes its copy at its next contact; `allow`: its person may sign in
   * on it again. A desktop that has wiped itself may be allowed again too.
   */
  set(by: Administrator, deviceId: string, action: DeviceAction): Promise<Answer<undefined>>
  /** The desktop says that its copy is gone. */
  wiped(userId: string, deviceId: string): Promise<void>
}

const statusOf: Readonly<Record<DeviceAction, DeviceStatus>> = { revoke: 'revoked', wipe: 'wipe-asked', allow: 'active' }
/** A session touches its device each minute. */
const onlineForMs = 150_000

export function createDevices(deps: AuthDeps): Devices {
  const { database, audit, clock } = deps
  const told = (actor: string, device: string | null, row: string, what: string): AuditEntry => ({
    kind: 'administration',
    actor,
    device,
    entity: null,
    row,
    detail: { what },
    atMs: clock.epochMs(),
  })

  return {
    async list({ principal: { role, territories } }) {
      const rows = await database.query<Omit<DeviceRecord, 'online'> & { open: boolean }>(
        `select d.device_id as "deviceId", d.user_id as "userId", u.name as "userName", d.name, d.app_version as "appVersion",
           d.first_seen_at_ms as "firstSeenAtMs", d.last_seen_at_ms as "lastSeenAtMs", d.status,
           exists (select 1 from account_sessions s where s.device_id = d.device_id and s.ended_at_ms is null) as open
         from account_devices d join users u on u.id = d.user_id
         where $1::text[] is null or u.territory_ids ?| $1::text[]
         order by d.last_seen_at_ms desc, d.device_id limit 10000`,
        [role === 'administrator' ? null : [...territories]],
      )
      const nowMs = clock.epochMs()
      return rows.map(({ open, ...row }) => ({ ...row, online: open && row.lastSeenAtMs > nowMs - onlineForMs }))
    },

    async set(by, deviceId, action) {
      const userId = await database.transaction(async (queries) => {
        const [device] = await queries.query<{ userId: string }>(
          'update account_devices set status = $2 where device_id = $1 returning user_id as "userId"',
          [deviceId, statusOf[action]],
        )
        if (!device) return undefined
        // A session that was revoked does not come to life again by `allow`.
        if (action !== 'allow') await endSessions(queries, { deviceId }, 'revoked', clock.epochMs())
        await audit.append(queries, [told(by.userId, by.deviceId, deviceId, `device-${action}`)])
        return device.userId
      })
      if (userId === undefined) return problem('not-found')
      tellRightsChanged(deps, userId)
      return done()
    },

    async wiped(userId, deviceId) {
      await database.transaction(async (queries) => {
        const changed = await queries.query(
          `update account_devices set status = 'wiped' where device_id = $1 and status = 'wipe-asked' returning device_id`,
          [deviceId],
        )
        if (changed.length > 0) await audit.append(queries, [told(userId, deviceId, deviceId, 'device-wiped')])
      })
      tellRightsChanged(deps, userId)
    },
  }
}
