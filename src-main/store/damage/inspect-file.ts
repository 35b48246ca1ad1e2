import { existsSync, statSync } from 'node:fs'
import { hasMagic } from '../key-check.ts'

/** Written beside the database when damage was seen while it was in use: the next opening rebuilds it. */
export function damageMark(path: string): string {
  return `${path}.damage-seen`
}

/**
 * What can be told of a database file without opening it. `new`: there is none, or it is empty. `unclean`: the last run did
 * not close it. An encrypted one has no beginning to know it by. Throws file system errors.
 */
export function inspectFile(path: string, encrypted: boolean): 'new' | 'clean' | 'unclean' | 'damaged' {
  if (!existsSync(path) || statSync(path).size === 0) return 'new'
  if (existsSync(damageMark(path)) || (!encrypted && !hasMagic(path))) return 'damaged'
  const wal = `${path}-wal`
  return existsSync(wal) && statSync(wal).size > 0 ? 'unclean' : 'clean'
}
