import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Database } from '../store/database.ts'
import { chainBatch, chainBatchRows, chainWaiting } from './chain-waiting.ts'

const soonMs = 100
/** What a transaction of more than `soonMs`, or a node that died, has left. */
const laterMs = 5_000

export interface Chainer {
  /** Something was appended; its transaction may still be open. */
  wake(): void
  /** Chains what waits already, and from now on whatever comes. */
  start(): void
  /** Chains the rest and ends. */
  dispose(): Promise<void>
}

/** Chains the audit log behind the commits. Each node has one; a lock in the database lets one at a time work. */
export function createChainer({ database, clock, log }: { database: Database; clock: Clock; log: Log }): Chainer {
  let state: 'new' | 'running' | 'ended' = 'new'
  let round: Promise<void> = Promise.resolve()
  let next: { readonly soon: boolean; readonly cancel: () => void } | undefined
  /** Since the last round began. */
  let woken = false
  let failing = false

  async function chain(): Promise<void> {
    woken = false
    let soon = false
    try {
      let done: number | 'busy'
      do done = await chainBatch(database, { wait: false })
      while (done === chainBatchRows && state === 'running')
      soon = done === 'busy'
      failing = false
    } catch (error) {
      if (!failing) log.warn('the audit log could not be chained; its entries wait', { error })
      failing = true
    }
    if (state === 'running') plan(soon || (woken && !failing))
  }

  function plan(soon: boolean): void {
    next?.cancel()
    const cancel = clock.after(soon ? soonMs : laterMs, () => {
      next = undefined
      round = chain()
    })
    next = { soon, cancel }
  }

  return {
    wake() {
      woken = true
      if (state === 'running' && next && !next.soon && !failing) plan(true)
    },
    start() {
      state = 'running'
      round = chain()
    },
    async dispose() {
      const was = state
      state = 'ended'
      next?.cancel()
      await round
      if (was !== 'running') return
      await chainWaiting(database).catch((error: unknown) =>
        log.warn('the audit log could not be chained; its entries wait for the next start', { error }),
      )
    },
  }
}
