import type { SignedInUser } from '#shared/domain/people/user.ts'
import type { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import type { AccountProblem } from '#shared/sync/account-api.ts'
import type { Fetch } from '../account-calls.ts'

export const offlineForMs = 14 * 86_400_000

interface Person {
  readonly user: SignedInUser
  password: string
  code?: string
}

interface Session {
  readonly login: string
  readonly deviceId: string
  refreshToken: string
  ended: boolean
}

/** What requests hold, as far as their path has it. */
interface Body {
  readonly login: string
  readonly password: string
  readonly code?: string
  readonly device: { readonly id: string }
  readonly refreshToken: string
  readonly ticket: string
  readonly current: string
  readonly next: string
}

/** The server's end of the account API as a script: it keeps accounts and sessions, and may be away or answer badly. */
export class AccountServer {
  readonly people = new Map<string, Person>()
  readonly sessions: Session[] = []
  readonly devices = new Map<string, { login: string; status: 'active' | 'revoked' | 'wipe' }>()
  /** Every request: what was sent, as text. */
  readonly heard: { path: string; body: string; token?: string }[] = []
  /** `lost-answer`: the next request arrives and is done, and its answer gets lost. */
  trouble: 'none' | 'away' | 'lost-answer' | 'untrusted' | 'stranger' | 'unavailable' = 'none'
  /** Runs once before the next answer. */
  beforeAnswer: (() => Promise<void> | void) | undefined
  /** Whoever the provider vouches for. */
  provider: string | undefined
  providerPage = 'https://provider.example/'
  readonly #clock: ManualClock
  #made = 0

  constructor(clock: ManualClock) {
    this.#clock = clock
    this.add('olena', 'correct horse')
  }

  add(login: string, password: string, more: Partial<SignedInUser> & { code?: string } = {}): void {
    const { code, ...user } = more
    const plain = {
      userId: `user-${login}`,
      login,
      name: `Name of ${login}`,
      role: 'operator',
      mustChangePassword: false,
    } as const
    this.people.set(login, { user: { ...plain, secondFactor: code !== undefined, ...user }, password, ...(code && { code }) })
  }

  count(path: string): number {
    return this.heard.filter((request) => request.path === path).length
  }

  fetch: Fetch = async (url, init) => {
    const path = new URL(url).pathname
    const token = init.headers.authorization?.replace('Bearer ', '')
    if (this.trouble === 'away') throw refused('ECONNREFUSED')
    if (this.trouble === 'untrusted') throw refused('DEPTH_ZERO_SELF_SIGNED_CERT')
    if (this.trouble === 'stranger') return new Response('<html>Welcome to the hotel</html>')
    if (this.trouble === 'unavailable') return json(503, { problem: 'unavailable' })
    this.heard.push({ path, body: init.body ?? '', ...(token && { token }) })
    const run = this.beforeAnswer
    this.beforeAnswer = undefined
    await run?.()
    const answer = this.#answer(path, init.body ? JSON.parse(init.body) : {}, token)
    if (this.trouble === 'lost-answer') {
      this.trouble = 'none'
      throw refused('ECONNRESET')
    }
    return answer
  }

  #answer(path: string, body: Body, token: string | undefined): Response {
    switch (path) {
      case '/api/about':
        return json(200, {
          product: 'dzvin',
          version: '1',
          protocol: { oldest: 1, newest: 1 },
          oidc: this.provider ? { name: 'Provider' } : null,
          trial: false,
          serverMs: this.#clock.epochMs(),
        })
      case '/api/sign-in':
        return this.#signIn(body)
      case '/api/refresh':
        return this.#refresh(body.refreshToken)
      case '/api/sign-out':
        for (const session of this.sessions) if (`access-${session.refreshToken}` === token) session.ended = true
        return json(200, {})
      case '/api/device/wiped':
        return json(200, {})
      case '/api/password':
        return this.#password(body, token)
      case '/api/oidc/begin':
        return json(200, { url: this.providerPage, ticket: `ticket-of-${body.device.id}-and-more` })
      case '/api/oidc/claim':
        return this.#claim(body.ticket)
      default:
        return json(404, { problem: 'not-found' })
    }
  }

  #signIn({ login, password, code, device }: Body): Response {
    const person = this.people.get(login)
    if (!person || person.password !== password) return problem(401, 'wrong-credentials')
    if (person.code !== undefined && code === undefined) return problem(401, 'code-needed')
    if (person.code !== undefined && person.code !== code) return problem(401, 'code-wrong')
    return this.#open(person, device.id)
  }

  #claim(ticket: string): Response {
    const person = this.provider === undefined ? undefined : this.people.get(this.provider)
    if (!person) return problem(409, 'oidc-pending')
    return this.#open(person, ticket.slice('ticket-of-'.length, -'-and-more'.length))
  }

  #open({ user }: Person, deviceId: string): Response {
    const device = this.devices.get(deviceId) ?? { login: user.login, status: 'active' as const }
    if (device.login !== user.login) return json(422, { problem: 'malformed', field: 'device.id' })
    if (device.status !== 'active') return problem(403, device.status)
    this.devices.set(deviceId, device)
    const session = { login: user.login, deviceId, refreshToken: this.#newToken(), ended: false }
    this.sessions.push(session)
    return this.#tokens(session)
  }

  #refresh(refreshToken: string): Response {
    const session = this.sessions.find((entry) => refreshToken.startsWith(entry.refreshToken.split('#')[0] ?? ''))
    if (!session || session.ended) return problem(401, 'unauthenticated')
    const status = this.devices.get(session.deviceId)?.status ?? 'active'
    if (status !== 'active') return problem(403, status)
    const [used, present] = [Number(refreshToken.split('#')[1]), Number(session.refreshToken.split('#')[1])]
    // The former one is taken again while the new one was not seen: its answer was lost.
    if (used < present - 1) {
      session.ended = true
      return problem(401, 'unauthenticated')
    }
    session.refreshToken = `${session.refreshToken.split('#')[0]}#${used + 1}`
    return this.#tokens(session)
  }

  #password({ current, next }: Body, token: string | undefined): Response {
    const session = this.sessions.find((entry) => `access-${entry.refreshToken}` === token && !entry.ended)
    const person = session && this.people.get(session.login)
    if (!person) return problem(401, 'unauthenticated')
    if (person.password !== current) return problem(403, 'wrong-credentials')
    person.password = next
    return json(200, {})
  }

  #tokens({ login, refreshToken }: Session): Response {
    const nowMs = this.#clock.epochMs()
    return json(200, {
      user: this.people.get(login)?.user,
      accessToken: `access-${refreshToken}`,
      accessUntilMs: nowMs + 600_000,
      refreshToken,
      offlineUntilMs: nowMs + offlineForMs,
      serverMs: nowMs,
    })
  }

  #newToken(): string {
    this.#made += 1
    return `refresh-token-secret-${String(this.#made).padStart(4, '0')}#1`
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status })
}

function problem(status: number, kind: AccountProblem['problem']): Response {
  return json(status, { problem: kind })
}

function refused(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}
