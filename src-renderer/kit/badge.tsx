import type { LucideIcon } from 'lucide-react'
import styles from './badge.module.css'
import { classNames } from './class-names.ts'
import type { Tone } from './tone.ts'

/** A short word of status or kind. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  title,
  children,
}: {
  readonly tone?: Tone
  readonly icon?: LucideIcon
  readonly title?: string
  readonly children: string | number
}) {
  return (
    <span className={classNames(styles.badge, styles[tone])} title={title}>
      {Icon && <Icon size={11} aria-hidden />}
      <span className={styles.text}>{children}</span>
    </span>
  )
}

/** A dot of status; decoration beside words that say the same. */
export function Dot({ tone, pulsing }: { readonly tone: Tone; readonly pulsing?: boolean }) {
  return <span className={classNames(styles.dot, styles[`dot-${tone}`], pulsing && styles.pulsing)} aria-hidden />
}
