import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import { type Answer, failureOf } from './account-calls.ts'

/** Asked for anew so long before its end, that it does not end on the way. */
const marginMs = 30_000

/** How the session is renewed: by the refresh token, or by the password while there is none. */
export type Renewal = () => Promise<Answer<SignedIn>>

export interface TokensParts {
  readonly clock: Clock
  /** Kept on the disk before it is used: the former token is of no more use. */
  readonly renewed: (answer: SignedIn) => Promise<void>
  /** The server will not renew it. */
  readonly over: (reason: 'expired' | 'revoked' | 'wiped') => Promise<void>
}

/**
 * The access token of one session, in memory alone. One renewal at a time, whoever asks: a refresh token is good once, and the
 * server ends a session whose token comes twice.
 */
export class Tokens {
  readonly #parts: TokensParts
  #access: { readonly token: string; readonly untilMonotonicMs: number } | undefined
  #renewal: Renewal | undefined
  #flight: Promise<Result<string>> | undefined

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  begin(renewal: Renewal | undefined, answer?: SignedIn): void {
    this.#renewal = renewal
    this.#access = undefined
    this.#flight = undefined
    if (answer) this.#take(answer)
  }

  end(): void {
    this.begin(undefined)
  }

  /** The present one, good or not, without asking. */
  present(): string | undefined {
    return this.#access?.token
  }

  refused(): void {
    this.#access = undefined
  }

  async get(): Promise<Result<string>> {
    if (this.#access && this.#parts.clock.monotonicMs() < this.#access.untilMonotonicMs) return ok(this.#access.token)
    if (!this.#renewal) return fail('signed-out')
    if (!this.#flight) {
      const flight = this.#renew(this.#renewal).finally(() => {
        if (this.#flight === flight) this.#flight = undefined
      })
      this.#flight = flight
    }
    return this.#flight
  }

  async #renew(renewal: Renewal): Promise<Result<string>> {
    let answer = await renewal()
    // The server may have taken it: while it remembers the answer, the same question gets it again.
    if (answer.kind === 'silent' && answer.lost) answer = await renewal()
    // Somebody else signed in, or nobody is, meanwhile.
    if (renewal !== this.#renewal) return fail('signed-out')
    if (answer.kind === 'silent') return { ok: false, failure: answer.failure }
    if (answer.kind === 'refused') {
      const { problem } = answer.problem
      if (problem === 'locked') return { ok: false, failure: failureOf(answer.problem) }
      await this.#parts.over(problem === 'revoked' ? 'revoked' : problem === 'wipe' ? 'wiped' : 'expired')
      return fail('signed-out')
    }
    await this.#parts.renewed(answer.value)
    if (renewal !== this.#renewal) return fail('signed-out')
    this.#take(answer.value)
    return ok(answer.value.accessToken)
  }

  #take({ accessToken, accessUntilMs, serverMs }: SignedIn): void {
    const goodForMs = accessUntilMs - serverMs
    const untilMonotonicMs = this.#parts.clock.monotonicMs() + goodForMs - Math.min(marginMs, goodForMs / 2)
    this.#access = { token: accessToken, untilMonotonicMs }
  }
}
