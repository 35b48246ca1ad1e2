import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

/** A tooltip over a pressable child (a kit button or link). */
export function WithTooltip({
  text,
  shortcut,
  children,
}: {
  readonly text: string
  readonly shortcut?: string | undefined
  readonly children: ReactElement
}) {
  return (
    <TooltipTrigger delay={450} closeDelay={50}>
      {children}
      <AriaTooltip className={styles.tooltip as string} offset={6}>
        {text}
        {shortcut && <Kbd>{shortcut}</Kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
