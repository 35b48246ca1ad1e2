import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import { failureOfProblem } from '#shared/sync/account-failure.ts'
import type { Answer } from './account-calls.ts'

/** Asked for anew so long before its end, that it does not end on the way. */
const marginMs = 30_000

/** How the session is renewed: by the refresh token, or by the password while there is none. */
export type Renewal = () => Promise<Answer<SignedIn>>

export interface TokensParts {
  readonly clock: Clock
  /** Kept on the disk before it is used: the former token is of no more use. */
  readonly renewed: (answer: SignedIn) => Promise<void>
  /** The server will not renew it. `noticed`: this device must go, and what it has not sent is given back before that. */
  readonly over: (reason: 'expired' | 'revoked' | 'wiped', noticed: boolean) => Promise<void>
}

/**
 * The access token of one session, in memory alone. One renewal at a time, whoever asks: a refresh token is good once, and the
 * server ends a session whose token comes twice.
 */
export class Tokens {
  readonly #parts: TokensParts
  #access: { readonly token: string; readonly untilMonotonicMs: number } | undefined
  #renewal: Renewal | undefined
  /** Good or not. */
  #last: string | undefined
  #notice: { readonly kind: 'device-revoked' | 'device-wiped'; told: boolean } | undefined
  #flight: Promise<Result<string>> | undefined

  constructor(parts: TokensParts) {
    this.#parts = parts
  }

  begin(renewal: Renewal | undefined, answer?: SignedIn, last?: string): void {
    this.#renewal = renewal
    this.#last = last
    this.#notice = undefined
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

  last(): string | undefined {
    return this.#last
  }

  refused(): void {
    this.#access = undefined
    if (this.#notice) this.#notice.told = false
  }

  /**
   * A good token. When the device must go the answer is `device-revoked` or `device-wiped` once, and from then on the last token,
   * with which the server still takes what was not sent.
   */
  async get(): Promise<Result<string>> {
    if (this.#notice && this.#last !== undefined) {
      if (this.#notice.told) return ok(this.#last)
      this.#notice.told = true
      return fail(this.#notice.kind)
    }
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
      if (problem === 'locked') return { ok: false, failure: failureOfProblem(answer.problem) }
      if (problem === 'revoked' || problem === 'wipe') {
        const { kind } = failureOfProblem(answer.problem) as { kind: 'device-revoked' | 'device-wiped' }
        if (this.#last !== undefined) this.#notice = { kind, told: true }
        await this.#parts.over(problem === 'wipe' ? 'wiped' : 'revoked', this.#last !== undefined)
        return fail(kind)
      }
      await this.#parts.over('expired', false)
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
    this.#last = accessToken
  }
}
