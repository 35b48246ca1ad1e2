import { type CallEvent, type CallState, incomingCall, next, outgoingCall } from '#shared/domain/call/call.ts'
import type { CallContext, Caller, PhoneNumber } from '#shared/domain/call/caller.ts'
import type { CustomerMatch } from '#shared/domain/customer/match.ts'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { type CallId, type CustomerId, callId as callIdSchema, interactionId as interactionIdSchema } from '#shared/domain/ids.ts'
import { acceptsQueueCalls } from '#shared/domain/operator/operator.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { Change } from '#shared/entities/change.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Phone, PhoneEvent } from '#shared/ports/phone.ts'
import type { Store } from '#shared/ports/store.ts'
import { gatherPop } from './gather-pop.ts'
import { interactionAnswered, interactionEnded, interactionStarted, needsWrapUp } from './interaction-changes.ts'
import type { Operator } from './operator.ts'
import type { PopTimings } from './pop-timings.ts'
import type { Tab } from './tab.ts'
import type { Workspace } from './workspace.ts'

export interface CallFlowParts {
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly phone: Phone
  readonly store: Store
  readonly settings: ReadonlyCell<Settings>
  readonly workspace: Workspace
  readonly operator: Operator
  readonly timings: PopTimings
}

/**
 * From the telephone's events to what the operator sees and what is recorded. Only the pop itself happens in the turn of
 * the INVITE, before anything is written: disk and network never stand between the ring and the card.
 */
export class CallFlow {
  readonly #parts: CallFlowParts
  readonly #stop: Unsubscribe

  constructor(parts: CallFlowParts) {
    this.#parts = parts
    this.#stop = parts.phone.onEvent((event) => this.#hear(event))
  }

  dispose(): void {
    this.#stop()
  }

  async dial(number: PhoneNumber, customerId?: CustomerId): Promise<Result<{ callId: CallId }>> {
    const { clock, ids, phone, operator } = this.#parts
    const callId = callIdSchema.parse(ids.next())
    await this.#holdOthers(callId)
    const caller: Caller = { number, anonymous: false, source: 'dialled' }
    this.#open(outgoingCall(callId, clock.monotonicMs()), caller, { fields: {} }, clock.monotonicMs(), customerId)
    operator.apply({ kind: 'call-started' })
    const dialled = await phone.dial(callId, number)
    if (!dialled.ok) this.#apply(callId, { kind: 'ended', reason: 'failed' })
    return dialled.ok ? ok({ callId }) : dialled
  }

  /** The state moves before the wire does, so that the press is seen at once; a refusal takes it back. */
  async answer(callId: CallId): Promise<Result<undefined>> {
    const call = this.#parts.workspace.byCall(callId)?.call
    if (!call) return fail('call-gone')
    if (call.phase.kind !== 'ringing') return fail('call-wrong-state')
    await this.#holdOthers(callId)
    this.#apply(callId, { kind: 'answer' })
    const answered = await this.#parts.phone.answer(callId)
    if (!answered.ok) this.#apply(callId, { kind: 'answer-failed' })
    return answered
  }

  /** One voice at a time: answering or resuming a call puts the others on hold. */
  async #holdOthers(callId: CallId): Promise<void> {
    const { workspace, phone } = this.#parts
    const active = workspace.tabs().filter((tab) => tab.call?.phase.kind === 'active' && tab.callId && tab.callId !== callId)
    await Promise.all(active.map((tab) => tab.callId && phone.hold(tab.callId)))
  }

  async resume(callId: CallId): Promise<Result<undefined>> {
    await this.#holdOthers(callId)
    return this.#parts.phone.resume(callId)
  }

  #hear(event: PhoneEvent): void {
    if (event.kind === 'call') this.#apply(event.callId, event.event, event.atMs)
    else this.#incoming(event)
  }

  #incoming({ callId, caller, context, atMs }: Extract<PhoneEvent, { kind: 'incoming' }>): void {
    const { operator, phone, log } = this.#parts
    this.#open(incomingCall(callId, atMs), caller, context, atMs)
    const tab = this.#parts.workspace.byCall(callId)
    if (!tab?.queue || acceptsQueueCalls(operator.state.get())) return
    // The end arrives as an event of the phone, with the reason `not-ready`.
    phone.reject(callId, 'not-ready').catch((error: unknown) => log.error('refusing a queue call failed', { error }))
  }

  #open(call: CallState, caller: Caller, context: CallContext, atMs: number, customerId?: CustomerId): void {
    const { clock, ids, store, settings, workspace, timings, log } = this.#parts
    const interactionId = interactionIdSchema.parse(ids.next())
    const stages = timings.begin(atMs)
    const contents = gatherPop(
      { direction: call.direction, caller, context, match: customerId && chosen(customerId) },
      { read: store.read, nowMs: clock.epochMs(), settings: settings.get(), mark: stages.mark },
    )
    const tab: Tab = {
      interactionId,
      callId: call.callId,
      call,
      direction: call.direction,
      startedAtMs: clock.epochMs(),
      caller,
      context,
      note: '',
      ...contents,
      stages: stages.sent(),
    }
    workspace.open(tab)
    timings.keep(tab)
    this.#record(interactionStarted(tab, settings.get().operatorName))
    log.info('call', { direction: call.direction, match: tab.match.kind, stages: tab.stages })
  }

  #apply(callId: CallId, event: CallEvent, atMs = this.#parts.clock.monotonicMs()): void {
    const { workspace } = this.#parts
    const tab = workspace.byCall(callId)
    if (!tab?.call) return
    const call = next(tab.call, event, atMs)
    if (call === tab.call) return
    const changed = workspace.change(tab.interactionId, { call }, 'call')
    if (!changed) return
    if (call.answeredMs !== undefined && tab.call.answeredMs === undefined) this.#answered(changed, call)
    if (call.phase.kind === 'ended') this.#ended(changed, call)
  }

  #answered(tab: Tab, call: CallState): void {
    this.#parts.operator.apply({ kind: 'call-started' })
    this.#record(interactionAnswered(tab, call, this.#now()))
  }

  #ended(tab: Tab, call: CallState): void {
    const { workspace, operator } = this.#parts
    const wrapUp = needsWrapUp(tab, call)
    this.#record(interactionEnded(tab, call, this.#now(), !wrapUp))
    if (wrapUp) workspace.change(tab.interactionId, { wrapUpSinceMs: this.#now().monotonicMs }, 'call')
    else workspace.close(tab.interactionId)
    settleOperator(workspace, operator)
  }

  #now() {
    return { epochMs: this.#parts.clock.epochMs(), monotonicMs: this.#parts.clock.monotonicMs() }
  }

  #record(change: Change): void {
    const { store, log } = this.#parts
    store.write([change]).then(
      (written) => written.ok || log.error('call not recorded', { failure: written.failure }),
      (error: unknown) => log.error('call not recorded', { error }),
    )
  }
}

/** No call is left: on to the wrap-up, if one is open, or back to where the operator was. */
export function settleOperator(workspace: Workspace, operator: Operator): void {
  const work = workspace.work.get()
  if (work.some(({ stage, call }) => stage === 'talking' || call?.phase.kind === 'answering')) return
  const wrapUp = work.some(({ stage }) => stage === 'wrap-up')
  operator.apply({ kind: 'calls-over', wrapUp })
  if (!wrapUp) operator.apply({ kind: 'wrap-up-done' })
}

export function chosen(customerId: CustomerId): CustomerMatch {
  return { kind: 'sure', customerId, reason: 'chosen' }
}
