import type { Clock } from '#shared/ports/clock.ts'

/**
 * Time that turning the wall clock back does not turn back: at least the last time that was seen (kept in the account's file)
 * and what has passed since by the monotonic clock. Only the server sets it right (`correct`).
 */
export class ForwardTime {
  readonly #clock: Clock
  readonly #beganMs: number
  readonly #floors = new Map<string, { readonly ms: number; readonly monotonicMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#beganMs = clock.monotonicMs()
  }

  /** Epoch milliseconds for this user, whose file said `seenMs` when it was first read. */
  now(userId: string, seenMs: number): number {
    const floor = this.#floors.get(userId) ?? { ms: seenMs, monotonicMs: this.#beganMs }
    this.#floors.set(userId, floor)
    return Math.max(this.#clock.epochMs(), Math.floor(floor.ms + this.#clock.monotonicMs() - floor.monotonicMs))
  }

  correct(userId: string, serverMs: number): void {
    this.#floors.set(userId, { ms: serverMs, monotonicMs: this.#clock.monotonicMs() })
  }
}
