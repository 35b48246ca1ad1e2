import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { SigningKeys } from './signing-keys.ts'
import { lastTokenForMs } from './signing-keys.ts'

export const accessTokenForMs = 600_000
const issuer = 'dzvin'
const audience = 'dzvin-desktop'
const longestToken = 2_000

const claims = z.object({ sub: z.string().min(1), sid: z.string().min(1), did: z.string().min(1), exp: z.number() })

/** Who a token speaks for. It carries no rights: those are read at each request. */
export interface TokenHolder {
  readonly userId: string
  readonly sessionId: string
  readonly deviceId: string
}

export async function issueAccessToken(
  keys: SigningKeys,
  holder: TokenHolder,
  nowMs: number,
): Promise<{ readonly accessToken: string; readonly accessUntilMs: number }> {
  const key = await keys.current()
  const iat = Math.floor(nowMs / 1_000)
  const exp = iat + accessTokenForMs / 1_000
  const accessToken = await new SignJWT({ sid: holder.sessionId, did: holder.deviceId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.kid })
    .setSubject(holder.userId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(iat)
    .setExpirationTime(exp)
    .sign(key.secret)
  return { accessToken, accessUntilMs: exp * 1_000 }
}

/**
 * Reads a token that this server signed. `last`: one that ran out no more than 30 days ago is read as well, for what a revoked
 * desktop may still give back. Undefined: it is none of ours, was changed, or ran out.
 */
export async function readAccessToken(
  keys: SigningKeys,
  token: string,
  nowMs: number,
  use: 'now' | 'last' = 'now',
): Promise<TokenHolder | undefined> {
  if (token.length > longestToken) return undefined
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined ? undefined : await keys.byId(kid)
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key.secret
      },
      {
        algorithms: ['HS256'],
        issuer,
        audience,
        typ: 'JWT',
        requiredClaims: ['sub', 'sid', 'did', 'exp', 'iat'],
        currentDate: new Date(nowMs),
        clockTolerance: use === 'last' ? lastTokenForMs / 1_000 : 0,
      },
    )
    const { sub, sid, did } = claims.parse(payload)
    return { userId: sub, sessionId: sid, deviceId: did }
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined
    throw error
  }
}
