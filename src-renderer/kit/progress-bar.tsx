import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import styles from './progress-bar.module.css'

/** `value` 0-1; absent: going on without a known end. */
export function ProgressBar({ label, value }: { readonly label: string; readonly value?: number }) {
  return (
    <AriaProgressBar
      className={styles.bar as string}
      aria-label={label}
      {...(value === undefined ? { isIndeterminate: true } : { value: value * 100 })}
    >
      <span className={styles.fill} style={{ width: `${(value ?? 0.35) * 100}%` }} />
    </AriaProgressBar>
  )
}
