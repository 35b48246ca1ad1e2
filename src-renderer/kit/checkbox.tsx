import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components'
import styles from './choice.module.css'

export interface CheckboxProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode
}

export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={styles.choice as string}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.box}>
            {isIndeterminate ? <Minus size={12} aria-hidden /> : isSelected && <Check size={12} strokeWidth={3} aria-hidden />}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}
