import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './empty-state.module.css'

/** It did not work: what happened, and what to do. */
export function ErrorState({
  title,
  text,
  action,
}: {
  readonly title: string
  readonly text?: string
  readonly action?: ReactNode
}) {
  return (
    <div className={styles.empty} role="alert">
      <span className={classNames(styles.icon, styles.bad)}>
        <TriangleAlert size={22} aria-hidden />
      </span>
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
