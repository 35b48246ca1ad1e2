import { createHash } from 'node:crypto'
import type { Clock } from '#shared/ports/clock.ts'

interface Due {
  readonly atMs: number
  readonly order: number
  readonly run: () => void
  cancelled: boolean
}

/** The one time of a simulation: what is due runs in order, and everything that follows from it before the next. */
export class Timeline {
  nowMs = 0
  steps = 0
  #due: Due[] = []
  #order = 0
  readonly #hash = createHash('sha256')
  readonly log: string[] | undefined

  constructor(log?: string[]) {
    this.log = log
  }

  after(delayMs: number, run: () => void): () => void {
    const due: Due = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, run, cancelled: false }
    // Nearly always among the last: from behind it is found soon.
    let at = this.#due.length
    while (at > 0 && (this.#due[at - 1] as Due).atMs > due.atMs) at -= 1
    this.#due.splice(at, 0, due)
    return () => {
      due.cancelled = true
    }
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve))
  }

  /** Runs until `untilMs`, or until `done` says so after a step. */
  async run(untilMs: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      const due = this.#due[0]
      if (!due || due.atMs > untilMs) break
      this.#due.shift()
      if (due.cancelled) continue
      this.nowMs = due.atMs
      this.steps += 1
      due.run()
      await settled()
      if (done()) return
    }
    this.nowMs = Math.max(this.nowMs, untilMs)
  }

  note(text: string): void {
    const line = `${this.nowMs} ${text}`
    this.#hash.update(line)
    this.#hash.update('\n')
    this.log?.push(line)
  }

  trace(): string {
    return this.#hash.copy().digest('hex')
  }
}

/** Everything that promises have started is done when the event loop comes round. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A wall clock that is wrong and jumps, over the time that never does. Its timers die with the process. */
export class DeviceClock implements Clock {
  readonly #timeline: Timeline
  #offsetMs: number
  #dead = false

  constructor(timeline: Timeline, offsetMs: number) {
    this.#timeline = timeline
    this.#offsetMs = offsetMs
  }

  epochMs(): number {
    return startMs + this.#timeline.nowMs + this.#offsetMs
  }

  monotonicMs(): number {
    return this.#timeline.nowMs
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#timeline.after(delayMs, () => {
      if (!this.#dead) run()
    })
  }

  kill(): void {
    this.#dead = true
  }

  get offsetMs(): number {
    return this.#offsetMs
  }

  jump(ms: number): void {
    this.#offsetMs += ms
  }
}

export const startMs = Date.UTC(2026, 10, 21, 9)
