import type { ReactNode } from 'react'
import styles from './card.module.css'

/** One line of the card: a name at the left, anything at the right. */
export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <dt className={styles.label} title={label}>
        {label}
      </dt>
      <dd className={styles.data}>{children}</dd>
    </div>
  )
}
