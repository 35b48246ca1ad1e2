import type { LucideIcon } from 'lucide-react'
import type { Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'
import { WithTooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  readonly icon: LucideIcon
  /** Its name for screen readers and its tooltip. */
  readonly label: string
  readonly shortcut?: string
  readonly variant?: 'ghost' | 'secondary' | 'danger' | 'ok'
  readonly size?: 's' | 'm' | 'l'
  /** Drawn as switched on (`aria-pressed`). */
  readonly isActive?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton({ icon: Icon, label, shortcut, variant = 'ghost', size = 'm', isActive, ...rest }: IconButtonProps) {
  return (
    <WithTooltip text={label} shortcut={shortcut}>
      <AriaButton
        {...rest}
        {...(isActive === undefined ? {} : { 'aria-pressed': isActive })}
        aria-label={label}
        className={classNames(styles.button, styles[variant], styles[size], isActive && styles.active)}
      >
        <Icon size={size === 's' ? 14 : size === 'l' ? 20 : 16} aria-hidden />
      </AriaButton>
    </WithTooltip>
  )
}
