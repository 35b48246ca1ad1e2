import { useEffect, useRef } from 'react'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useBridge } from '../../app/bridge.ts'
import { useAppState } from '../../app/state.ts'

/**
 * Tells the main process, once a call, when its pop was really painted: milliseconds since the INVITE, as `stages.sent` plus
 * this page's share.
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
    return afterNextPaint(() => {
      reported.current.add(id)
      void bridge.call('work.painted', { interactionId: id, paintedMs: sentMs + performance.now() - arrivedMs })
    })
  }, [bridge, id, sentMs])
}

/** A task posted from an animation frame runs when that frame's layout and paint are done. */
function afterNextPaint(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = run
  const frame = requestAnimationFrame(() => port2.postMessage(undefined))
  return () => {
    cancelAnimationFrame(frame)
    port1.close()
  }
}
