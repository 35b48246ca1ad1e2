import type { Queries } from '../store/database.ts'
import { type Answer, done, problem } from './answer.ts'
import { hashOfSecret, newSecret } from './secret.ts'

/** A desktop that is not used for so long signs in anew. */
export const refreshForMs = 30 * 86_400_000
/** The answer to a refresh may be lost on the way; so long the same token is answered again. */
export const retryForMs = 20_000

/** A used token that comes later than that is an unknown one: as useless to a thief, but it ends no session. */
const rememberUsedMs = 7 * 86_400_000

export type EndReason = 'signed-out' | 'replaced' | 'revoked' | 'password' | 'reuse'

export interface Device {
  readonly id: string
  readonly name: string
  readonly appVersion: string
}

export interface NewSession {
  readonly sessionId: string
  readonly userId: string
  readonly device: Device
  readonly address: string
  readonly nowMs: number
}

/** In the caller's transaction. An older session of the same desktop ends. The refresh token. */
export async function openSession(queries: Queries, session: NewSession): Promise<Answer<string>> {
  const { device, userId, nowMs } = session
  const [kept] = await queries.query<{ userId: string; status: DeviceStatus }>(
    `insert into account_devices as old (device_id, user_id, name, app_version, first_seen_at_ms, last_seen_at_ms)
     values ($1, $2, $3, $4, $5, $5)
     on conflict (device_id) do update set
       name = case when old.user_id = $2 then $3 else old.name end,
       app_version = case when old.user_id = $2 then $4 else old.app_version end,
       last_seen_at_ms = case when old.user_id = $2 then $5 else old.last_seen_at_ms end
     returning user_id as "userId", status`,
    [device.id, userId, device.name, device.appVersion, nowMs],
  )
  if (kept?.userId !== userId) return problem('malformed', { field: 'device.id' })
  if (kept.status !== 'active') return problem(problemOfStatus(kept.status))
  await queries.query(
    `update account_sessions set ended_at_ms = $2, ended_why = 'replaced' where device_id = $1 and ended_at_ms is null`,
    [device.id, nowMs],
  )
  await queries.query(
    `insert into account_sessions (session_id, user_id, device_id, started_at_ms, last_used_at_ms, address)
     values ($1, $2, $3, $4, $4, $5)`,
    [session.sessionId, userId, device.id, nowMs, session.address],
  )
  return done(await newToken(queries, session.sessionId, nowMs))
}

export type DeviceStatus = 'active' | 'revoked' | 'wipe-asked' | 'wiped'

export function problemOfStatus(status: Exclude<DeviceStatus, 'active'>): 'revoked' | 'wipe' {
  return status === 'wipe-asked' ? 'wipe' : 'revoked'
}

export interface Refreshed {
  readonly sessionId: string
  readonly userId: string
  readonly deviceId: string
  readonly refreshToken: string
}

/** `reuse`: a token came that must not come any more; the session was ended, because somebody else has it too. */
export type RefreshAnswer =
  | Answer<Refreshed>
  | { readonly ok: false; readonly reuse: { sessionId: string; userId: string; deviceId: string } }

interface TokenRow {
  readonly sessionId: string
  readonly userId: string
  readonly deviceId: string
  readonly status: DeviceStatus
  readonly active: boolean
  readonly endedAtMs: number | null
  readonly expiresAtMs: number
  readonly usedAtMs: number | null
  readonly superseded: boolean
  readonly successor: string | null
  /** The token given in exchange was itself used: its answer did arrive. */
  readonly successorUsed: boolean
}

/**
 * In the caller's transaction, which must be committed whatever comes back. A token is good once. One that comes again within
 * seconds, while the token given for it has not been seen, is a desktop whose answer was lost: it gets another, and the unseen
 * one dies. Any other second use ends the session.
 */
