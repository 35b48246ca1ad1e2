import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { acceptsQueueCalls } from '#shared/domain/operator/operator.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { DemoCaller, DemoLine } from '#shared/ports/demo-line.ts'
import type { NumberToCall, Store } from '#shared/ports/store.ts'
import type { Operator } from './operator.ts'
import type { Workspace } from './workspace.ts'

export type DemoCallerKind = 'known' | 'shared' | 'unknown' | 'anonymous' | 'vip' | 'hostile'

const quietMs = { from: 25_000, to: 70_000 }
/** Markup, a bidi override, a formula and a control character: what a phone network may really deliver. */
const hostileName = '<img src=x onerror=alert(1)>\u202Egnp.exe =HYPERLINK("http://x") \u0007<script>'

export interface DemoCallsParts {
  readonly clock: Clock
  readonly demoLine: DemoLine
  readonly store: Store
  readonly settings: ReadonlyCell<Settings>
  readonly operator: Operator
  readonly workspace: Workspace
  /** 0 ≤ x < 1 */
  readonly random: () => number
}

/** Simulated customers, by the button and, while the operator waits ready, by themselves. Silent once a PBX is configured. */
export class DemoCalls {
  readonly #parts: DemoCallsParts
  #cancel: () => void = () => {}

  constructor(parts: DemoCallsParts) {
    this.#parts = parts
  }

  start(): void {
    const { clock, random } = this.#parts
    this.#cancel = clock.after(quietMs.from + random() * (quietMs.to - quietMs.from), () => {
      if (this.#mayCallByItself()) void this.simulate(random() < 0.75 ? 'known' : 'unknown')
      this.start()
    })
  }

  dispose(): void {
    this.#cancel()
  }

  async simulate(who: DemoCallerKind): Promise<Result<undefined>> {
    if (this.#parts.settings.get().line) return fail('demo-line-off')
    const { operator } = this.#parts
    // Asking for a call means being ready for one; only an unfinished wrap-up stands in the way, as in a real queue.
    if (operator.state.get().kind === 'not-ready') operator.apply({ kind: 'go-ready' })
    if (!acceptsQueueCalls(operator.state.get())) return fail('operator-not-ready')
    const caller = this.#caller(who)
    if (!caller) return fail('not-found')
    const called = await this.#parts.demoLine.call(caller)
    return called.ok ? ok() : called
  }

  #mayCallByItself(): boolean {
    const { settings, operator, workspace } = this.#parts
    const { line, demo } = settings.get()
    return !line && demo.callsByThemselves && operator.state.get().kind === 'ready' && workspace.work.get().length === 0
  }

  #caller(who: DemoCallerKind): DemoCaller | undefined {
    const queue = this.#pick(['support', 'sales', 'complaints'])
    switch (who) {
      case 'known':
      case 'shared':
      case 'vip': {
        const customer = this.#pick<NumberToCall>(this.#parts.store.read.demoCallers()[who])
        return customer && { number: customer.number, displayName: customer.name, language: customer.language, queue }
      }
      case 'unknown':
        return { number: `+38067${Math.floor(1_000_000 + this.#parts.random() * 8_999_999)}`, language: 'uk', queue }
      case 'anonymous':
        return { language: 'ru', queue }
      case 'hostile':
        return {
          number: `+38099${Math.floor(1_000_000 + this.#parts.random() * 8_999_999)}`,
          displayName: hostileName,
          language: 'en',
          queue,
        }
    }
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#parts.random() * list.length)]
  }
}
