import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether the demo line was in use when the app last ran. The engine's switch that lets calls go over 127.0.0.1 must be
 * set before the database can be asked, and must not be set for a real PBX: so it follows the last run.
 */
export class DemoMemory {
  readonly #mark: string

  constructor(dataDir: string) {
    this.#mark = join(dataDir, 'line-configured')
  }

  get demo(): boolean {
    return !existsSync(this.#mark)
  }

  remember(demo: boolean): void {
    if (demo) rmSync(this.#mark, { force: true })
    else writeFileSync(this.#mark, '')
  }
}

/** Lets WebRTC use 127.0.0.1, where the demo line lives. */
export const demoSwitches = [
  ['allow-loopback-in-peer-connection', ''],
  ['disable-features', 'WebRtcHideLocalIpsWithMdns'],
] as const
