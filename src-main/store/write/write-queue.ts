import { type Failure, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import type { Cell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import { merged } from './merge-writes.ts'
import type { Refused, WriteItem, WriterLink } from './writer-wire.ts'

interface Queued {
  item: WriteItem
  /** Undefined once it was answered with `durable: false`. */
  resolve: ((result: Result<{ durable: boolean }>) => void) | undefined
}

const firstRetryMs = 250
const longestRetryMs = 5_000
const largestGroup = 256

/**
 * All single writes, in order. One group is under way at a time and all that came meanwhile form the next: so their order
 * is kept even when the disk fails, and a trip to the disk is shared. What the disk refused stays here and is tried again.
 */
export class WriteQueue {
  readonly #link: WriterLink
  readonly #clock: Clock
  readonly #log: Log
  readonly #health: Cell<StoreHealth>
  readonly #onCommitted: (items: readonly WriteItem[]) => void
  #queue: Queued[] = []
  #sending: Promise<void> | undefined
  #retryMs = firstRetryMs
  #cancelRetry: (() => void) | undefined

  constructor(options: {
    link: WriterLink
    clock: Clock
    log: Log
    health: Cell<StoreHealth>
    onCommitted(items: readonly WriteItem[]): void
  }) {
    this.#link = options.link
    this.#clock = options.clock
    this.#log = options.log
    this.#health = options.health
    this.#onCommitted = options.onCommitted
  }

  write(item: WriteItem): Promise<Result<{ durable: boolean }>> {
    return new Promise((resolve) => {
      this.#queue.push({ item, resolve })
      if (this.#cancelRetry) this.#keepInMemory()
      else this.#send()
    })
  }

  /** Tries once more at once; resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    this.#send()
    while (this.#sending) await this.#sending
    this.#stopRetrying()
  }

  /** Changes that were answered with `durable: false` and are not written yet. */
  get unsaved(): number {
    return this.#queue.reduce((sum, queued) => sum + (queued.resolve ? 0 : changesIn(queued.item)), 0)
  }

  #send(): void {
    if (this.#sending || this.#queue.length === 0) return
    this.#sending = this.#sendAll().finally(() => {
      this.#sending = undefined
    })
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue.slice(0, largestGroup)
      const answer = await this.#link.commit(group.map((queued) => queued.item))
      if (answer.kind === 'refused') return this.#refused(answer)
      this.#queue = this.#queue.slice(group.length)
      this.#retryMs = firstRetryMs
      this.#committed(group, answer.failures)
    }
  }

  #committed(group: readonly Queued[], failures: readonly (Failure | undefined)[]): void {
    const kept: WriteItem[] = []
    for (const [index, { item, resolve }] of group.entries()) {
      const failure = failures[index]
      if (!failure) kept.push(item)
      else if (failure.kind === 'internal' || !resolve) this.#log.error('A write was refused', { failure })
      resolve?.(failure ? { ok: false, failure } : ok({ durable: true }))
    }
    this.#onCommitted(kept)
    const { kind, unsaved, ...rest } = this.#health.get()
    if (kind === 'full' || kind === 'locked' || kind === 'unavailable' || unsaved > 0) {
      this.#log.info('The database can be written again')
      this.#health.set({ ...rest, kind: kind === 'corrupt' ? kind : 'ok', unsaved: this.unsaved })
    }
  }

  #refused(answer: Refused): void {
    this.#log.warn('The database cannot be written', { cause: answer.cause, detail: answer.detail, retryMs: this.#retryMs })
    this.#health.update((health) => ({ ...health, kind: answer.cause }))
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => {
      this.#cancelRetry = undefined
      this.#send()
    })
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2)
    this.#keepInMemory()
  }

  #keepInMemory(): void {
    for (const queued of this.#queue) {
      queued.resolve?.(ok({ durable: false }))
      queued.resolve = undefined
    }
    // A note that is saved twice a second must not fill the memory while the disk is full.
    const last = this.#queue.at(-1)
    const before = this.#queue.at(-2)
    const joined = last && before && merged(before.item, last.item)
    if (joined) this.#queue.splice(-2, 2, { item: joined, resolve: undefined })
    this.#health.update((health) => ({ ...health, unsaved: this.unsaved }))
  }

  #stopRetrying(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
  }
}

function changesIn(item: WriteItem): number {
  return item.kind === 'changes' ? item.changes.length : 1
}
