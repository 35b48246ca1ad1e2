import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | 'ok'
  readonly size?: 's' | 'm' | 'l'
  readonly icon?: LucideIcon
  /** Shown as a key beside the text. */
  readonly shortcut?: string
  /** As wide as its container. */
  readonly wide?: boolean
  readonly children: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({
  variant = 'secondary',
  size = 'm',
  icon: Icon,
  shortcut,
  wide,
  children,
  isPending,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(isPending === undefined ? {} : { isPending })}
      className={classNames(styles.button, styles[variant], styles[size], wide && styles.wide)}
    >
      {isPending ? <Spinner size={14} /> : Icon && <Icon size={size === 'l' ? 18 : 15} aria-hidden />}
      <span className={styles.text}>{children}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </AriaButton>
  )
}
