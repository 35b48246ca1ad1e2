import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** Nothing here, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  action,
}: {
  readonly icon: LucideIcon
  readonly title: string
  readonly text?: string
  readonly action?: ReactNode
}) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon size={22} aria-hidden />
      </span>
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
