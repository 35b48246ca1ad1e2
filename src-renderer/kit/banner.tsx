import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './banner.module.css'
import { classNames } from './class-names.ts'
import type { Tone } from './tone.ts'

const icons: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  info: Info,
  accent: Info,
  ok: CircleCheck,
  warn: CircleAlert,
  bad: TriangleAlert,
}

/** A strip that says what is wrong and what to do. Bad ones are announced at once. */
export function Banner({
  tone = 'info',
  title,
  children,
  action,
  inset,
}: {
  readonly tone?: Tone
  readonly title?: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** Inside a form or a panel: with a frame and round corners. */
  readonly inset?: boolean
}) {
  const Icon = icons[tone]
  return (
    <div className={classNames(styles.banner, styles[tone], inset && styles.inset)} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <div className={styles.text}>
        {title && <strong>{title} </strong>}
        {children}
      </div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
