/** Called once to stop whatever was started; calling it again does nothing. */
export type Unsubscribe = () => void

/** A list of listeners. A listener that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>()
  readonly #onListenerError: (error: unknown) => void

  constructor(onListenerError: (error: unknown) => void = rethrow) {
    this.#onListenerError = onListenerError
  }

  subscribe(listener: (value: T) => void): Unsubscribe {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const entry = (value: T) => listener(value)
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        this.#onListenerError(error)
      }
    }
  }

  get size(): number {
    return this.#listeners.size
  }
}

function rethrow(error: unknown): never {
  throw error
}
