import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

const magic = 'SQLite format 3\0'

/** Written beside the database when damage was seen while it was in use: the next opening rebuilds it. */
export function damageMark(path: string): string {
  return `${path}.damage-seen`
}

/**
 * What can be told of a database file without opening it. `new`: there is none, or it is empty. `unclean`: the last run did
 * not close it. Throws file system errors.
 */
export function inspectFile(path: string): 'new' | 'clean' | 'unclean' | 'damaged' {
  if (!existsSync(path) || statSync(path).size === 0) return 'new'
  if (existsSync(damageMark(path)) || firstBytes(path) !== magic) return 'damaged'
  const wal = `${path}-wal`
  return existsSync(wal) && statSync(wal).size > 0 ? 'unclean' : 'clean'
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(magic.length)
    readSync(file, bytes, 0, magic.length, 0)
    return bytes.toString('latin1')
  } finally {
    closeSync(file)
  }
}
