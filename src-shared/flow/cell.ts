import { Emitter, type Unsubscribe } from './emitter.ts'

/** A value that others may watch; who holds the Cell may change it. */
export interface ReadonlyCell<T> {
  get(): T
  /** Hears later values only; call `get()` for the present one. */
  subscribe(listener: (value: T) => void): Unsubscribe
}

export class Cell<T> implements ReadonlyCell<T> {
  readonly #changes = new Emitter<T>()
  readonly #isSame: (one: T, other: T) => boolean
  #value: T

  /** `isSame`: of values that are made anew each time; such a value is not news. */
  constructor(value: T, isSame: (one: T, other: T) => boolean = Object.is) {
    this.#value = value
    this.#isSame = isSame
  }

  get(): T {
    return this.#value
  }

  set(value: T): void {
    if (this.#isSame(value, this.#value)) return
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

/** For `isSame`: plain data, compared by all that it holds, fields in the same order. */
export function isSameData(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
