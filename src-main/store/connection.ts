import { statSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'

declare const role: unique symbol
/** Reads only; on the main thread. */
export type ReadConnection = Database.Database & { readonly [role]: 'read' }
/** The one connection that writes; in the worker. */
export type WriteConnection = Database.Database & { readonly [role]: 'write' }

/** How long the writer waits for another process's lock before it says `locked`. */
const lockTimeoutMs = 250

/** 32 bytes; undefined: the file is not encrypted. */
export type StoreKey = Uint8Array | undefined

/**
 * No memory mapping on purpose: a damaged or cut file would then end the process with SIGBUS instead of an error.
 * Throws SqliteError, or the file system's error where a folder is in the file's place.
 */
export function openReadConnection(path: string, key?: StoreKey): ReadConnection {
  refuseFolder(path)
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs }) as ReadConnection
  try {
    unlock(database, key)
    database.pragma('cache_size = -64000')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

export function openWriteConnection(path: string, key?: StoreKey): WriteConnection {
  const database = new Database(path, { timeout: lockTimeoutMs }) as WriteConnection
  try {
    unlock(database, key)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // A row may come before the one it names (an import, a salvaged file, a page of changes).
    database.pragma('foreign_keys = OFF')
    database.pragma('cache_size = -64000')
    database.pragma('wal_autocheckpoint = 4000')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Before anything is read. The key is raw: no derivation, which would cost 50 ms at each opening. */
function unlock(database: Database.Database, key: StoreKey): void {
  if (!key) return
  database.pragma(`cipher = 'chacha20'`)
  database.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`)
  // The cipher does not reach temporary files.
  database.pragma('temp_store = MEMORY')
}

/** With the ciphers built in, SQLite takes a folder for a damaged file. */
function refuseFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  throw Object.assign(new Error(`A folder is in the place of the database: ${path}`), { code: 'EISDIR' })
}
