import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { Diagnostics } from '#shared/domain/diagnostics/diagnostics.ts'

const resolutionMs = 5
const nsPerMs = 1e6

/** How late the main process's event loop runs: SIP and every click wait for it. */
export class EventLoopLag {
  readonly #histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: resolutionMs })

  constructor() {
    this.#histogram.enable()
  }

  /** Milliseconds beyond the timer's own interval. */
  read(): Diagnostics['eventLoopLag'] {
    const ms = (percentile: number) => Math.max(0, this.#histogram.percentile(percentile) / nsPerMs - resolutionMs)
    return { count: this.#histogram.count, p50: ms(50), p99: ms(99), p999: ms(99.9), max: ms(100) }
  }

  reset(): void {
    this.#histogram.reset()
  }

  dispose(): void {
    this.#histogram.disable()
  }
}
