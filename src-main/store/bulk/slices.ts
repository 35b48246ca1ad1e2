import { setImmediate as turn } from 'node:timers/promises'
import type { WriteConnection } from '../connection.ts'
import type { ChangeWriter } from '../write/change-writer.ts'

/** Single writes get their turn after each slice. */
const sliceMs = 15
const smallest = 20
const largest = 5_000

/** Runs long work on the write connection in transactions of about 15 ms. */
export class Slices {
  readonly #database: WriteConnection
  readonly #writer: ChangeWriter
  #size = 200

  constructor(database: WriteConnection, writer: ChangeWriter) {
    this.#database = database
    this.#writer = writer
  }

  /** How many rows the next slice may take. */
  get size(): number {
    return this.#size
  }

  /** What long work writes can be made again, so it need not wait for the disk; single writes still do. */
  async run<T>(work: () => T): Promise<T> {
    const started = performance.now()
    this.#database.pragma('synchronous = NORMAL')
    try {
      return this.#writer.transaction(work)
    } finally {
      this.#database.pragma('synchronous = FULL')
      const tookMs = performance.now() - started
      this.#size = Math.round(Math.min(largest, Math.max(smallest, this.#size * Math.min(1.5, sliceMs / tookMs))))
      await turn()
    }
  }
}
