import { classNames } from './class-names.ts'
import styles from './timer-text.module.css'
import { useNow } from './use-now.ts'

/** `2:07`, or `1:02:07` from one hour up; whole seconds, negative reads as zero. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** A running duration. `sinceMs` is of this page's `performance.now()`; turns red above `limitMs`. */
export function TimerText({ sinceMs, limitMs }: { readonly sinceMs: number; readonly limitMs?: number | undefined }) {
  const elapsed = useNow(500) - sinceMs
  const over = limitMs !== undefined && limitMs > 0 && elapsed > limitMs
  // No live region: a screen reader would read every second.
  return <span className={classNames(styles.timer, over && styles.over)}>{clockText(elapsed)}</span>
}
