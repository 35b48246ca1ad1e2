import type { StreamName, StreamValue } from '#shared/contract/streams.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'

/** Where a stream's values come from. `subscribe` is called when the first page listens and undone after the last one left. */
export interface StreamSource<T> {
  /** A `state` stream's present value, sent on subscription; absent or undefined: nothing is sent until it changes. */
  current?(): T | undefined
  /** An `event` stream's values that are still in force, sent on subscription, oldest first. */
  replay?(): readonly T[]
  subscribe(listener: (value: T) => void): Unsubscribe
}

export type StreamSources = { readonly [N in StreamName]: StreamSource<StreamValue<N>> }
