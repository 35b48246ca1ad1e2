import type { ReactNode } from 'react'
import styles from './card.module.css'

/** One line of the card: a name at the left, anything at the right. */
export function Field({
  label,
  action,
  children,
}: {
  readonly label: string
  /** A small button beside the name. */
  readonly action?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className={styles.field}>
      <dt className={styles.label} title={label}>
        <span className={styles.labelText}>{label}</span>
        {action}
      </dt>
      <dd className={styles.data}>{children}</dd>
    </div>
  )
}
