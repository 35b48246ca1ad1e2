import type { Log } from '#shared/ports/log.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import { type Answer, done, problem } from './answer.ts'
import type { AuthDeps } from './auth-deps.ts'
import { foldLogin } from './login.ts'
import type { OidcProvider } from './oidc-provider.ts'
import { accountByLogin } from './people-rows.ts'
import { hashOfSecret, newSecret } from './secret.ts'
import type { Device } from './sessions.ts'
import type { SignIn } from './sign-in.ts'

const flowForMs = 600_000

/**
 * Sign-in by a provider: the desktop begins and keeps the ticket, the person signs in in a browser, the desktop claims. The
 * ticket never goes through the browser, and the browser's secrets never come to the desktop.
 */
export interface OidcSignIn {
  begin(device: Device): Promise<Answer<{ readonly url: string; readonly ticket: string }>>
  /** The browser came: for which desktop it would sign in, and where it goes on. Undefined: no such flow, or too late. */
  start(flow: string): Promise<{ readonly deviceName: string; readonly url: string } | undefined>
  /** The provider sent the browser back with this query. */
  callback(query: string): Promise<'signed-in' | 'failed'>
  claim(ticket: string, address: string): Promise<Answer<SignedIn>>
}

interface Flow {
  readonly nonce: string
  readonly verifier: string
  readonly device: Device
}

export function createOidcSignIn(
  deps: AuthDeps,
  given: { readonly provider: OidcProvider; readonly signIn: SignIn; readonly log: Log; readonly publicUrl: string },
): OidcSignIn {
  const { database, clock } = deps
  const { provider, log } = given
  const oldest = () => clock.epochMs() - flowForMs

  /** No one is made silently: who is not among the users stays out. */
  async function userOf(query: string, secrets: { state: string; nonce: string; verifier: string }): Promise<string | undefined> {
    try {
      const login = await provider.loginOf(query, secrets)
      const account = login === undefined ? undefined : await accountByLogin(database, foldLogin(login))
      return account?.active ? account.userId : undefined
    } catch (error) {
      log.warn('sign-in by the provider failed', { error: error instanceof Error ? error.message : 'unknown' })
      return undefined
    }
  }

  return {
    async begin(device) {
      const { state, nonce, verifier } = provider.newSecrets()
      const ticket = newSecret()
      await database.query('delete from oidc_flows where begun_at_ms < $1', [oldest()])
      await database.query(
        `insert into oidc_flows (ticket_hash, state_hash, nonce, verifier, device, begun_at_ms) values ($1, $2, $3, $4, $5, $6)`,
        [hashOfSecret(ticket), hashOfSecret(state), nonce, verifier, JSON.stringify(device), clock.epochMs()],
      )
      const url = new URL('/api/oidc/start', given.publicUrl)
      url.searchParams.set('flow', state)
      return done({ url: url.href, ticket })
    },

    async start(state) {
      const [flow] = await database.query<Flow>(
        `select nonce, verifier, device from oidc_flows where state_hash = $1 and status = 'pending' and begun_at_ms >= $2`,
        [hashOfSecret(state), oldest()],
      )
      if (!flow) return undefined
      return { deviceName: flow.device.name, url: await provider.signInUrl({ ...flow, state }) }
    },

    async callback(query) {
      const state = new URLSearchParams(query).get('state') ?? ''
      // Taken once: a second way back with the same state finds nothing.
      const [flow] = await database.query<Flow>(
        `update oidc_flows set status = 'exchanging' where state_hash = $1 and status = 'pending' and begun_at_ms >= $2
         returning nonce, verifier, device`,
        [hashOfSecret(state), oldest()],
      )
      if (!flow) return 'failed'
      const userId = await userOf(query, { ...flow, state })
      const status = userId === undefined ? 'failed' : 'signed-in'
      await database.query('update oidc_flows set status = $2, user_id = $3 where state_hash = $1', [
        hashOfSecret(state),
        status,
        userId ?? null,
      ])
      return status
    },

    async claim(ticket, address) {
      const hash = hashOfSecret(ticket)
      const [ended] = await database.query<{ userId: string | null; device: Device }>(
        `delete from oidc_flows where ticket_hash = $1 and begun_at_ms >= $2 and status in ('signed-in', 'failed')
         returning user_id as "userId", device`,
        [hash, oldest()],
      )
      if (ended) return ended.userId === null ? problem('oidc-failed') : given.signIn.vouched(ended.userId, ended.device, address)
      const [open] = await database.query('select 1 from oidc_flows where ticket_hash = $1 and begun_at_ms >= $2', [
        hash,
        oldest(),
      ])
      return problem(open ? 'oidc-pending' : 'oidc-failed')
    },
  }
}
