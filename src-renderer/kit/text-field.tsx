import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { type TextFieldProps as AriaProps, TextField as AriaTextField, Input } from 'react-aria-components'
import styles from './field.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'

export interface TextFieldProps extends FieldProps, Omit<AriaProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  readonly placeholder?: string
  readonly icon?: LucideIcon
  /** At the right, inside the frame. */
  readonly suffix?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement>
}

export function TextField({
  label,
  labelHidden,
  hint,
  error,
  placeholder,
  icon: Icon,
  suffix,
  inputRef,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={styles.field as string}>
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <div className={styles.box}>
        {Icon && <Icon size={15} aria-hidden />}
        <Input ref={inputRef ?? null} className={styles.input as string} {...(placeholder ? { placeholder } : {})} />
        {suffix}
      </div>
      <FieldHelp hint={hint ?? ''} error={error} />
    </AriaTextField>
  )
}
