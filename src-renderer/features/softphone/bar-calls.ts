import { isConnected } from '#shared/domain/call/call.ts'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'

export interface BarCalls {
  /** The call that the bar's buttons are for. */
  readonly shown: WorkItem | undefined
  /** Ringing beside the shown call, the one that waits longest. */
  readonly knocking: WorkItem | undefined
}

/** Being set up, talking or on hold at this phone. */
function isOurs(item: WorkItem): boolean {
  return item.call !== undefined && item.call.phase.kind !== 'ended' && item.stage === 'talking'
}

/**
 * Which calls the bar shows: who is spoken with comes first, whatever tab is open; of calls on hold the open tab's; a ringing
 * one only when there is no other, else it knocks beside.
 */
export function barCalls(work: readonly WorkItem[], selectedTab: InteractionId | undefined): BarCalls {
  const ours = work.filter(isOurs)
  const ringing = work.filter((item) => item.stage === 'ringing' && item.call?.phase.kind !== 'ended')
  const speaking = ours.find((item) => item.call?.phase.kind !== 'held')
  const shown = speaking ?? ours.find((item) => item.interactionId === selectedTab) ?? ours[0]
  if (shown) return { shown, knocking: ringing[0] }
  return { shown: ringing.find((item) => item.interactionId === selectedTab) ?? ringing[0], knocking: undefined }
}

/** A call is being set up or talked in: a new one must not be selected by itself. */
export function isBusy(work: readonly WorkItem[]): boolean {
  return work.some((item) => isOurs(item) || (item.call !== undefined && isConnected(item.call)))
}
