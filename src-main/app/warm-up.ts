import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Desk } from './desk.ts'
import { gatherPop } from './gather-pop.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

/** Enough for the engine to have compiled the pop's way, few enough to be over before the line is up. */
const rounds = 20

/**
 * Walks the pop's way with the latest callers before the first call comes: the first card then costs what the hundredth
 * does (number metadata read, statements prepared, code compiled, the index's top pages in memory).
 */
export function warmUp({ store, clock, settings, log }: Pick<Desk, 'store' | 'clock' | 'settings' | 'log'>): void {
  const startedMs = clock.monotonicMs()
  const recent = unlessUnavailable(() => store.read.recentCalls(rounds)) ?? []
  for (let round = 0; round < rounds; round++) {
    const number = readNumber(
      recent[round]?.number?.dial ?? `+38067${1_000_000 + round}`,
      settings.value.get().callerTrust.homeCountry,
    )
    gatherPop(
      { direction: 'inbound', caller: { number, anonymous: false, source: 'from' }, context: { fields: {} } },
      { read: store.read, nowMs: clock.epochMs(), settings: settings.value.get() },
    )
  }
  log.debug('warmed up', { ms: Math.round(clock.monotonicMs() - startedMs) })
}
