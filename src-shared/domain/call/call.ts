import { z } from 'zod'
import { assertNever } from '../../flow/assert-never.ts'
import { callId } from '../ids.ts'

/**
 * One call, as a pure state machine; its rules with their ids are in SPEC.md beside this file.
 *
 *   incoming ─► ringing ──answer──► answering ──established──► active ◄──held / resumed──► held
 *                  │                    │                        │                          │
 *   dial ──────► dialing ──progress──► alerting ──established────┘                          │
 *                  │                    │                                                   │
 *                  └────────────────────┴───────────────► ended(reason) ◄───────────────────┘
 */

export const callDirection = z.enum(['inbound', 'outbound'])
export type CallDirection = z.infer<typeof callDirection>

/**
 * Why a call ended, as the operator and the reports need it.
 * - `caller-gave-up`: CANCEL with Q.850 cause 127 or no reason (abandoned)
 * - `queue-timeout`: CANCEL with Q.850 cause 0 (RONA: ring no answer)
 * - `answered-elsewhere`: CANCEL with SIP cause 200
 */
export const endReason = z.enum([
  'hung-up-here',
  'hung-up-there',
  'caller-gave-up',
  'queue-timeout',
  'answered-elsewhere',
  'rejected-here',
  'not-ready',
  'busy-there',
  'declined-there',
  'no-answer-there',
  'not-found-there',
  'cancelled-here',
  'line-lost',
  'media-failed',
  'failed',
])
export type EndReason = z.infer<typeof endReason>

/** Times are milliseconds of the monotonic clock (`Clock.monotonicMs`), so a change of the wall clock never alters a duration. */
const timed = { sinceMs: z.number() }

export const callPhase = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ringing'), ...timed }),
  z.object({ kind: z.literal('dialing'), ...timed }),
  z.object({ kind: z.literal('alerting'), ...timed }),
  z.object({ kind: z.literal('answering'), ...timed }),
  z.object({ kind: z.literal('active'), ...timed }),
  z.object({ kind: z.literal('held'), ...timed }),
  z.object({ kind: z.literal('ended'), ...timed, reason: endReason, sipStatus: z.number().int().optional() }),
])
export type CallPhase = Readonly<z.infer<typeof callPhase>>
export type CallPhaseKind = CallPhase['kind']

export const callState = z.object({
  callId,
  direction: callDirection,
  phase: callPhase,
  /** When the first ring or the dialling was. */
  startedMs: z.number(),
  /** When both sides could first speak; undefined while never answered. */
  answeredMs: z.number().optional(),
  /** Sum of finished hold times; the running one is `now - phase.sinceMs`. */
  heldMs: z.number(),
  muted: z.boolean(),
  /** The far side has put us on hold (its SDP says sendonly or inactive). */
  heldByPeer: z.boolean(),
})
export type CallState = Readonly<z.infer<typeof callState>>

export type CallEvent =
  | { readonly kind: 'progress' }
  | { readonly kind: 'answer' }
  | { readonly kind: 'answer-failed' }
  | { readonly kind: 'established' }
  | { readonly kind: 'held' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'muted'; readonly on: boolean }
  | { readonly kind: 'peer-held'; readonly on: boolean }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly sipStatus?: number }

export function incomingCall(id: CallState['callId'], atMs: number): CallState {
  return start(id, 'inbound', { kind: 'ringing', sinceMs: atMs })
}

export function outgoingCall(id: CallState['callId'], atMs: number): CallState {
  return start(id, 'outbound', { kind: 'dialing', sinceMs: atMs })
}

function start(id: CallState['callId'], direction: CallDirection, phase: CallPhase): CallState {
  return { callId: id, direction, phase, startedMs: phase.sinceMs, heldMs: 0, muted: false, heldByPeer: false }
}

/**
 * The state after `event`. An event that has no meaning in the present state (a late 180, a second BYE) returns
 * the same object: the wire may repeat and reorder, and nothing of it may revive an ended call (CALL-2).
 */
export function next(call: CallState, event: CallEvent, atMs: number): CallState {
  const phase = call.phase
  if (phase.kind === 'ended') return call
  switch (event.kind) {
    case 'progress':
      return phase.kind === 'dialing' ? enter(call, { kind: 'alerting', sinceMs: atMs }) : call
    case 'answer':
      return phase.kind === 'ringing' ? enter(call, { kind: 'answering', sinceMs: atMs }) : call
    case 'answer-failed':
      return phase.kind === 'answering' ? enter(call, { kind: 'ringing', sinceMs: call.startedMs }) : call
    case 'established':
      return phase.kind === 'active' || phase.kind === 'held'
        ? call
        : { ...enter(call, { kind: 'active', sinceMs: atMs }), answeredMs: atMs }
    case 'held':
      return phase.kind === 'active' ? enter(call, { kind: 'held', sinceMs: atMs }) : call
    case 'resumed':
      return phase.kind === 'held'
        ? { ...enter(call, { kind: 'active', sinceMs: atMs }), heldMs: call.heldMs + atMs - phase.sinceMs }
        : call
    case 'muted':
      return call.muted === event.on ? call : { ...call, muted: event.on }
    case 'peer-held':
      return call.heldByPeer === event.on ? call : { ...call, heldByPeer: event.on }
    case 'ended': {
      const heldMs = phase.kind === 'held' ? call.heldMs + atMs - phase.sinceMs : call.heldMs
      return { ...call, heldMs, phase: { kind: 'ended', sinceMs: atMs, reason: event.reason, sipStatus: event.sipStatus } }
    }
    default:
      return assertNever(event)
  }
}

function enter(call: CallState, phase: CallPhase): CallState {
  return { ...call, phase }
}

export function isOver(call: CallState): boolean {
  return call.phase.kind === 'ended'
}

/** Both sides are connected, be it on hold. */
export function isConnected(call: CallState): boolean {
  return call.phase.kind === 'active' || call.phase.kind === 'held'
}

/** From answer to end (or to now), holds included; 0 for a call that was never answered. */
export function talkMs(call: CallState, nowMs: number): number {
  if (call.answeredMs === undefined) return 0
  return Math.max(0, (call.phase.kind === 'ended' ? call.phase.sinceMs : nowMs) - call.answeredMs)
}

/** From the first ring to the answer, or to the end of a call that was never answered. */
export function ringMs(call: CallState, nowMs: number): number {
  const until = call.answeredMs ?? (call.phase.kind === 'ended' ? call.phase.sinceMs : nowMs)
  return Math.max(0, until - call.startedMs)
}
