import { z } from 'zod'
import type { CallState, EndReason } from './call.ts'

/** What became of a call, for history, worklists and reports. */
export const callOutcome = z.enum([
  'in-progress',
  'answered',
  'abandoned',
  'missed',
  'rejected',
  'answered-elsewhere',
  'not-ready',
  'busy',
  'no-answer',
  'failed',
  'cancelled',
])
export type CallOutcome = z.infer<typeof callOutcome>

const unanswered: Readonly<Record<EndReason, CallOutcome>> = {
  'hung-up-here': 'cancelled',
  'hung-up-there': 'abandoned',
  'caller-gave-up': 'abandoned',
  'queue-timeout': 'missed',
  'answered-elsewhere': 'answered-elsewhere',
  'rejected-here': 'rejected',
  'not-ready': 'not-ready',
  'busy-there': 'busy',
  'declined-there': 'busy',
  'no-answer-there': 'no-answer',
  'not-found-there': 'failed',
  'cancelled-here': 'cancelled',
  'line-lost': 'failed',
  'media-failed': 'failed',
  failed: 'failed',
}

export function outcomeOf(call: CallState): CallOutcome {
  if (call.phase.kind !== 'ended') return 'in-progress'
  return call.answeredMs === undefined ? unanswered[call.phase.reason] : 'answered'
}

/**
 * Outcomes of inbound calls that somebody should call back: they form the missed-calls worklist. A call refused because
 * the operator was not ready is not among them: its queue goes on and offers it to somebody else.
 */
export const callBackOutcomes = ['abandoned', 'missed', 'rejected', 'failed'] as const satisfies readonly CallOutcome[]
