import { defaultSettings, type Settings, settings as settingsSchema } from '#shared/domain/settings/settings.ts'
import { Cell, type ReadonlyCell } from '#shared/flow/cell.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Store } from '#shared/ports/store.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

const key = 'settings'

/**
 * This device's settings: read once, written through. Of a damaged record the sound fields are kept; a line in the log
 * names the others. While the database cannot be read there are the defaults, and what was stored comes back with it.
 */
export class DeviceSettings {
  readonly #store: Store
  readonly #value: Cell<Settings>
  readonly #fixed: Partial<Settings>
  /** What was changed before the record could be read: written on top of it, never instead of it. */
  #early: Partial<Settings> | undefined

  /** `fixed`: what is not this device's to say, such as the name of who is signed in. */
  constructor(store: Store, log: Log, initial: Partial<Settings>, fixed: Partial<Settings> = {}) {
    const read = () => unlessUnavailable(() => sound({ ...initial, ...recordOf(store.read.device(key)), ...fixed }, log))
    this.#fixed = fixed
    const stored = read()
    this.#store = store
    this.#value = new Cell(stored ?? { ...defaultSettings, ...initial, ...fixed })
    if (stored) return
    log.warn('settings cannot be read yet, defaults used')
    this.#early = {}
    const stop = store.health.subscribe(({ kind }) => {
      const late = kind === 'ok' ? read() : undefined
      if (!late) return
      stop()
      const early = this.#early ?? {}
      this.#early = undefined
      this.#value.set(late)
      if (Object.keys(early).length > 0) void this.change(early)
    })
  }

  get value(): ReadonlyCell<Settings> {
    return this.#value
  }

  async change(changes: Partial<Settings>): Promise<void> {
    const settings = settingsSchema.parse({ ...this.#value.get(), ...changes, ...this.#fixed })
    this.#value.set(settings)
    if (this.#early) this.#early = { ...this.#early, ...changes }
    else await this.#store.writeDevice(key, settings)
  }
}

function recordOf(stored: unknown): object {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {}
}

function sound(record: object, log: Log): Settings {
  const parsed = settingsSchema.safeParse(record)
  if (parsed.success) return parsed.data
  const damaged = new Set(parsed.error.issues.map(({ path }) => path[0]))
  log.warn('settings damaged, defaults used', { fields: [...damaged] })
  return settingsSchema.parse(Object.fromEntries(Object.entries(record).filter(([name]) => !damaged.has(name))))
}
