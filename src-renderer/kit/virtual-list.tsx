import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './virtual-list.module.css'

/** A long list of rows of unequal heights; only what is in sight is drawn. */
export function VirtualList<T>({
  label,
  items,
  itemKey,
  estimateHeight,
  renderItem,
  onNearEnd,
}: {
  readonly label: string
  readonly items: readonly T[]
  readonly itemKey: (item: T) => string
  /** Pixels, a guess until the row is measured. */
  readonly estimateHeight: number
  readonly renderItem: (item: T, index: number) => ReactNode
  /** The end comes into sight: load more. May be called again while it loads. */
  readonly onNearEnd?: () => void
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimateHeight,
    getItemKey: (index) => itemKey(items[index] as T),
    overscan: 8,
    // Without a layout (tests, first paint) there is still something to see.
    initialRect: { width: 600, height: 600 },
  })
  const shown = virtualizer.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (items.length > 0 && last >= items.length - 5) onNearEnd?.()
  }, [last, items.length, onNearEnd])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div ref={scroller} className={styles.scroller} tabIndex={0}>
      <ul className={styles.space} style={{ height: virtualizer.getTotalSize() }} aria-label={label}>
        {shown.map((row) => (
          <li
            key={row.key}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            data-index={row.index}
            ref={virtualizer.measureElement}
            className={styles.row}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {renderItem(items[row.index] as T, row.index)}
          </li>
        ))}
      </ul>
    </div>
  )
}
