import { Secret, TOTP } from 'otpauth'
import type { Queries } from '../store/database.ts'
import { newRecoveryCodes } from './one-time-password.ts'
import { hashOfSecret } from './secret.ts'

const periodSeconds = 30
/** Codes of one period before and after are taken: clocks differ, people type slowly (RFC 6238 section 5.2). */
const windowPeriods = 1

/** Begins anew each time; nothing changes at sign-in until a code was confirmed. */
export async function beginSecondFactor(
  queries: Queries,
  user: { readonly userId: string; readonly login: string },
): Promise<{ readonly uri: string; readonly secret: string }> {
  const secret = new Secret({ size: 20 })
  await queries.query('update accounts set totp_pending = $2 where user_id = $1', [user.userId, secret.base32])
  return { uri: totp(secret.base32, user.login).toString(), secret: secret.base32 }
}

/** Puts the second factor in force if the code is of the begun secret; the recovery codes, shown this once. */
export async function confirmSecondFactor(
  queries: Queries,
  userId: string,
  code: string,
  nowMs: number,
): Promise<readonly string[] | undefined> {
  const [account] = await queries.query<{ pending: string | null }>(
    'select totp_pending as pending from accounts where user_id = $1 for update',
    [userId],
  )
  const step = account?.pending ? stepOf(account.pending, code, nowMs) : undefined
  if (step === undefined) return undefined
  await queries.query(
    'update accounts set totp_secret = totp_pending, totp_pending = null, totp_last_step = $2 where user_id = $1',
    [userId, step],
  )
  const codes = newRecoveryCodes()
  await queries.query('delete from recovery_codes where user_id = $1', [userId])
  await queries.query('insert into recovery_codes (user_id, code_hash) select $1, unnest($2::text[])', [
    userId,
    codes.map((recovery) => hashOfSecret(recovery)),
  ])
  return codes
}

export async function removeSecondFactor(queries: Queries, userId: string): Promise<void> {
  await queries.query('update accounts set totp_secret = null, totp_pending = null where user_id = $1', [userId])
  await queries.query('delete from recovery_codes where user_id = $1', [userId])
}

/** Whether this code is good now; uses it up. Each is good once, also at another node at the same moment (RFC 6238 section 5.2). */
export async function spendCode(queries: Queries, userId: string, secret: string, code: string, nowMs: number): Promise<boolean> {
  const step = stepOf(secret, code, nowMs)
  if (step !== undefined) {
    const used = await queries.query(
      'update accounts set totp_last_step = $2 where user_id = $1 and totp_last_step < $2 returning user_id',
      [userId, step],
    )
    return used.length > 0
  }
  const recovered = await queries.query(
    'update recovery_codes set used_at_ms = $3 where user_id = $1 and code_hash = $2 and used_at_ms is null returning user_id',
    [userId, hashOfSecret(code.trim().toLowerCase()), nowMs],
  )
  return recovered.length > 0
}

function stepOf(secret: string, code: string, nowMs: number): number | undefined {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const delta = totp(secret, '').validate({ token: digits, timestamp: nowMs, window: windowPeriods })
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / periodSeconds) + delta
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Dzvin',
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
  })
}
