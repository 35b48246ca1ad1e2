import type { StreamValue } from '#shared/contract/streams.ts'
import type { Result } from '#shared/domain/failure/failure.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { BulkSource, Store } from '#shared/ports/store.ts'

type Step = StreamValue<'progress'>

/** Long work of the store as the pages see it; one at a time for each key. */
export class StoreProgress {
  readonly steps = new Emitter<Step>()
  /** After a load: catalogues and counts may be other ones. */
  readonly loaded = new Emitter<undefined>()
  readonly #running = new Map<string, Step>()

  running(): Step[] {
    return [...this.#running.values()]
  }

  async load(store: Store, key: string, source: BulkSource): Promise<Result<{ rows: number }>> {
    const tell = (done: number, total: number) => {
      const step = { key, done, total }
      this.#running.set(key, step)
      this.steps.emit(step)
    }
    try {
      return await store.load(source, tell)
    } finally {
      this.#running.delete(key)
      this.steps.emit({ key, done: 1, total: 1 })
      this.loaded.emit(undefined)
    }
  }
}
