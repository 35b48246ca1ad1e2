import { Cell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { AccountCalls } from './account-calls.ts'

const askAgainMs = 20_000

/** Whether the server has a provider to sign in at; asked until it says. */
export class ProviderOffer {
  readonly present = new Cell(false)
  readonly #calls: AccountCalls
  readonly #clock: Clock
  #stop = () => {}
  #asking = false
  #disposed = false

  constructor(calls: AccountCalls, clock: Clock) {
    this.#calls = calls
    this.#clock = clock
  }

  ask(): void {
    if (this.#asking || this.#disposed) return
    this.#asking = true
    this.#stop()
    void this.#calls.about().then((answer) => {
      this.#asking = false
      if (this.#disposed) return
      if (answer.kind === 'done') this.present.set(answer.value.oidc !== null)
      else this.#stop = this.#clock.after(askAgainMs, () => this.ask())
    })
  }

  dispose(): void {
    this.#disposed = true
    this.#stop()
  }
}
