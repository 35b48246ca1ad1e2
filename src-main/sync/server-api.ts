import type { z } from 'zod'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Account } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { ServerApi } from '#shared/ports/server-api.ts'
import { type AccountProblem, accountProblem } from '#shared/sync/account-api.ts'
import { failureOfProblem } from '#shared/sync/account-failure.ts'
import { readBody } from './read-body.ts'
import { saveBody } from './save-body.ts'

export interface ServerApiOptions {
  /** `http://…` or `https://…` */
  readonly serverUrl: string
  readonly account: Pick<Account, 'accessToken' | 'tokenRefused'>
  readonly clock: Clock
  readonly fetch?: typeof globalThis.fetch
}

const patienceMs = 20_000
const maxBytes = 8_388_608

export function createServerApi(options: ServerApiOptions): ServerApi {
  return {
    get: (path, schema) => ask(options, 'GET', path, undefined, schema),
    send: (method, path, body, schema) => ask(options, method, path, body, schema),
    download: (path, file) => renewing(options, () => downloadOnce(options, path, file)),
  }
}

function ask<T>(
  options: ServerApiOptions,
  method: string,
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
): Promise<Result<T>> {
  return renewing(options, () => askOnce(options, method, path, body, schema))
}

/** Once more with another token, where the first is refused. */
async function renewing<T>(
  { account }: ServerApiOptions,
  attempt: () => Promise<Result<T> | 'token-refused'>,
): Promise<Result<T>> {
  const first = await attempt()
  if (first !== 'token-refused') return first
  account.tokenRefused()
  const second = await attempt()
  return second === 'token-refused' ? fail('signed-out') : second
}

async function askOnce<T>(
  { serverUrl, account, clock, fetch = globalThis.fetch }: ServerApiOptions,
  method: string,
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
): Promise<Result<T> | 'token-refused'> {
  const token = await account.accessToken()
  if (!token.ok) return token
  const overdue = new AbortController()
  const cancel = clock.after(patienceMs, () => overdue.abort())
  try {
    const response = await fetch(new URL(path, serverUrl), {
      method,
      headers: {
        authorization: `Bearer ${token.value}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: overdue.signal,
    })
    const content = parse(await readBody(response, maxBytes))
    if (response.ok) {
      const parsed = schema.safeParse(content)
      return parsed.success ? ok(parsed.data) : fail('server-not-dzvin')
    }
    return failureOf(response.status, accountProblem.safeParse(content).data)
  } catch (error) {
    return fail(isUntrusted(error) ? 'server-untrusted' : 'server-unreachable')
  } finally {
    cancel()
  }
}

async function downloadOnce(
  { serverUrl, account, clock, fetch = globalThis.fetch }: ServerApiOptions,
  path: string,
  file: string,
): Promise<Result<{ readonly bytes: number }> | 'token-refused'> {
  const token = await account.accessToken()
  if (!token.ok) return token
  const silent = new AbortController()
  let cancel = clock.after(patienceMs, () => silent.abort())
  const heard = () => {
    cancel()
    cancel = clock.after(patienceMs, () => silent.abort())
  }
  try {
    const headers = { authorization: `Bearer ${token.value}` }
    const response = await fetch(new URL(path, serverUrl), { headers, redirect: 'error', signal: silent.signal })
    if (!response.ok) return failureOf(response.status, accountProblem.safeParse(parse(await readBody(response, maxBytes))).data)
    return await saveBody(response, file, heard)
  } catch (error) {
    return fail(isUntrusted(error) ? 'server-untrusted' : 'server-unreachable')
  } finally {
    cancel()
  }
}

function failureOf(status: number, problem: AccountProblem | undefined): Result<never> | 'token-refused' {
  if (problem?.problem === 'unauthenticated' || (status === 401 && !problem)) return 'token-refused'
  if (problem) return { ok: false, failure: failureOfProblem(problem) }
  return fail(status >= 500 || status === 429 ? 'server-unavailable' : 'server-not-dzvin')
}

/** Undefined for an empty body, as of 204. */
function parse(bytes: Uint8Array | undefined): unknown {
  if (!bytes || bytes.byteLength === 0) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function isUntrusted(error: unknown): boolean {
  const { cause } = error as { cause?: unknown }
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS/.test(code)
}
