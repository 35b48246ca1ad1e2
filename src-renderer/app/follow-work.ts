import { useEffect } from 'react'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { isBusy } from '../features/softphone/index.ts'
import { isTyping } from './shortcuts.ts'
import { useAppState } from './state.ts'
import { useViewState } from './view-state.ts'

/**
 * The tab to show after the list of calls changed. A new incoming call is shown only while the operator neither types nor
 * speaks; a call that the operator dialled always; a tab that is gone gives way to the most pressing one.
 */
export function followWork(
  before: readonly WorkItem[],
  now: readonly WorkItem[],
  selected: InteractionId | undefined,
  typing: boolean,
): InteractionId | undefined {
  const known = new Set(before.map((item) => item.interactionId))
  const fresh = now.filter((item) => !known.has(item.interactionId))
  const dialled = fresh.find((item) => item.call?.direction === 'outbound')
  if (dialled) return dialled.interactionId
  const rings = fresh.find((item) => item.stage === 'ringing')
  if (rings && !typing && !isBusy(before)) return rings.interactionId
  if (now.some((item) => item.interactionId === selected)) return selected
  const pressing = ['talking', 'ringing', 'wrap-up'] as const
  for (const stage of pressing) {
    const found = now.find((item) => item.stage === stage)
    if (found) return found.interactionId
  }
  return undefined
}

/** A text field that a new view would take away, or that holds text; the call bar's own field stays where it is. */
function isInUse(element: Element | null): boolean {
  if (!isTyping(element)) return false
  return !(element instanceof HTMLInputElement && element.value === '' && element.closest('[data-outlives-views]'))
}

/** Keeps the selected tab right, outside of rendering. */
export function useFollowWork(): void {
  useEffect(() => {
    const follow = (now: readonly WorkItem[], before: readonly WorkItem[]) => {
      const { selectedTab, view, overlay } = useViewState.getState()
      const typing = isInUse(document.activeElement) || overlay !== undefined || document.querySelector('[role=dialog]') !== null
      const next = followWork(before, now, selectedTab, typing)
      if (next === selectedTab) return
      // A form of the settings may hold unsaved text: the bar and the tabs tell of the call, the view stays.
      const stays = view === 'settings' || typing
      useViewState.setState({ selectedTab: next, ...(stays || next === undefined ? {} : { view: 'workspace' }) })
    }
    follow(useAppState.getState().work, [])
    return useAppState.subscribe((state, before) => {
      if (state.work !== before.work) follow(state.work, before.work)
    })
  }, [])
}
