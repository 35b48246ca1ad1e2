import { useMemo } from 'react'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { useCommand } from '../../app/use-command.ts'
import { selectTab } from '../../app/view-state.ts'

/** What can be done to a call; each does nothing for a tab without a call at the phone. */
export interface CallActions {
  answer(item: WorkItem): void
  /** Rejects a ringing call, hangs up any other. */
  end(item: WorkItem): void
  toggleHold(item: WorkItem): void
  toggleMute(item: WorkItem): void
}

export function useCallActions(): CallActions {
  const run = useCommand()
  return useMemo(
    () => ({
      answer: (item) => {
        if (!item.callId) return
        selectTab(item.interactionId)
        void run('phone.answer', { callId: item.callId })
      },
      end: (item) => {
        if (!item.callId) return
        void run(item.call?.phase.kind === 'ringing' ? 'phone.reject' : 'phone.hangUp', { callId: item.callId })
      },
      toggleHold: (item) => {
        if (!item.callId || !item.call) return
        void run(item.call.phase.kind === 'held' ? 'phone.resume' : 'phone.hold', { callId: item.callId })
      },
      toggleMute: (item) => {
        if (item.callId && item.call) void run('phone.mute', { callId: item.callId, on: !item.call.muted })
      },
    }),
    [run],
  )
}
