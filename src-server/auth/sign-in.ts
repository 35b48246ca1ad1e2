import type { z } from 'zod'
import type { SignedIn, signInRequest } from '#shared/sync/account-api.ts'
import type { AuditEntry } from '../audit/audit-log.ts'
import { issueAccessToken } from './access-token.ts'
import { type Answer, done, problem } from './answer.ts'
import { type AuthDeps, tellRightsChanged } from './auth-deps.ts'
import { foldLogin } from './login.ts'
import { type AccountRow, accountById, accountByLogin, signedInUserOf } from './people-rows.ts'
import { spendCode } from './second-factor.ts'
import { type Device, endSessions, openSession, refreshSession } from './sessions.ts'

export interface SignIn {
  withPassword(request: z.infer<typeof signInRequest>, address: string): Promise<Answer<SignedIn>>
  /** Somebody else (the provider) has vouched for who it is. */
  vouched(userId: string, device: Device, address: string): Promise<Answer<SignedIn>>
  refresh(refreshToken: string, address: string): Promise<Answer<SignedIn>>
  signOut(session: { readonly sessionId: string; readonly userId: string; readonly deviceId: string }): Promise<void>
}

export function createSignIn(deps: AuthDeps): SignIn {
  const { database, audit, clock, ids, keys, guard, passwords } = deps

  const tell = (kind: AuditEntry['kind'], actor: string | null, device: string | null, detail: AuditEntry['detail']) =>
    ({ kind, actor, device, entity: null, row: null, detail, atMs: clock.epochMs() }) satisfies AuditEntry

  async function failed(account: AccountRow | undefined, device: Device, address: string, reason: string): Promise<void> {
    const entry = tell('sign-in-failed', account?.userId ?? null, device.id, { reason, address })
    await database.transaction((queries) => audit.append(queries, [entry]))
  }

  async function tokens(userId: string, sessionId: string, deviceId: string, refreshToken: string): Promise<Answer<SignedIn>> {
    const account = await accountById(database, userId)
    if (!account) return problem('unauthenticated')
    const serverMs = clock.epochMs()
    const access = await issueAccessToken(keys, { userId, sessionId, deviceId }, serverMs)
    return done({
      user: signedInUserOf(account),
      ...access,
      refreshToken,
      offlineUntilMs: serverMs + deps.offlineForMs,
      serverMs,
    })
  }

  async function open(userId: string, device: Device, address: string, how: string): Promise<Answer<SignedIn>> {
    const sessionId = ids.next()
    const nowMs = clock.epochMs()
    const opened = await database.transaction(async (queries) => {
      const answer = await openSession(queries, { sessionId, userId, device, address, nowMs })
      const detail = answer.ok ? { how, address, session: sessionId } : { how, address, reason: answer.problem.problem }
      if (answer.ok) await queries.query('update accounts set last_sign_in_at_ms = $2 where user_id = $1', [userId, nowMs])
      await audit.append(queries, [tell(answer.ok ? 'sign-in' : 'sign-in-failed', userId, device.id, detail)])
      return answer
    })
    return opened.ok ? tokens(userId, sessionId, device.id, opened.value) : opened
  }

  return {
    async withPassword({ login, password, code, device }, address) {
      const nowMs = clock.epochMs()
      const entered = await guard.enter(login, address, nowMs)
      if (entered.kind === 'wait') return problem('locked', { retryAfterMs: entered.waitMs })
      const account = await accountByLogin(database, foldLogin(login))
      const fits = await passwords.fits(account?.passwordHash ?? null, password)
      if (!account?.active || !fits) {
        await failed(account, device, address, 'password')
        return problem('wrong-credentials')
      }
      if (account.totpSecret !== null) {
        if (code === undefined) {
          await guard.giveBack(login, address, entered.tries)
          return problem('code-needed')
        }
        if (!(await spendCode(database, account.userId, account.totpSecret, code, nowMs))) {
          await failed(account, device, address, 'code')
          return problem('code-wrong')
        }
      }
      await guard.right(login, address)
      return open(account.userId, device, address, account.totpSecret === null ? 'password' : 'password and code')
    },

    vouched: (userId, device, address) => open(userId, device, address, 'provider'),

    async refresh(refreshToken, address) {
      const nowMs = clock.epochMs()
      const answer = await database.transaction(async (queries) => {
        const refreshed = await refreshSession(queries, refreshToken, address, nowMs)
        if ('reuse' in refreshed) {
          const { userId, deviceId, sessionId } = refreshed.reuse
          await audit.append(queries, [tell('refusal', userId, deviceId, { reason: 'token-reuse', address, session: sessionId })])
        }
        return refreshed
      })
      if ('reuse' in answer) {
        tellRightsChanged(deps, answer.reuse.userId)
        return problem('unauthenticated')
      }
      if (!answer.ok) return answer
      const { userId, sessionId, deviceId, refreshToken: next } = answer.value
      return tokens(userId, sessionId, deviceId, next)
    },

    async signOut({ sessionId, userId, deviceId }) {
      await database.transaction(async (queries) => {
        await endSessions(queries, { sessionId }, 'signed-out', clock.epochMs())
        await audit.append(queries, [tell('administration', userId, deviceId, { what: 'signed-out', session: sessionId })])
      })
      tellRightsChanged(deps, userId)
    },
  }
}
