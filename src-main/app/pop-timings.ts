import type { Distribution } from '#shared/domain/diagnostics/diagnostics.ts'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { PopStages } from '#shared/domain/work/screen-pop.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Tab } from './tab.ts'

const kept = 100

export interface PopTiming {
  readonly interactionId: InteractionId
  readonly atMs: number
  readonly stages: PopStages
}

/** Measures each pop's way from the socket to the page; the last hundred are kept for the diagnostics. */
export class PopTimings {
  readonly #clock: Clock
  #timings: PopTiming[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `startedMs` is monotonic: when the INVITE was read (or the number was dialled). */
  begin(startedMs: number) {
    const since = () => Math.round((this.#clock.monotonicMs() - startedMs) * 1000) / 1000
    const stages = { parsed: since(), matched: 0, carded: 0, scripted: 0 }
    return {
      mark: (stage: 'matched' | 'carded' | 'scripted') => {
        stages[stage] = since()
      },
      sent: (): PopStages => ({ ...stages, sent: since() }),
    }
  }

  keep({ interactionId, startedAtMs, stages }: Tab): void {
    if (!stages) return
    this.#timings = [...this.#timings, { interactionId, atMs: startedAtMs, stages }].slice(-kept)
  }

  /** Milliseconds from the INVITE to the page's paint, as the page tells. */
  painted(interactionId: InteractionId, paintedMs: number): PopStages | undefined {
    const timing = this.#timings.find((entry) => entry.interactionId === interactionId)
    if (!timing || timing.stages.painted !== undefined) return undefined
    const stages = { ...timing.stages, painted: paintedMs }
    this.#timings = this.#timings.map((entry) => (entry === timing ? { ...entry, stages } : entry))
    return stages
  }

  /** Latest first. */
  all(): PopTiming[] {
    return this.#timings.toReversed()
  }

  distribution(): Distribution {
    return distributionOf(this.#timings.flatMap(({ stages }) => (stages.painted === undefined ? [] : [stages.painted])))
  }
}

/** Nearest-rank percentiles; zeros when there is nothing. */
export function distributionOf(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}
