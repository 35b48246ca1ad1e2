import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const launch = z.object({ pid: z.number().int(), origin: z.string(), link: z.string() })
export type Launch = Readonly<z.infer<typeof launch>>

/** `launch.json` in the data folder, readable by its owner only: where the host runs and a link into it. */
export class LaunchFile {
  readonly #path: string

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'launch.json')
  }

  /** The host that already works on this data folder, if there is one that answers. */
  async running(): Promise<Launch | undefined> {
    const found = this.#read()
    if (!found) return undefined
    try {
      const answer = await fetch(`${found.origin}/opening`, { signal: AbortSignal.timeout(1_000) })
      return answer.ok ? found : undefined
    } catch {
      return undefined
    }
  }

  write(value: Launch): void {
    // A file that is there already would keep its mode.
    this.remove()
    writeFileSync(this.#path, JSON.stringify(value), { mode: 0o600 })
  }

  remove(): void {
    rmSync(this.#path, { force: true })
  }

  #read(): Launch | undefined {
    try {
      return launch.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
    } catch {
      return undefined
    }
  }
}
