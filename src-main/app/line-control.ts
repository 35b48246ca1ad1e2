import type { Settings } from '#shared/domain/settings/settings.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { DemoLine } from '#shared/ports/demo-line.ts'
import type { Log } from '#shared/ports/log.ts'
import type { LineAccount, Phone } from '#shared/ports/phone.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'

export const linePassword = 'line-password'

export interface LineControlParts {
  readonly phone: Phone
  readonly demoLine: DemoLine
  readonly secrets: SecretStore
  readonly settings: ReadonlyCell<Settings>
  readonly log: Log
}

/** Gives the phone its account: the configured PBX, or the demo line while there is none; never both. */
export class LineControl {
  readonly #parts: LineControlParts
  readonly #stop: Unsubscribe
  #using: Pick<Settings, 'line' | 'callerTrust'> | undefined

  constructor(parts: LineControlParts) {
    this.#parts = parts
    this.#stop = parts.settings.subscribe((settings) => {
      if (settings.line !== this.#using?.line || settings.callerTrust !== this.#using?.callerTrust) void this.connect()
    })
  }

  /** The settings may change while an account is being made ready: only the latest wish reaches the phone. */
  async connect(): Promise<void> {
    const { phone, demoLine, settings, log } = this.#parts
    const { line, callerTrust } = settings.get()
    const wish = { line, callerTrust }
    this.#using = wish
    try {
      const account = await this.#accountOf(line)
      if (this.#using !== wish) return
      phone.use(account, callerTrust)
      if (line) await demoLine.close()
    } catch (error) {
      log.error('line not started', { error })
      if (this.#using === wish) phone.use(undefined, callerTrust)
    }
  }

  async #accountOf(line: Settings['line']): Promise<LineAccount> {
    const { demoLine, secrets } = this.#parts
    return line
      ? { ...line, password: (await secrets.read(linePassword)) ?? '', demo: false }
      : { ...(await demoLine.account()), demo: true }
  }

  dispose(): void {
    this.#stop()
  }
}
