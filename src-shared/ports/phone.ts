import type { CallEvent } from '../domain/call/call.ts'
import type { CallContext, Caller, PhoneNumber } from '../domain/call/caller.ts'
import type { Result } from '../domain/failure/failure.ts'
import type { CallId } from '../domain/ids.ts'
import type { CallerTrust, LineSettings, LineState } from '../domain/line/line.ts'
import type { ReadonlyCell } from '../flow/cell.ts'
import type { Unsubscribe } from '../flow/emitter.ts'

/** `atMs` is monotonic, taken when the message was read from the socket. */
export type PhoneEvent =
  | {
      readonly kind: 'incoming'
      readonly callId: CallId
      readonly atMs: number
      readonly caller: Caller
      readonly context: CallContext
    }
  | { readonly kind: 'call'; readonly callId: CallId; readonly atMs: number; readonly event: CallEvent }

export interface LineAccount extends LineSettings {
  readonly password: string
  /** Marks the built-in demo line. */
  readonly demo: boolean
}

/**
 * The telephone. It translates the wire into `PhoneEvent`s and does what it is told; what a call's state is, and who
 * may ring, is decided by who listens. Every method answers with what the PBX said; a refused action leaves the call as it was.
 */
export interface Phone {
  readonly line: ReadonlyCell<LineState>
  onEvent(listener: (event: PhoneEvent) => void): Unsubscribe
  /** Connects and registers, and keeps both up for ever; another account replaces the present one. Calls in progress go on. */
  use(account: LineAccount | undefined, trust: CallerTrust): void
  /** Registers once with a socket of its own and lets go again. Value: REGISTER round trip. */
  test(account: LineAccount): Promise<Result<{ roundTripMs: number }>>
  dial(callId: CallId, number: PhoneNumber): Promise<Result<undefined>>
  answer(callId: CallId): Promise<Result<undefined>>
  /** 486 Busy Here by default; 480 when the operator is not ready. */
  reject(callId: CallId, why: 'busy' | 'not-ready'): Promise<Result<undefined>>
  /** CANCEL, BYE or a final answer, whatever the call's state asks for. */
  hangUp(callId: CallId): Promise<Result<undefined>>
  hold(callId: CallId): Promise<Result<undefined>>
  resume(callId: CallId): Promise<Result<undefined>>
  mute(callId: CallId, on: boolean): Promise<Result<undefined>>
  dtmf(callId: CallId, tones: string, how: 'rtp' | 'info'): Promise<Result<undefined>>
  /** BYE to all calls, unregister, close. */
  dispose(): Promise<void>
}
