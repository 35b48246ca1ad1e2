import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import type { StoreKey } from './connection.ts'
import { LockedAway } from './storage-failure.ts'

const magic = 'SQLite format 3\0'
const saltBytes = 16

/** Beside an encrypted database: tells a wrong key from a damaged file, which look the same from inside. */
export function keyCheckPath(path: string): string {
  return `${path}.key-check`
}

/**
 * `plain`: not encrypted, and no key given. `fits`: the key is the file's. `unknown`: there is no word beside the file.
 * Throws `LockedAway` where the key is missing, or not the file's, or the file is not encrypted; file system errors.
 */
export function checkKey(path: string, key: StoreKey): 'plain' | 'fits' | 'unknown' {
  const written = existsSync(path) && statSync(path).size > 0
  const word = existsSync(keyCheckPath(path)) ? readFileSync(keyCheckPath(path)) : undefined
  const plain = written && hasMagic(path)
  if (!key) {
    if (written && word && !plain) throw new LockedAway('The database is encrypted and there is no key')
    return 'plain'
  }
  if (plain) throw new LockedAway('The database is not encrypted')
  if (!written || !word) return 'unknown'
  if (!fits(word, key)) throw new LockedAway('The key is not that of the database')
  return 'fits'
}

/** Before the file is made, and after it was opened where there was no word yet. */
export function writeKeyCheck(path: string, key: Uint8Array): void {
  const salt = randomBytes(saltBytes)
  const file = openSync(keyCheckPath(path), 'w', 0o600)
  try {
    writeSync(file, Buffer.concat([salt, proof(salt, key)]))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export function hasMagic(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(magic.length)
    readSync(file, bytes, 0, magic.length, 0)
    return bytes.toString('latin1') === magic
  } finally {
    closeSync(file)
  }
}

function fits(word: Buffer, key: Uint8Array): boolean {
  const expected = proof(word.subarray(0, saltBytes), key)
  const found = word.subarray(saltBytes)
  return found.length === expected.length && timingSafeEqual(found, expected)
}

function proof(salt: Uint8Array, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('dzvin key check').update(salt).digest()
}
