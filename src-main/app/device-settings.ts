import { defaultSettings, type Settings, settings as settingsSchema } from '#shared/domain/settings/settings.ts'
import { Cell, type ReadonlyCell } from '#shared/flow/cell.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Store } from '#shared/ports/store.ts'

const key = 'settings'

/** This device's settings: read once, written through. A damaged record falls back to the defaults, with a line in the log. */
export class DeviceSettings {
  readonly #store: Store
  readonly #value: Cell<Settings>

  constructor(store: Store, log: Log, initial: Partial<Settings>) {
    this.#store = store
    this.#value = new Cell(load(store, log, initial))
  }

  get value(): ReadonlyCell<Settings> {
    return this.#value
  }

  async change(changes: Partial<Settings>): Promise<void> {
    const settings = settingsSchema.parse({ ...this.#value.get(), ...changes })
    this.#value.set(settings)
    await this.#store.writeDevice(key, settings)
  }
}

function load(store: Store, log: Log, initial: Partial<Settings>): Settings {
  try {
    const parsed = settingsSchema.safeParse({ ...initial, ...(store.read.device(key) ?? {}) })
    if (parsed.success) return parsed.data
    log.warn('settings unreadable, defaults used', { issues: parsed.error.issues.map(({ path }) => path.join('.')) })
  } catch (error) {
    log.warn('settings not loaded, defaults used', { error })
  }
  return { ...defaultSettings, ...initial }
}
