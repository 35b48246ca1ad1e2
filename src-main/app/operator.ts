import { nextOperator, type OperatorEvent, type OperatorState } from '#shared/domain/operator/operator.ts'
import { Cell, type ReadonlyCell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'

/** The signed-in operator's state; starts not ready, so nobody is rung before they say so. */
export class Operator {
  readonly #clock: Clock
  readonly #state: Cell<OperatorState>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#state = new Cell<OperatorState>({ kind: 'not-ready', reason: 'start', sinceMs: clock.monotonicMs() })
  }

  get state(): ReadonlyCell<OperatorState> {
    return this.#state
  }

  apply(event: OperatorEvent): void {
    this.#state.update((state) => nextOperator(state, event, this.#clock.monotonicMs()))
  }
}
