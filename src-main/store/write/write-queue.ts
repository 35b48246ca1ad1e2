import { ok, type Result } from '#shared/domain/failure/failure.ts'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import type { Cell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { CopyStanding } from '#shared/ports/local-copy.ts'
import type { Log } from '#shared/ports/log.ts'
import { healthOf } from '../storage-failure.ts'
import { merged } from './merge-writes.ts'
import type { UnsavedJournal } from './unsaved-journal.ts'
import type { CommitAnswer, Refused, WriteItem, WriterLink } from './writer-wire.ts'

interface Queued {
  item: WriteItem
  /** Undefined once it was answered with `durable: false`. */
  resolve: ((result: Result<{ durable: boolean }>) => void) | undefined
  /** It is in the journal. */
  recorded: boolean
}

const firstRetryMs = 250
const longestRetryMs = 5_000
const largestGroup = 256

/**
 * All single writes, in order. One group is under way at a time and all that came meanwhile form the next: so their order
 * is kept even when the disk fails, and a trip to the disk is shared. What the disk refused stays here and in
 * the journal, and is tried again.
 */
export class WriteQueue {
  readonly #link: WriterLink
  readonly #clock: Clock
  readonly #log: Log
  readonly #health: Cell<StoreHealth>
  readonly #journal: UnsavedJournal
  readonly #onCommitted: (items: readonly WriteItem[], standing: CopyStanding | undefined) => void
  #queue: Queued[] = []
  #sending: Promise<void> | undefined
  #retryMs = firstRetryMs
  #held = false
  #settled = false
  #cancelRetry: (() => void) | undefined

  constructor(options: {
    link: WriterLink
    clock: Clock
    log: Log
    health: Cell<StoreHealth>
    journal: UnsavedJournal
    onCommitted(items: readonly WriteItem[], standing: CopyStanding | undefined): void
  }) {
    this.#link = options.link
    this.#clock = options.clock
    this.#log = options.log
    this.#health = options.health
    this.#journal = options.journal
    this.#onCommitted = options.onCommitted
  }

  write(item: WriteItem): Promise<Result<{ durable: boolean }>> {
    return new Promise((resolve) => {
      this.#queue.push({ item, resolve, recorded: false })
      if (this.#cancelRetry || this.#held) return this.#keepInMemory()
      if (this.#journal.present) this.#record()
      this.#send()
    })
  }

  /** Puts what an earlier run left in the journal before all else; nothing is sent until `release`. */
  restore(items: readonly WriteItem[]): void {
    if (items.length === 0) return this.#endJournal()
    this.#held = true
    this.#queue = items.map((item) => ({ item, resolve: undefined, recorded: true }))
    this.#health.update((health) => ({ ...health, unsaved: this.unsaved }))
  }

  /** Resolves when what was restored is written, or refused. */
  async release(): Promise<void> {
    if (!this.#held || this.#settled) return
    this.#held = false
    this.#send()
    await this.#sending
  }

  /** For good: tries once more at once; resolves when nothing is under way any more. What is held stays in the journal. */
  async settle(): Promise<void> {
    this.#settled = true
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
    if (this.#sending || this.#held || this.#queue.length === 0) return
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
      this.#committed(group, answer)
    }
  }

  #committed(group: readonly Queued[], { failures, standing }: Extract<CommitAnswer, { kind: 'committed' }>): void {
    const kept: WriteItem[] = []
    for (const [index, { item, resolve }] of group.entries()) {
      const failure = failures[index]
      if (!failure) kept.push(item)
      else if (failure.kind === 'internal' || !resolve) this.#log.error('A write was refused', { failure })
      resolve?.(failure ? { ok: false, failure } : ok({ durable: true }))
    }
    if (this.unsaved === 0) this.#endJournal()
    this.#onCommitted(kept, standing)
    const { kind, unsaved, ...rest } = this.#health.get()
    if (kind === 'full' || kind === 'locked' || kind === 'unavailable' || unsaved > 0) {
      this.#log.info('The database can be written again')
      this.#health.set({ ...rest, kind: kind === 'corrupt' ? kind : 'ok', unsaved: this.unsaved })
    }
  }

  #refused(answer: Refused): void {
    this.#log.warn('The database cannot be written', { cause: answer.cause, detail: answer.detail, retryMs: this.#retryMs })
    this.#health.update((health) => ({ ...health, kind: healthOf(answer.cause) }))
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => {
      this.#cancelRetry = undefined
      this.#send()
    })
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2)
    this.#keepInMemory()
  }

  #keepInMemory(): void {
    this.#record()
    for (const queued of this.#queue) {
      queued.resolve?.(ok({ durable: false }))
      queued.resolve = undefined
    }
    // A note that is saved twice a second must not fill the memory while the disk is full.
    const last = this.#queue.at(-1)
    const before = this.#queue.at(-2)
    const joined = last && before && merged(before.item, last.item)
    if (joined) {
      this.#queue.splice(-2, 2, { item: joined, resolve: undefined, recorded: before.recorded && last.recorded })
    }
    this.#health.update((health) => ({ ...health, unsaved: this.unsaved }))
  }

  #record(): void {
    const latest = this.#queue.filter((queued) => !queued.recorded).map((queued) => queued.item)
    const recorded = this.#journal.keep(latest, () => this.#queue.map((queued) => queued.item))
    if (recorded) for (const queued of this.#queue) queued.recorded = true
  }

  #endJournal(): void {
    if (!this.#journal.present) return
    this.#journal.clear()
    for (const queued of this.#queue) queued.recorded = false
  }

  #stopRetrying(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
  }
}

function changesIn(item: WriteItem): number {
  return item.kind === 'changes' ? item.changes.length : 1
}
