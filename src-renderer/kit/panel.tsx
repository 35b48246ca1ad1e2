import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './panel.module.css'

/** A white card on the grey ground. `fill`: takes the whole height, its content scrolls. */
export function Panel({
  label,
  fill,
  flush,
  children,
}: {
  /** Makes it a landmark with a name. */
  readonly label?: string
  readonly fill?: boolean
  /** No padding: a table or a list fills it. */
  readonly flush?: boolean
  readonly children: ReactNode
}) {
  const className = classNames(styles.panel, fill && styles.fill, flush && styles.flush)
  return label ? (
    <section className={className} aria-label={label}>
      {children}
    </section>
  ) : (
    <div className={className}>{children}</div>
  )
}
