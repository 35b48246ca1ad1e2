import type { Clock } from '#shared/ports/clock.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { readAccessToken } from './access-token.ts'
import { type Answer, done, problem } from './answer.ts'
import { problemOfStatus } from './sessions.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { Standing, Standings } from './standing.ts'

/** Who asks, from which desktop. */
export interface Authenticated {
  readonly principal: Principal
  readonly login: string
  readonly deviceId: string
  readonly sessionId: string
}

/**
 * - `work`: everything but the following
 * - `account`: also for who must first choose a password
 * - `last`: what a revoked desktop may still do with its last token: give back what waits, say that it has wiped itself
 */
export type Purpose = 'work' | 'account' | 'last'

/** `bearer`: the value of the Authorization header, or the bare token. */
export type Authenticate = (bearer: string | undefined, purpose?: Purpose) => Promise<Answer<Authenticated>>

export function createAuthenticate(deps: {
  readonly keys: SigningKeys
  readonly standings: Standings
  readonly clock: Clock
}): Authenticate {
  return async (bearer, purpose = 'work') => {
    const token = bearer?.replace(/^Bearer +/i, '')
    if (!token) return problem('unauthenticated')
    const holder = await readAccessToken(deps.keys, token, deps.clock.epochMs(), purpose === 'last' ? 'last' : 'now')
    const standing = holder && (await deps.standings.of(holder.sessionId))
    if (!standing || standing.deviceId !== holder.deviceId || standing.principal.userId !== holder.userId)
      return problem('unauthenticated')
    const refused = refusalOf(standing, purpose)
    if (refused) return problem(refused)
    const { principal, login, deviceId, sessionId } = standing
    return done({ principal, login, deviceId, sessionId })
  }
}

function refusalOf(standing: Standing, purpose: Purpose) {
  const { ended, deviceStatus, active } = standing
  // Whoever ended the session for another reason can sign in and send what waits as usual.
  if (purpose === 'last') return ended === null || ended === 'revoked' ? undefined : 'unauthenticated'
  if (deviceStatus !== 'active') return problemOfStatus(deviceStatus)
  if (!active || ended === 'revoked') return 'revoked'
  if (ended !== null) return 'unauthenticated'
  return standing.mustChangePassword && purpose === 'work' ? 'password-first' : undefined
}
