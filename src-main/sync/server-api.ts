import type { z } from 'zod'
import { type FailureKind, fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Account } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { ServerApi } from '#shared/ports/server-api.ts'
import { type AccountProblem, accountProblem } from '#shared/sync/account-api.ts'
import { readBody } from './read-body.ts'

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
  }
}

async function ask<T>(
  options: ServerApiOptions,
  method: string,
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
): Promise<Result<T>> {
  const first = await askOnce(options, method, path, body, schema)
  if (first !== 'token-refused') return first
  options.account.tokenRefused()
  const second = await askOnce(options, method, path, body, schema)
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

function failureOf(status: number, problem: AccountProblem | undefined): Result<never> | 'token-refused' {
  if (problem?.problem === 'unauthenticated' || (status === 401 && !problem)) return 'token-refused'
  if (problem?.problem === 'locked') {
    return fail('sign-in-locked', { minutes: Math.max(1, Math.ceil((problem.retryAfterMs ?? 0) / 60_000)) })
  }
  if (problem) return fail(failures[problem.problem], problem.field ? { field: problem.field } : undefined)
  return fail(status >= 500 || status === 429 ? 'server-unavailable' : 'server-not-dzvin')
}

const failures: Readonly<Record<Exclude<AccountProblem['problem'], 'unauthenticated' | 'locked'>, FailureKind>> = {
  'wrong-credentials': 'wrong-credentials',
  'code-needed': 'second-factor-needed',
  'code-wrong': 'second-factor-wrong',
  forbidden: 'no-right',
  revoked: 'signed-out',
  wipe: 'signed-out',
  'password-weak': 'password-weak',
  'password-first': 'no-right',
  'login-taken': 'login-taken',
  'last-administrator': 'last-administrator',
  'not-found': 'not-found',
  malformed: 'invalid-input',
  'oidc-off': 'provider-failed',
  'oidc-pending': 'provider-failed',
  'oidc-failed': 'provider-failed',
  unavailable: 'server-unavailable',
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
