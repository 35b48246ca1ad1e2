import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'

export interface OidcSettings {
  /** https, or http on this machine for trials. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string
  /** How the button of the sign-in page calls it. */
  readonly name: string
  /** Which claim names the person's login; of `email` only a verified one counts. */
  readonly claim: string
  /** As the browsers of the desktops reach this server. */
  readonly publicUrl: string
}

/** What is remembered from the way out to the way back; none of it is shown to the desktop. */
export interface OidcSecrets {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** One provider: code flow with PKCE, state and nonce. Its methods throw what the provider or the network did wrong. */
export interface OidcProvider {
  newSecrets(): OidcSecrets
  /** Where the browser signs in. */
  signInUrl(secrets: OidcSecrets): Promise<string>
  /** The login that the provider vouches for; undefined where the claim is missing or not verified. */
  loginOf(query: string, secrets: OidcSecrets): Promise<string | undefined>
}

export function createOidcProvider(settings: OidcSettings): OidcProvider {
  const callback = new URL('/api/oidc/callback', settings.publicUrl)
  let found: Promise<Configuration> | undefined

  const configuration = () => {
    found ??= discover(settings).catch((error: unknown) => {
      // Asked again at the next try.
      found = undefined
      throw error
    })
    return found
  }

  return {
    newSecrets: () => ({ state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }),
    async signInUrl({ state, nonce, verifier }) {
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback.href,
        scope: settings.claim === 'email' ? 'openid email' : 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return url.href
    },
    async loginOf(query, { state, nonce, verifier }) {
      const url = new URL(callback)
      url.search = query
      const tokens = await authorizationCodeGrant(await configuration(), url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      const login = claims?.[settings.claim]
      if (typeof login !== 'string' || login === '') return undefined
      return settings.claim === 'email' && claims?.email_verified !== true ? undefined : login
    },
  }
}

function discover(settings: OidcSettings): Promise<Configuration> {
  const issuer = new URL(settings.issuer)
  const isHere = issuer.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname)
  return discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
    timeout: 10,
    ...(isHere ? { execute: [allowInsecureRequests] } : {}),
  })
}
