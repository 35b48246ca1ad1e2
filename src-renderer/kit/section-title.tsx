import type { ReactNode } from 'react'
import styles from './section-title.module.css'

/** A small heading with room for an action at its right. */
export function SectionTitle({
  children,
  count,
  action,
}: {
  readonly children: string
  readonly count?: number
  readonly action?: ReactNode
}) {
  return (
    <div className={styles.row}>
      <h2 className={styles.title}>
        {children}
        {count !== undefined && count > 0 && <span className={styles.count}>{count}</span>}
      </h2>
      {action}
    </div>
  )
}
