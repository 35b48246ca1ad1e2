import Database from 'better-sqlite3-multiple-ciphers'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import { NewerDatabase } from './migrations/migrate.ts'

/** `locked-away`: the key is missing or is not this file's. */
export type StorageFailure = Exclude<StoreHealth['kind'], 'ok'> | 'locked-away'

/** Thrown where a file cannot be read for want of its key: it is no damage, and nothing is done to it. */
export class LockedAway extends Error {
  override readonly name = 'LockedAway'
}

export function healthOf(failure: StorageFailure): StoreHealth['kind'] {
  return failure === 'locked-away' ? 'unavailable' : failure
}

/**
 * What an error of SQLite or of the file system means for the operator; undefined when it is no trouble with the storage
 * but a defect of ours (a broken statement, a violated constraint).
 */
export function storageFailureOf(error: unknown): StorageFailure | undefined {
  const code = codeOf(error)
  if (error instanceof LockedAway) return 'locked-away'
  if (error instanceof NewerDatabase) return 'unavailable'
  if (code === undefined) return undefined
  // The shared-memory file could not be made larger: that, too, is a full disk.
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/.test(code)) return 'full'
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'locked'
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return 'corrupt'
  if (/^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH|NOMEM|PROTOCOL)/.test(code)) return 'unavailable'
  if (/^E(ACCES|PERM|ROFS|IO|NOENT|NOTDIR|ISDIR|MFILE|NFILE|BUSY)$/.test(code)) return 'unavailable'
  return undefined
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof Database.SqliteError) return error.code
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
