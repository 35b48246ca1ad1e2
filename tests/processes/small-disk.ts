import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, whyNot } from './machine.ts'

/** A disk of a test's own, in memory, that can be filled up. */
export class SmallDisk {
  readonly path: string

  constructor(megabytes: number) {
    this.path = mkdtempSync(join(tmpdir(), 'dzvin-disk-'))
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path)
    chmodSync(this.path, 0o777)
  }

  /** All but the last 2 MiB. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.path)
    writeFileSync(join(this.path, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 2 * 1024 * 1024)))
  }

  clear(): void {
    rmSync(join(this.path, 'ballast'), { force: true })
  }

  remove(): void {
    run('umount', '-l', this.path)
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Why there can be none here; undefined: there can. */
export function whyNoSmallDisk(): string | undefined {
  return whyNot(() => new SmallDisk(1).remove())
}
