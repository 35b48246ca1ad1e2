import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Settings, settingsChange } from '#shared/domain/settings/settings.ts'

const look = settingsChange.pick({ language: true, theme: true })

/** The language and theme last used here: the sign-in page cannot ask a database that is still locked. */
export class RememberedLook {
  readonly #path: string

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'look.json')
  }

  read(): Partial<Settings> {
    try {
      return look.parse(JSON.parse(readFileSync(this.#path, 'utf8'))) as Partial<Settings>
    } catch {
      // Never written, or damaged: the defaults will do.
      return {}
    }
  }

  /** Not worth an error where the disk refuses. */
  remember({ language, theme }: Pick<Settings, 'language' | 'theme'>): void {
    try {
      writeFileSync(this.#path, JSON.stringify({ language, theme }))
    } catch {
      return
    }
  }
}
