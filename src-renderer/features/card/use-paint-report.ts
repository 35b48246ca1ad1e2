import { useEffect, useRef } from 'react'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useBridge } from '../../app/bridge.ts'
import { useAppState } from '../../app/state.ts'

/**
 * Tells the main process, once a call, when its pop was really painted: milliseconds since the INVITE, as `stages.sent` plus
 * this page's share. The second animation frame after the commit starts when the first one's picture is on its way.
 */
export function usePaintReport(pop: ScreenPop | undefined): void {
  const bridge = useBridge()
  const reported = useRef(new Set<InteractionId>())
  const id = pop?.interactionId
  const sentMs = pop?.stages && pop.stages.painted === undefined ? pop.stages.sent : undefined
  useEffect(() => {
    if (id === undefined || sentMs === undefined || reported.current.has(id)) return
    const arrivedMs = useAppState.getState().popArrivedMs[id]
    if (arrivedMs === undefined) return
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        reported.current.add(id)
        void bridge.call('work.painted', { interactionId: id, paintedMs: sentMs + performance.now() - arrivedMs })
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [bridge, id, sentMs])
}
