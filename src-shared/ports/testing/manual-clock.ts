import type { Clock } from '../clock.ts'

interface Waiting {
  readonly atMs: number
  readonly run: () => void
}

/** A clock that stands still until a test turns it; what became due runs in order, each at its own time. */
export class ManualClock implements Clock {
  #monotonicMs = 1_000
  #epochMs: number
  #waiting: Waiting[] = []

  constructor(epochMs = Date.UTC(2026, 10, 21, 9)) {
    this.#epochMs = epochMs
  }

  epochMs(): number {
    return this.#epochMs
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { atMs: this.#monotonicMs + delayMs, run }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
    }
  }

  advance(ms: number): void {
    const untilMs = this.#monotonicMs + ms
    for (let due = this.#firstDue(untilMs); due; due = this.#firstDue(untilMs)) {
      this.#waiting = this.#waiting.filter((entry) => entry !== due)
      this.#move(Math.max(0, due.atMs - this.#monotonicMs))
      due.run()
    }
    this.#move(untilMs - this.#monotonicMs)
  }

  /** Only the wall clock jumps: a person or NTP set it. */
  jumpWallClock(ms: number): void {
    this.#epochMs += ms
  }

  #firstDue(untilMs: number): Waiting | undefined {
    return this.#waiting.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0]
  }

  #move(ms: number): void {
    this.#monotonicMs += ms
    this.#epochMs += ms
  }
}
