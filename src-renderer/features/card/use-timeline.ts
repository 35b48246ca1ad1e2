import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { Channel, TimelineItem } from '#shared/domain/customer/customer.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { useBridge } from '../../app/bridge.ts'

const pageSize = 50

interface TimelineState {
  readonly items: readonly TimelineItem[]
  /** Absent until it is known. */
  readonly total: number | undefined
  readonly isLoading: boolean
  readonly failure: Failure | undefined
}

export interface Timeline extends TimelineState {
  readonly loadMore: () => void
  readonly retry: () => void
}

/**
 * A customer's history, latest first, page after page by key. The first page of all channels comes with the card; a channel
 * is asked for. Key the component by customer and channel: the pages belong to one question.
 */
export function useTimeline(
  customerId: CustomerId,
  channel: Channel | undefined,
  first: { readonly items: readonly TimelineItem[]; readonly total: number } | undefined,
): Timeline {
  const bridge = useBridge()
  const [state, change] = useReducer((before: TimelineState, next: Partial<TimelineState>) => ({ ...before, ...next }), {
    items: first?.items ?? [],
    total: first?.total,
    isLoading: first === undefined,
    failure: undefined,
  })
  const latest = useRef(state)
  latest.current = state
  const asking = useRef(false)

  const ask = useCallback(
    (after: readonly TimelineItem[]) => {
      if (asking.current) return
      asking.current = true
      change({ isLoading: true, failure: undefined })
      const last = after.at(-1)
      const input = {
        customerId,
        limit: pageSize,
        ...(channel ? { channels: [channel] } : {}),
        ...(last ? { before: { startedAtMs: last.startedAtMs, interactionId: last.interactionId } } : {}),
      }
      void bridge.call('customers.timeline', input).then((result) => {
        asking.current = false
        if (!result.ok) return change({ isLoading: false, failure: result.failure })
        const { items, total } = result.value
        // An empty page is the end, whatever the total said: the history may have shrunk meanwhile.
        const whole = [...after, ...items]
        change({ items: whole, total: items.length === 0 ? whole.length : total, isLoading: false })
      })
    },
    [bridge, customerId, channel],
  )

  // The card's own first page is a newer picture of the top: pages loaded below it are kept.
  const firstItems = first?.items
  const firstTotal = first?.total
  useEffect(() => {
    if (firstItems === undefined) return ask([])
    const { items, total } = latest.current
    if (items !== firstItems || total !== firstTotal) change({ items: mergeTop(firstItems, items), total: firstTotal })
  }, [firstItems, firstTotal, ask])

  const loadMore = useCallback(() => {
    const { items, total, failure } = latest.current
    if (failure || total === undefined || items.length >= total) return
    ask(items)
  }, [ask])
  const retry = useCallback(() => ask(latest.current.items), [ask])
  return { ...state, loadMore, retry }
}

/** The fresh first page, then what was loaded below its last item. */
export function mergeTop(top: readonly TimelineItem[], loaded: readonly TimelineItem[]): readonly TimelineItem[] {
  const last = top.at(-1)
  if (!last || loaded.length <= top.length) return top
  const known = new Set(top.map((item) => item.interactionId))
  return [...top, ...loaded.filter((item) => item.startedAtMs <= last.startedAtMs && !known.has(item.interactionId))]
}
