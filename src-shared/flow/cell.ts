import { Emitter, type Unsubscribe } from './emitter.ts'

/** A value that others may watch; who holds the Cell may change it. */
export interface ReadonlyCell<T> {
  get(): T
  /** Hears later values only; call `get()` for the present one. */
  subscribe(listener: (value: T) => void): Unsubscribe
}

export class Cell<T> implements ReadonlyCell<T> {
  readonly #changes = new Emitter<T>()
  #value: T

  constructor(value: T) {
    this.#value = value
  }

  get(): T {
    return this.#value
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    this.#changes.emit(value)
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value))
  }

  subscribe(listener: (value: T) => void): Unsubscribe {
    return this.#changes.subscribe(listener)
  }
}
