import type { z } from 'zod'
import type { SessionRecord } from '#shared/domain/people/user.ts'
import type { passwordChange, recoveryCodes, secondFactorBegun } from '#shared/sync/account-api.ts'
import type { AuditEntry } from '../audit/audit-log.ts'
import type { Queries } from '../store/database.ts'
import { type Answer, done, problem } from './answer.ts'
import { type AuthDeps, tellRightsChanged } from './auth-deps.ts'
import type { Authenticated } from './authenticate.ts'
import { isStrong } from './password-rule.ts'
import { accountById } from './people-rows.ts'
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, spendCode } from './second-factor.ts'
import { endSessions } from './sessions.ts'

/** What everybody does with their own account. */
export interface OwnAccount {
  /** The other sessions of this person end. */
  changePassword(me: Authenticated, request: z.infer<typeof passwordChange>, address: string): Promise<Answer<undefined>>
  beginSecondFactor(me: Authenticated): Promise<Answer<z.infer<typeof secondFactorBegun>>>
  confirmSecondFactor(me: Authenticated, code: string, address: string): Promise<Answer<z.infer<typeof recoveryCodes>>>
  /** With a good code, so that a desktop left open is not enough. */
  removeSecondFactor(me: Authenticated, code: string, address: string): Promise<Answer<undefined>>
  sessions(me: Authenticated): Promise<readonly SessionRecord[]>
  endSession(me: Authenticated, sessionId: string): Promise<Answer<undefined>>
}

export function createOwnAccount(deps: AuthDeps): OwnAccount {
  const { database, audit, clock, guard, passwords } = deps

  const told = (me: Authenticated, kind: AuditEntry['kind'], detail: AuditEntry['detail']): AuditEntry => ({
    kind,
    actor: me.principal.userId,
    device: me.deviceId,
    entity: 'users',
    row: me.principal.userId,
    detail,
    atMs: clock.epochMs(),
  })
  const tell = (queries: Queries, me: Authenticated, detail: AuditEntry['detail']) =>
    audit.append(queries, [told(me, 'administration', detail)])

  /** Guesses with a stolen session are counted like those at sign-in. */
  async function guarded<T>(me: Authenticated, address: string, check: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const entered = await guard.enter(me.login, address, clock.epochMs())
    if (entered.kind === 'wait') return problem('locked', { retryAfterMs: entered.waitMs })
    const answer = await check()
    if (answer.ok) await guard.right(me.login, address)
    else
      await database.transaction((queries) =>
        audit.append(queries, [told(me, 'sign-in-failed', { reason: answer.problem.problem, address })]),
      )
    return answer
  }

  return {
    async changePassword(me, { current, next }, address) {
      const account = await accountById(database, me.principal.userId)
      if (!account) return problem('not-found')
      const known = await guarded(me, address, async () =>
        (await passwords.fits(account.passwordHash, current)) ? done() : problem('wrong-credentials', { field: 'current' }),
      )
      if (!known.ok) return known
      if (!isStrong(next, account) || next === current) return problem('password-weak', { field: 'next' })
      const hash = await passwords.hash(next)
      await database.transaction(async (queries) => {
        await queries.query('update accounts set password_hash = $2, must_change = false where user_id = $1', [
          account.userId,
          hash,
        ])
        await endSessions(queries, { userId: account.userId, but: me.sessionId }, 'password', clock.epochMs())
        await tell(queries, me, { what: 'password-changed' })
      })
      tellRightsChanged(deps, account.userId)
      return done()
    },

    async beginSecondFactor(me) {
      const { userId } = me.principal
      const account = await accountById(database, userId)
      if (!account) return problem('not-found')
      return done(await beginSecondFactor(database, { userId, login: account.login }))
    },

    confirmSecondFactor: (me, code, address) =>
      guarded(me, address, () =>
        database.transaction(async (queries) => {
          const codes = await confirmSecondFactor(queries, me.principal.userId, code, clock.epochMs())
          if (!codes) return problem('code-wrong', { field: 'code' })
          await tell(queries, me, { what: 'second-factor-set' })
          return done({ recoveryCodes: [...codes] })
        }),
      ),

    async removeSecondFactor(me, code, address) {
      const { userId } = me.principal
      const account = await accountById(database, userId)
      if (!account?.totpSecret) return problem('not-found')
      const { totpSecret } = account
      return guarded(me, address, () =>
        database.transaction(async (queries) => {
          if (!(await spendCode(queries, userId, totpSecret, code, clock.epochMs())))
            return problem('code-wrong', { field: 'code' })
          await removeSecondFactor(queries, userId)
          await tell(queries, me, { what: 'second-factor-removed' })
          return done()
        }),
      )
    },

    async sessions(me) {
      const rows = await database.query<Omit<SessionRecord, 'current'>>(
        `select s.session_id as "sessionId", s.device_id as "deviceId", d.name as "deviceName", s.started_at_ms as "startedAtMs",
           s.last_used_at_ms as "lastUsedAtMs", s.address
         from account_sessions s join account_devices d using (device_id)
         where s.user_id = $1 and s.ended_at_ms is null order by s.last_used_at_ms desc limit 500`,
        [me.principal.userId],
      )
      return rows.map((row) => ({ ...row, current: row.sessionId === me.sessionId }))
    },

    async endSession(me, sessionId) {
      const { userId } = me.principal
      const ended = await database.transaction(async (queries) => {
        const count = await endSessions(queries, { sessionId, userId }, 'signed-out', clock.epochMs())
        if (count > 0) await tell(queries, me, { what: 'session-ended', session: sessionId })
        return count
      })
      if (ended === 0) return problem('not-found')
      tellRightsChanged(deps, userId)
      return done()
    },
  }
}
