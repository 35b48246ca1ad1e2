import type { Clock } from '#shared/ports/clock.ts'

/** The machine's clocks. A waiting `after` does not keep the process alive: what must, has a socket or a window. */
export const systemClock: Clock = {
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
