import type { ReactNode } from 'react'
import { type SwitchProps as AriaProps, Switch as AriaSwitch } from 'react-aria-components'
import styles from './choice.module.css'

export interface SwitchProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode
}

/** Takes effect at once; for something that is saved later, use Checkbox. */
export function Switch({ children, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={styles.choice as string}>
      <span className={styles.track} />
      {children}
    </AriaSwitch>
  )
}
