import { type CallState, isConnected, ringMs, talkMs } from '#shared/domain/call/call.ts'
import { outcomeOf } from '#shared/domain/call/call-outcome.ts'
import type { Change } from '#shared/entities/change.ts'
import { customerOf, type Tab } from './tab.ts'

type At = { readonly epochMs: number; readonly monotonicMs: number }

/** The row of a call, made at its first ring: from here on no call is unrecorded. */
export function interactionStarted(tab: Tab, agent: string): Change {
  return {
    kind: 'create',
    entity: 'interactions',
    id: tab.interactionId,
    fields: {
      customerId: customerOf(tab) ?? null,
      channel: 'call',
      direction: tab.direction,
      startedAtMs: tab.startedAtMs,
      answeredAtMs: null,
      endedAtMs: null,
      ringMs: 0,
      talkMs: 0,
      holdMs: 0,
      wrapUpMs: 0,
      outcome: 'in-progress',
      endReason: null,
      number: tab.caller.number?.e164 ?? tab.caller.number?.dial ?? null,
      queue: tab.queue?.queueId ?? tab.context.queue ?? null,
      pbxCallId: tab.context.pbxCallId ?? null,
      caller: tab.caller,
      context: tab.context,
      agent: agent || null,
      subject: null,
      note: '',
      dispositionId: null,
      finished: false,
      handledAtMs: null,
      popStages: tab.stages ?? null,
    },
  }
}

export function interactionAnswered(tab: Tab, call: CallState, at: At): Change {
  return {
    kind: 'patch',
    entity: 'interactions',
    id: tab.interactionId,
    fields: { answeredAtMs: at.epochMs, ringMs: Math.round(ringMs(call, at.monotonicMs)) },
  }
}

/** `finished` when there is nothing to wrap up. */
export function interactionEnded(tab: Tab, call: CallState, at: At, finished: boolean): Change {
  return {
    kind: 'patch',
    entity: 'interactions',
    id: tab.interactionId,
    fields: {
      endedAtMs: at.epochMs,
      ringMs: Math.round(ringMs(call, at.monotonicMs)),
      talkMs: Math.round(talkMs(call, at.monotonicMs)),
      holdMs: Math.round(call.heldMs),
      outcome: outcomeOf(call),
      endReason: call.phase.kind === 'ended' ? call.phase.reason : null,
      finished,
    },
  }
}

/** Who ended up without a conversation has nothing to wrap up, unless something was typed meanwhile. */
export function needsWrapUp(tab: Tab, call: CallState): boolean {
  return isConnected(call) || call.answeredMs !== undefined || tab.note.trim() !== ''
}
