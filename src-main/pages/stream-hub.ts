import { type StreamName, streams } from '#shared/contract/streams.ts'
import { Emitter, type Unsubscribe } from '#shared/flow/emitter.ts'
import type { Log } from '#shared/ports/log.ts'
import type { StreamSource, StreamSources } from './stream-sources.ts'

export interface StreamHubOptions {
  readonly sources: StreamSources
  readonly log: Log
  readonly checkOutputs: boolean
}

/** Hands each stream to all pages that listen; a source works only while at least one does. */
export class StreamHub {
  readonly #options: StreamHubOptions
  readonly #active = new Map<StreamName, { readonly pages: Emitter<unknown>; readonly stop: Unsubscribe }>()

  constructor(options: StreamHubOptions) {
    this.#options = options
  }

  subscribe(name: StreamName, listener: (value: unknown) => void): Unsubscribe {
    let active = this.#active.get(name)
    if (!active) {
      const pages = new Emitter<unknown>((error) => this.#options.log.error('Push failed', { name, error }))
      const stop = this.#source(name).subscribe((value) => {
        if (this.#valid(name, value)) pages.emit(value)
      })
      active = { pages, stop }
      this.#active.set(name, active)
    }
    const leave = active.pages.subscribe(listener)
    return () => {
      leave()
      if (active.pages.size > 0 || this.#active.get(name) !== active) return
      this.#active.delete(name)
      active.stop()
    }
  }

  /** What a page hears on subscription: the state's present value, or the events still in force. */
  present(name: StreamName): readonly unknown[] {
    const source = this.#source(name)
    const current = streams[name].flow === 'state' ? source.current?.() : undefined
    const values = streams[name].flow === 'state' ? (current === undefined ? [] : [current]) : (source.replay?.() ?? [])
    return values.filter((value) => this.#valid(name, value))
  }

  #source(name: StreamName): StreamSource<unknown> {
    return this.#options.sources[name] as StreamSource<unknown>
  }

  #valid(name: StreamName, value: unknown): boolean {
    if (!this.#options.checkOutputs) return true
    const parsed = streams[name].value.safeParse(value)
    if (!parsed.success) this.#options.log.error('Stream value breaks the contract', { name, error: parsed.error })
    return parsed.success
  }
}
