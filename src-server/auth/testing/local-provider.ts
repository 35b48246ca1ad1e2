import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export interface LocalProvider {
  readonly issuer: string
  readonly client: { readonly clientId: string; readonly clientSecret: string }
  /** Whoever signs in there next, and what the provider says of them. */
  person: { readonly sub: string; readonly [claim: string]: unknown }
  /** A browser that follows redirects from here, signing in on the way, until one leads to `untilUrl`; that one. */
  browse(url: string, untilUrl: string): Promise<string>
  close(): Promise<void>
}

const client = { clientId: 'dzvin', clientSecret: 'a-secret-between-the-two-of-them' }
const scopes = 'openid email profile'

/** A real OpenID provider on this machine, that asks nobody for a password. */
export async function openLocalProvider(callbackUrl: string): Promise<LocalProvider> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/'))
      void provider.interactionFinished(
        request,
        response,
        { login: { accountId: local.person.sub } },
        { mergeWithLastSubmission: false },
      )
    else void provider.callback()(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [callbackUrl] }],
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: async () => local.person }),
    async loadExistingGrant(context: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const grant = new provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      })
      grant.addOIDCScope(scopes)
      await grant.save()
      return grant
    },
  })

  const local: LocalProvider = {
    issuer,
    client,
    person: { sub: 'nobody' },
    async browse(url, untilUrl) {
      const cookies = new Map<string, string>()
      let next = url
      for (let hop = 0; hop < 10; hop++) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
        for (const set of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
          cookies.set(name, value)
        }
        const location = response.headers.get('location')
        if (location === null) throw new Error(`no way on from ${next}: ${response.status} ${await response.text()}`)
        next = new URL(location, next).href
        if (next.startsWith(untilUrl)) return next
      }
      throw new Error('too many redirects')
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return local
}
