import { z } from 'zod'
import { assertNever } from '../../flow/assert-never.ts'

/**
 * The operator's state, a pure machine.
 *
 *   not-ready(reason) ◄──► ready ──call──► in-call ──last call ended──► wrap-up ──finished──► ready | not-ready
 *                            └──── a call may also start from not-ready (dialled, or a direct call) ────┘
 *
 * `after` remembers what to return to, so pressing "break" in a call takes effect when the wrap-up is done.
 */
export const notReadyReason = z.enum(['start', 'break', 'lunch', 'training', 'meeting', 'paperwork', 'technical', 'missed-call'])
export type NotReadyReason = z.infer<typeof notReadyReason>

const resting = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('not-ready'), reason: notReadyReason }),
])
export type Resting = Readonly<z.infer<typeof resting>>

/** `sinceMs` is monotonic: when this state was entered. */
export const operatorState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), sinceMs: z.number() }),
  z.object({ kind: z.literal('not-ready'), reason: notReadyReason, sinceMs: z.number() }),
  z.object({ kind: z.literal('in-call'), sinceMs: z.number(), after: resting }),
  z.object({ kind: z.literal('wrap-up'), sinceMs: z.number(), after: resting }),
])
export type OperatorState = Readonly<z.infer<typeof operatorState>>

export type OperatorEvent =
  | { readonly kind: 'go-ready' }
  | { readonly kind: 'go-not-ready'; readonly reason: NotReadyReason }
  | { readonly kind: 'call-started' }
  /** The last call ended; `wrapUp` says whether something is left to write. */
  | { readonly kind: 'calls-over'; readonly wrapUp: boolean }
  | { readonly kind: 'wrap-up-done' }

export function nextOperator(state: OperatorState, event: OperatorEvent, atMs: number): OperatorState {
  switch (event.kind) {
    case 'go-ready':
      return settle(state, { kind: 'ready' }, atMs)
    case 'go-not-ready':
      return settle(state, { kind: 'not-ready', reason: event.reason }, atMs)
    case 'call-started':
      return state.kind === 'in-call' ? state : { kind: 'in-call', sinceMs: atMs, after: restingOf(state) }
    case 'calls-over':
      if (state.kind !== 'in-call') return state
      return event.wrapUp ? { kind: 'wrap-up', sinceMs: atMs, after: state.after } : { ...state.after, sinceMs: atMs }
    case 'wrap-up-done':
      return state.kind === 'wrap-up' ? { ...state.after, sinceMs: atMs } : state
    default:
      return assertNever(event)
  }
}

/** In a call or in wrap-up the wish is remembered; otherwise it takes effect at once. */
function settle(state: OperatorState, wish: Resting, atMs: number): OperatorState {
  switch (state.kind) {
    case 'in-call':
    case 'wrap-up':
      return { ...state, after: wish }
    case 'ready':
      return wish.kind === 'ready' ? state : { ...wish, sinceMs: atMs }
    case 'not-ready':
      return wish.kind === 'not-ready' && wish.reason === state.reason ? state : { ...wish, sinceMs: atMs }
    default:
      return assertNever(state)
  }
}

function restingOf(state: OperatorState): Resting {
  switch (state.kind) {
    case 'ready':
      return { kind: 'ready' }
    case 'not-ready':
      return { kind: 'not-ready', reason: state.reason }
    case 'in-call':
    case 'wrap-up':
      return state.after
    default:
      return assertNever(state)
  }
}

/**
 * Whether a queue's call may ring: when ready, and as a second call in a call (a queue that does not want that has
 * `ringinuse=no`). In wrap-up and in a break only direct calls ring.
 */
export function acceptsQueueCalls(state: OperatorState): boolean {
  return state.kind === 'ready' || state.kind === 'in-call'
}
