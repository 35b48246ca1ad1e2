import { z } from 'zod'
import { type Failure, fail } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'
import { type AccountProblem, about, accountProblem, oidcBegun, signedIn } from '#shared/sync/account-api.ts'

/** What of `fetch` is used. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; redirect: 'error'; signal: AbortSignal },
) => Promise<Pick<Response, 'status' | 'headers' | 'body'>>

export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: AccountProblem }
  /** No word of the server's; `lost`: it may have done what was asked all the same. */
  | { readonly kind: 'silent'; readonly failure: Failure; readonly lost: boolean }

export type DeviceWords = Readonly<{ id: string; name: string; appVersion: string }>

const longestWaitMs = 15_000
const longestAnswer = 100_000
const untrusted = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_)/
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/
const anything = z.unknown()

/** The account's part of the server's JSON API. Never rejects. Passwords and tokens go into bodies and headers alone. */
export class AccountCalls {
  readonly #base: URL
  readonly #http: Fetch
  readonly #clock: Clock

  constructor(serverUrl: string, http: Fetch, clock: Clock) {
    this.#base = new URL(serverUrl)
    this.#http = http
    this.#clock = clock
  }

  about = () => this.#ask('GET', '/api/about', undefined, about)
  signIn = (login: string, password: string, code: string | undefined, device: DeviceWords) =>
    this.#ask('POST', '/api/sign-in', { login, password, ...(code && { code }), device }, signedIn)
  refresh = (refreshToken: string) => this.#ask('POST', '/api/refresh', { refreshToken }, signedIn)
  signOut = (token: string) => this.#ask('POST', '/api/sign-out', {}, anything, token)
  changePassword = (current: string, next: string, token: string) =>
    this.#ask('POST', '/api/password', { current, next }, anything, token)
  wiped = (token: string) => this.#ask('POST', '/api/device/wiped', {}, anything, token)
  beginProvider = (device: DeviceWords) => this.#ask('POST', '/api/oidc/begin', { device }, oidcBegun)
  claimProvider = (ticket: string) => this.#ask('POST', '/api/oidc/claim', { ticket }, signedIn)

  async #ask<T>(method: string, path: string, body: unknown, schema: z.ZodType<T>, token?: string): Promise<Answer<T>> {
    const gaveUp = new AbortController()
    const stop = this.#clock.after(longestWaitMs, () => gaveUp.abort())
    try {
      const answer = await this.#http(new URL(path, this.#base).href, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: gaveUp.signal,
      })
      return judge(answer.status, await readJson(answer.body), schema)
    } catch (error) {
      const code = codeOf(error)
      const failure = fail(untrusted.test(code) ? 'server-untrusted' : 'server-unreachable').failure
      return { kind: 'silent', failure, lost: !neverSent.test(code) && !untrusted.test(code) }
    } finally {
      stop()
    }
  }
}

function judge<T>(status: number, body: unknown, schema: z.ZodType<T>): Answer<T> {
  if (status >= 200 && status < 300) {
    const value = schema.safeParse(body)
    if (value.success) return { kind: 'done', value: value.data }
    return { kind: 'silent', failure: fail('server-not-dzvin').failure, lost: true }
  }
  const problem = accountProblem.safeParse(body)
  if (problem.success && problem.data.problem !== 'unavailable') return { kind: 'refused', problem: problem.data }
  const failure = fail(status >= 500 ? 'server-unavailable' : 'server-not-dzvin').failure
  return { kind: 'silent', failure, lost: status >= 500 }
}

async function readJson(body: ReadableStream<Uint8Array> | null): Promise<unknown> {
  if (!body) return undefined
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > longestAnswer) return undefined
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return undefined
  }
}

/** `fetch` hides the socket's error in `cause`, that of several addresses in `errors`. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause ?? (cause as AggregateError).errors?.[0]) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  }
  return ''
}
