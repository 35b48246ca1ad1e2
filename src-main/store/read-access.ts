import Database from 'better-sqlite3-multiple-ciphers'
import { StoreUnavailable } from '#shared/ports/store.ts'
import { openReadConnection, type ReadConnection, type StoreKey } from './connection.ts'
import { checkKey } from './key-check.ts'
import { LockedAway, type StorageFailure, storageFailureOf } from './storage-failure.ts'

/** The read connection, opened when first needed; a trouble with the file becomes `StoreUnavailable`. */
export class ReadAccess {
  readonly #path: string
  readonly #key: StoreKey
  readonly #onFailure: (failure: StorageFailure, error: unknown) => void
  #connection: ReadConnection | undefined

  constructor(path: string, key: StoreKey, onFailure: (failure: StorageFailure, error: unknown) => void) {
    this.#path = path
    this.#key = key
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
    if (this.#connection) return this.#connection
    // A wrong key reads like damage: no word that it fits, no reading.
    if (checkKey(this.#path, this.#key) === 'unknown') throw new LockedAway('The database was not opened with this key yet')
    this.#connection = openReadConnection(this.#path, this.#key)
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
