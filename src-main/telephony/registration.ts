import type { LineState } from '#shared/domain/line/line.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { LineAccount } from '#shared/ports/phone.ts'
import { refreshDelayMs, retryDelayMs } from './back-off.ts'
import { connectionLost, connectProblem, type LineProblem, noAnswer, registerProblem } from './line-problem.ts'
import type { LineTimings } from './line-timings.ts'
import type { RegisterAnswer, RegisterRequests } from './register-request.ts'
import type { WsTransport } from './ws-transport.ts'

export interface RegistrationParts {
  readonly account: LineAccount
  readonly transport: WsTransport
  readonly requests: RegisterRequests
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly timings: LineTimings
  readonly onState: (state: LineState) => void
}

/**
 * Keeps one account connected and registered, for ever:
 *
 *   connecting ─► registering ─200─► registered ─50-85 %─► registering …
 *       ▲              │ refused, silent      │ socket lost
 *       └── waiting ◄──┴──────────────────────┘
 *
 * A refusal keeps the socket (calls may be using it); silence cuts it.
 */
export class Registration {
  readonly #parts: RegistrationParts
  #stopped = false
  #running = false
  /** Consecutive failures since the last 200. */
  #failures = 0
  #expiresSeconds: number
  #registeredSinceMs: number | undefined
  #cancelTimer = () => {}
  /** Ends the wait for an answer that can no longer come. */
  #interrupt = () => {}

  constructor(parts: RegistrationParts) {
    this.#parts = parts
    this.#expiresSeconds = parts.timings.expiresSeconds
  }

  start(): void {
    this.#run()
  }

  /** REGISTER now, whatever the schedule says. */
  refresh(): void {
    this.#schedule(0)
  }

  /** A request from the PBX reached us by the address that we registered. */
  verified(): void {
    if (this.#registeredSinceMs !== undefined) this.#tellRegistered(this.#registeredSinceMs)
  }

  /** Lets go of the registration, if there is one, and tries no more. */
  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    this.#cancelTimer()
    const { transport, requests, timings } = this.#parts
    if (this.#registeredSinceMs !== undefined && transport.isConnected()) await requests.send(0, timings.unregisterTimeoutMs)
  }

  #run(): void {
    if (this.#running || this.#stopped) return
    this.#running = true
    this.#attempt()
      .catch((error: unknown): LineProblem => {
        this.#parts.log.error('registration broke', { cause: error instanceof Error ? error.message : 'unknown' })
        return noAnswer
      })
      .then((problem) => {
        this.#running = false
        if (problem && !this.#stopped) this.#down(problem)
      })
  }

  async #attempt(): Promise<LineProblem | undefined> {
    const { transport, requests, clock, timings, onState } = this.#parts
    if (this.#registeredSinceMs === undefined) {
      onState({ kind: 'connecting', sinceMs: clock.monotonicMs(), attempt: this.#failures + 1 })
    }
    try {
      await transport.connect()
    } catch (error) {
      return connectProblem(error)
    }
    for (let tries = 0; tries < timings.registerTries && !this.#stopped; tries++) {
      const lost = new Promise<undefined>((resolve) => (this.#interrupt = () => resolve(undefined)))
      const answer = await Promise.race([requests.send(this.#expiresSeconds, timings.registerTimeoutMs), lost])
      if (!answer || !transport.isConnected()) return connectionLost
      if (answer.kind === 'no-answer') continue
      if (answer.kind === 'accepted') return void this.#registered(answer)
      if (answer.status !== 423 || !answer.minExpiresSeconds) return this.#refused(answer)
      this.#expiresSeconds = Math.min(answer.minExpiresSeconds, timings.maxExpiresSeconds)
    }
    transport.cut()
    return noAnswer
  }

  #registered(answer: Extract<RegisterAnswer, { kind: 'accepted' }>): void {
    if (this.#stopped) return
    this.#failures = 0
    this.#registeredSinceMs ??= this.#parts.clock.monotonicMs()
    this.#tellRegistered(this.#registeredSinceMs)
    this.#schedule(refreshDelayMs(answer.expiresSeconds, this.#parts.random))
  }

  #tellRegistered(sinceMs: number): void {
    const { account, clock, onState } = this.#parts
    const { demo, user, server } = account
    onState({ kind: 'registered', sinceMs, verifiedMs: clock.monotonicMs(), demo, user, server })
  }

  #refused(answer: Extract<RegisterAnswer, { kind: 'refused' }>): LineProblem {
    const problem = registerProblem(answer.status, answer.algorithm)
    return answer.retryAfterSeconds ? { ...problem, notBeforeMs: answer.retryAfterSeconds * 1000 } : problem
  }

  /** The open socket is gone. */
  lost(): void {
    if (this.#running) this.#interrupt()
    else if (this.#registeredSinceMs !== undefined && !this.#stopped) this.#down(connectionLost)
  }

  #down(problem: LineProblem): void {
    const { clock, log, random, timings, onState } = this.#parts
    this.#registeredSinceMs = undefined
    const steps = problem.slow ? timings.slowRetry : timings.retry
    const asked = Math.min(problem.notBeforeMs ?? 0, timings.slowRetry.maxMs)
    const delayMs = Math.max(asked, retryDelayMs(this.#failures, steps, random))
    this.#failures += 1
    const now = clock.monotonicMs()
    log.warn('line down', { failure: problem.failure, attempt: this.#failures, delayMs })
    onState({ kind: 'down', sinceMs: now, problem: problem.failure, retryAtMs: now + delayMs, attempt: this.#failures })
    this.#schedule(delayMs)
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return
    this.#cancelTimer()
    this.#cancelTimer = this.#parts.clock.after(delayMs, () => this.#run())
  }
}