export async function refreshSession(
  queries: Queries,
  refreshToken: string,
  address: string,
  nowMs: number,
): Promise<RefreshAnswer> {
  const hash = hashOfSecret(refreshToken)
  // The session's row is the lock: two uses of its tokens wait for each other, and read only then.
  await queries.query(
    'select 1 from account_sessions where session_id = (select session_id from refresh_tokens where token_hash = $1) for update',
    [hash],
  )
  const [row] = await queries.query<TokenRow>(
    `select t.session_id as "sessionId", s.user_id as "userId", s.device_id as "deviceId", d.status, u.active,
       s.ended_at_ms as "endedAtMs", t.expires_at_ms as "expiresAtMs", t.used_at_ms as "usedAtMs", t.superseded, t.successor,
       exists (select 1 from refresh_tokens n where n.token_hash = t.successor and n.used_at_ms is not null) as "successorUsed"
     from refresh_tokens t
     join account_sessions s using (session_id)
     join account_devices d on d.device_id = s.device_id
     join users u on u.id = s.user_id
     where t.token_hash = $1`,
    [hash],
  )
  if (!row) return problem('unauthenticated')
  const { sessionId, userId, deviceId } = row
  if (row.status !== 'active') return problem(problemOfStatus(row.status))
  if (!row.active) return problem('revoked')
  if (row.endedAtMs !== null || row.expiresAtMs <= nowMs) return problem('unauthenticated')
  if (isReuse(row, nowMs)) {
    await endSessions(queries, { sessionId }, 'reuse', nowMs)
    return { ok: false, reuse: { sessionId, userId, deviceId } }
  }
  const next = await newToken(queries, sessionId, nowMs)
  if (row.successor !== null)
    await queries.query('update refresh_tokens set superseded = true where token_hash = $1', [row.successor])
  await queries.query('update refresh_tokens set used_at_ms = coalesce(used_at_ms, $2), successor = $3 where token_hash = $1', [
    hash,
    nowMs,
    hashOfSecret(next),
  ])
  await queries.query('update account_sessions set last_used_at_ms = $2, address = $3 where session_id = $1', [
    sessionId,
    nowMs,
    address,
  ])
  await queries.query('delete from refresh_tokens where session_id = $1 and used_at_ms < $2', [sessionId, nowMs - rememberUsedMs])
  return done({ sessionId, userId, deviceId, refreshToken: next })
}

/** @internal exported for its test */
export function isReuse(token: Pick<TokenRow, 'usedAtMs' | 'superseded' | 'successorUsed'>, nowMs: number): boolean {
  if (token.superseded) return true
  if (token.usedAtMs === null) return false
  return token.successorUsed || nowMs - token.usedAtMs > retryForMs
}

async function newToken(queries: Queries, sessionId: string, nowMs: number): Promise<string> {
  const token = newSecret()
  await queries.query(
    'insert into refresh_tokens (token_hash, session_id, issued_at_ms, expires_at_ms) values ($1, $2, $3, $4)',
    [hashOfSecret(token), sessionId, nowMs, nowMs + refreshForMs],
  )
  return token
}

/** Which sessions: one, all of a desktop, or all of a person but perhaps one. */
export type WhichSessions =
  | { readonly sessionId: string; readonly userId?: string }
  | { readonly deviceId: string }
  | { readonly userId: string; readonly but?: string }

/** How many ended. */
export async function endSessions(queries: Queries, which: WhichSessions, why: EndReason, nowMs: number): Promise<number> {
  const { sessionId, deviceId, userId, but } = {
    sessionId: undefined,
    deviceId: undefined,
    userId: undefined,
    but: undefined,
    ...which,
  }
  const ended = await queries.query(
    `update account_sessions set ended_at_ms = $1, ended_why = $2
     where ended_at_ms is null and ($3::text is null or session_id = $3) and ($4::text is null or device_id = $4)
       and ($5::text is null or user_id = $5) and ($6::text is null or session_id <> $6)
     returning session_id`,
    [nowMs, why, sessionId ?? null, deviceId ?? null, userId ?? null, but ?? null],
  )
  return ended.length
}
