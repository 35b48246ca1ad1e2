import type { CallEvent } from '../../domain/call/call.ts'
import type { CallContext, Caller } from '../../domain/call/caller.ts'
import { type Failure, ok, type Result } from '../../domain/failure/failure.ts'
import { type CallId, callId } from '../../domain/ids.ts'
import type { LineState } from '../../domain/line/line.ts'
import { Cell } from '../../flow/cell.ts'
import { Emitter } from '../../flow/emitter.ts'
import type { Clock } from '../clock.ts'
import type { Phone, PhoneEvent } from '../phone.ts'

/** A telephone without a line: a test rings it, hears what it was told to do, and may have an action refused. */
export class ScriptedPhone implements Phone {
  readonly line = new Cell<LineState>({ kind: 'not-configured', sinceMs: 0 })
  readonly done: string[] = []
  readonly refuses = new Map<string, Failure>()
  readonly #events = new Emitter<PhoneEvent>()
  readonly #clock: Clock
  #calls = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  onEvent(listener: (event: PhoneEvent) => void) {
    return this.#events.subscribe(listener)
  }

  ring(caller: Caller, context: Partial<CallContext> = {}): CallId {
    const id = callId.parse(`call-${++this.#calls}`)
    this.#events.emit({
      kind: 'incoming',
      callId: id,
      caller,
      context: { fields: {}, ...context },
      atMs: this.#clock.monotonicMs(),
    })
    return id
  }

  tell(id: CallId, event: CallEvent): void {
    this.#events.emit({ kind: 'call', callId: id, event, atMs: this.#clock.monotonicMs() })
  }

  use = () => {}
  test = async () => ok({ roundTripMs: 1 })
  dial = async (id: CallId) => this.#do('dial', id)
  answer = async (id: CallId) => this.#do('answer', id, { kind: 'established' })
  reject = async (id: CallId, why: 'busy' | 'not-ready') =>
    this.#do('reject', id, { kind: 'ended', reason: why === 'busy' ? 'rejected-here' : 'not-ready' })
  hangUp = async (id: CallId) => this.#do('hangUp', id, { kind: 'ended', reason: 'hung-up-here' })
  hold = async (id: CallId) => this.#do('hold', id, { kind: 'held' })
  resume = async (id: CallId) => this.#do('resume', id, { kind: 'resumed' })
  mute = async (id: CallId, on: boolean) => this.#do('mute', id, { kind: 'muted', on })
  dtmf = async (id: CallId) => this.#do('dtmf', id)
  dispose = async () => {}

  #do(action: string, id: CallId, event?: CallEvent): Result<undefined> {
    this.done.push(`${action} ${id}`)
    const failure = this.refuses.get(action)
    if (failure) return { ok: false, failure }
    if (event) this.tell(id, event)
    return ok()
  }
}
