import Database from 'better-sqlite3-multiple-ciphers'
import { StoreUnavailable } from '#shared/ports/store.ts'
import { openReadConnection, type ReadConnection } from './connection.ts'
import { type StorageFailure, storageFailureOf } from './storage-failure.ts'

/** The read connection, opened when first needed; a trouble with the file becomes `StoreUnavailable`. */
export class ReadAccess {
  readonly #path: string
  readonly #onFailure: (failure: StorageFailure, error: unknown) => void
  #connection: ReadConnection | undefined

  constructor(path: string, onFailure: (failure: StorageFailure, error: unknown) => void) {
    this.#path = path
    this.#onFailure = onFailure
  }

  /** A query whose statements are prepared at its first use and again after a reconnection. */
  query<A extends unknown[], R>(prepare: (database: ReadConnection) => (...args: A) => R): (...args: A) => R {
    let prepared: { readonly connection: ReadConnection; readonly run: (...args: A) => R } | undefined
    return (...args) => {
      try {
        const connection = this.#open()
        if (prepared?.connection !== connection) prepared = { connection, run: prepare(connection) }
        return prepared.run(...args)
      } catch (error) {
        throw this.#unavailable(error)
      }
    }
  }

  close(): void {
    this.#connection?.close()
    this.#connection = undefined
  }

  #open(): ReadConnection {
    this.#connection ??= openReadConnection(this.#path)
    return this.#connection
  }

  #unavailable(error: unknown): unknown {
    const failure = storageFailureOf(error)
    if (failure) this.#onFailure(failure, error)
    if (failure === 'unavailable') this.close()
    // Also "no such index": a large first load is under way.
    const known = failure !== undefined || error instanceof Database.SqliteError
    return known ? new StoreUnavailable('The database cannot be read', { cause: error }) : error
  }
}
