import Database from 'better-sqlite3-multiple-ciphers'

declare const role: unique symbol
/** Reads only; on the main thread. */
export type ReadConnection = Database.Database & { readonly [role]: 'read' }
/** The one connection that writes; in the worker. */
export type WriteConnection = Database.Database & { readonly [role]: 'write' }

/** How long the writer waits for another process's lock before it says `locked`. */
const lockTimeoutMs = 250

/**
 * No memory mapping on purpose: a damaged or cut file would then end the process with SIGBUS instead of an error.
 * Throws SqliteError.
 */
export function openReadConnection(path: string): ReadConnection {
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs }) as ReadConnection
  database.pragma('cache_size = -64000')
  return database
}

export function openWriteConnection(path: string): WriteConnection {
  const database = new Database(path, { timeout: lockTimeoutMs }) as WriteConnection
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // A row may come before the one it names (an import, a salvaged file, later a page of changes).
    database.pragma('foreign_keys = OFF')
    database.pragma('cache_size = -64000')
    database.pragma('wal_autocheckpoint = 4000')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
