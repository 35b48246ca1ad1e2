import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './text-button.module.css'

export interface TextButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  /** `quiet`: looks like the text around it until it is pointed at, for numbers and names that can be pressed. */
  readonly quiet?: boolean
  readonly children: ReactNode
}

/** A button that stands in running text. */
export function TextButton({ quiet, children, ...rest }: TextButtonProps) {
  return (
    <AriaButton {...rest} className={classNames(styles.button, quiet && styles.quiet)}>
      {children}
    </AriaButton>
  )
}
