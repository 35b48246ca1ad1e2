import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { damageMark } from './inspect-file.ts'

/** Renames a damaged database with its log, never deletes it; returns its new path. Throws file system errors. */
export function setAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-')
  let target = `${path}.damaged-${stamp}`
  for (let count = 2; existsSync(target); count++) target = `${path}.damaged-${stamp}-${count}`
  renameSync(path, target)
  for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  rmSync(damageMark(path), { force: true })
  return target
}

/** For a territory that is taken away; of a synced copy everything in these is at the server, too. */
export function removeSetAside(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(`${basename(path)}.damaged-`)) rmSync(join(dirname(path), name), { force: true })
  }
}
