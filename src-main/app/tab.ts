import type { CallDirection, CallState } from '#shared/domain/call/call.ts'
import type { CallContext, Caller } from '#shared/domain/call/caller.ts'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import type { CustomerMatch } from '#shared/domain/customer/match.ts'
import type { CallId, CustomerId, DispositionId, InteractionId } from '#shared/domain/ids.ts'
import type { Queue } from '#shared/domain/queue/queue.ts'
import type { Script, ScriptData, ScriptRun } from '#shared/domain/script/script.ts'
import type { PopStages, ScreenPop, WorkItem } from '#shared/domain/work/screen-pop.ts'
import type { StoreReads } from '#shared/ports/store.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

/** One interaction in work, from its first ring until its wrap-up is finished: what the operator sees as a tab. */
export interface Tab {
  readonly interactionId: InteractionId
  readonly callId?: CallId
  readonly call?: CallState
  readonly direction: CallDirection
  readonly startedAtMs: number
  readonly caller: Caller
  readonly context: CallContext
  readonly queue?: Queue
  readonly match: CustomerMatch
  readonly card?: CustomerCard
  readonly script?: Script
  readonly scriptReasons: ScreenPop['scriptReasons']
  readonly scriptData: ScriptData
  readonly scriptRun?: ScriptRun
  /** The run has a row already: the next save is a patch. */
  readonly scriptRunStored?: boolean
  readonly note: string
  readonly dispositionId?: DispositionId
  readonly stages?: PopStages
  /** Monotonic: when the wrap-up began. */
  readonly wrapUpSinceMs?: number
}

export function customerOf(tab: Pick<Tab, 'match'>): CustomerId | undefined {
  return tab.match.kind === 'sure' || tab.match.kind === 'likely' ? tab.match.customerId : undefined
}

export function workItemOf(tab: Tab): WorkItem {
  return {
    interactionId: tab.interactionId,
    callId: tab.callId,
    title: tab.card?.customer.name ?? tab.caller.number?.display ?? tab.caller.displayName ?? '',
    call: tab.call,
    stage: stageOf(tab),
    caller: tab.caller,
    queueName: tab.queue?.name,
    wrapUpSinceMs: tab.wrapUpSinceMs,
    acwLimitSeconds: tab.queue?.acwLimitSeconds,
    paintedMs: tab.stages?.painted,
  }
}

function stageOf(tab: Tab): WorkItem['stage'] {
  if (!tab.call || tab.call.phase.kind === 'ended') return 'wrap-up'
  return tab.call.phase.kind === 'ringing' || tab.call.phase.kind === 'answering' ? 'ringing' : 'talking'
}

/** Without the catalogue while that cannot be read: a call must be shown all the same. */
export function popOf(tab: Tab, read: Pick<StoreReads, 'scripts' | 'dispositions'>): ScreenPop {
  const scripts = unlessUnavailable(() => read.scripts()) ?? []
  return {
    interactionId: tab.interactionId,
    callId: tab.callId,
    direction: tab.direction,
    startedAtMs: tab.startedAtMs,
    caller: tab.caller,
    context: tab.context,
    queue: tab.queue,
    match: tab.match,
    card: tab.card,
    script: tab.script,
    scriptReasons: tab.scriptReasons,
    scriptData: tab.scriptData,
    scriptRun: tab.scriptRun,
    otherScripts: scripts
      .filter((script) => script.scriptId !== tab.script?.scriptId)
      .map(({ scriptId, name }) => ({ scriptId, name })),
    dispositions: [...(unlessUnavailable(() => read.dispositions()) ?? [])],
    note: tab.note,
    dispositionId: tab.dispositionId,
    stages: tab.stages,
  }
}
