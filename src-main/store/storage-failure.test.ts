import Database from 'better-sqlite3-multiple-ciphers'
import { describe, expect, it } from 'vitest'
import { NewerDatabase } from './migrations/migrate.ts'
import { storageFailureOf } from './storage-failure.ts'

describe('what an error means', () => {
  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_IOERR_SHMSIZE', 'full'],
    ['SQLITE_BUSY', 'locked'],
    ['SQLITE_BUSY_SNAPSHOT', 'locked'],
    ['SQLITE_CORRUPT_VTAB', 'corrupt'],
    ['SQLITE_NOTADB', 'corrupt'],
    ['SQLITE_IOERR_READ', 'unavailable'],
    ['SQLITE_CANTOPEN', 'unavailable'],
    ['SQLITE_READONLY', 'unavailable'],
    ['SQLITE_CONSTRAINT_NOTNULL', undefined],
    ['SQLITE_ERROR', undefined],
  ])('%s is %s', (code, kind) => {
    expect(storageFailureOf(new Database.SqliteError('words', code))).toBe(kind)
  })

  it('knows the file system, newer databases and our own defects', () => {
    expect(storageFailureOf(Object.assign(new Error('no space'), { code: 'ENOSPC' }))).toBe('full')
    expect(storageFailureOf(Object.assign(new Error('no'), { code: 'EACCES' }))).toBe('unavailable')
    expect(storageFailureOf(new NewerDatabase('x'))).toBe('unavailable')
    expect(storageFailureOf(new TypeError('x'))).toBeUndefined()
    expect(storageFailureOf('x')).toBeUndefined()
  })
})
