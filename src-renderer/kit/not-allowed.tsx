import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import styles from './not-allowed.module.css'
import { WithTooltip } from './tooltip.tsx'

/**
 * Stands where others could press something. Nothing happens by pressing; it is reached by keyboard, so that `why` can be read
 * without a mouse.
 */
export function NotAllowed({
  label,
  why,
  children,
}: {
  readonly label: string
  readonly why: string
  readonly children: ReactNode
}) {
  return (
    <WithTooltip text={why}>
      <AriaButton className={styles.quiet as string} aria-disabled="true" aria-label={`${label}. ${why}`}>
        {children}
      </AriaButton>
    </WithTooltip>
  )
}
