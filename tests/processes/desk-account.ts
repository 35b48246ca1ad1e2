import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Account } from '#shared/ports/account.ts'
import { accountProblem, signedIn } from '#shared/sync/account-api.ts'

export interface DeskLogin {
  readonly serverUrl: string
  readonly login: string
  readonly password: string
}

/** What is kept of the person in the folder, so that a desk that was killed is the same one again. */
interface Kept {
  readonly deviceId: string
  readonly userId: string
}

export interface DeskAccount extends Pick<Account, 'accessToken' | 'tokenRefused' | 'leave' | 'confirmed'> {
  readonly deviceId: string
  readonly userId: string
  readonly key: Buffer
}

/** Somebody signed in at a headless desk: by password each time, without the offline part that a real desktop has. */
export async function openDeskAccount(dir: string, login: DeskLogin): Promise<DeskAccount> {
  mkdirSync(dir, { recursive: true })
  const path = join(dir, 'account.json')
  let kept: Kept | undefined = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Kept) : undefined
  const deviceId = kept?.deviceId ?? randomUUID()
  let access: { readonly token: string; readonly untilMs: number } | undefined
  if (!kept) {
    const first = await accessToken()
    if (!first.ok) throw new Error(`The first sign-in failed: ${first.failure.kind}`)
  }

  async function accessToken(): Promise<Result<string>> {
    if (access && access.untilMs > Date.now()) return ok(access.token)
    try {
      const answer = await fetch(`${login.serverUrl}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          login: login.login,
          password: login.password,
          device: { id: deviceId, name: `desk ${process.pid}`, appVersion: '0.0.0' },
        }),
      })
      const body: unknown = await answer.json()
      if (!answer.ok) {
        const { problem } = accountProblem.parse(body)
        return fail(problem === 'unavailable' ? 'server-unreachable' : 'signed-out')
      }
      const { accessToken: token, accessUntilMs, serverMs, user } = signedIn.parse(body)
      access = { token, untilMs: Date.now() + (accessUntilMs - serverMs) * 0.8 }
      if (!kept) {
        kept = { deviceId, userId: user.userId }
        writeFileSync(path, JSON.stringify(kept))
      }
      return ok(token)
    } catch {
      return fail('server-unreachable')
    }
  }

  return {
    deviceId,
    userId: kept!.userId,
    key: createHash('sha256').update(deviceId).digest(),
    accessToken,
    tokenRefused() {
      access = undefined
    },
    leave: async (reason) => void process.send?.({ left: reason }),
    confirmed() {},
  }
}
