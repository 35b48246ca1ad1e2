import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'

/** PGlite begins with `-F`, no fsync; ours waits for the disk, so that an acknowledged commit outlives a power failure. */
export const durableStartParams: readonly string[] = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
]

const inputOutputError = 29

/** Emscripten's file system in Node answers fsync without doing it: here is the doing. */
export function makeDurable(lite: PGlite): void {
  const { FS } = lite.Module
  const probe = FS.open('/pglite/data/PG_VERSION', 'r')
  if (typeof probe.nfd !== 'number') throw new Error('The embedded database keeps its files otherwise than this version expects')
  Object.assign(probe.stream_ops, {
    fsync(stream: { readonly nfd: number }) {
      try {
        fsyncSync(stream.nfd)
        return 0
      } catch {
        throw new FS.ErrnoError(inputOutputError)
      }
    },
  })
  FS.close(probe)
}
