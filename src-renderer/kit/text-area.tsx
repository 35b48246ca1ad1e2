import type { Ref } from 'react'
import { type TextFieldProps as AriaProps, TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'

export interface TextAreaProps extends FieldProps, Omit<AriaProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  readonly rows?: number
  readonly placeholder?: string
  readonly inputRef?: Ref<HTMLTextAreaElement>
}

export function TextArea({ label, labelHidden, hint, error, rows = 3, placeholder, inputRef, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={styles.field as string}>
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <div className={styles.box}>
        <AriaTextArea
          ref={inputRef ?? null}
          rows={rows}
          className={classNames(styles.input, styles.area)}
          {...(placeholder ? { placeholder } : {})}
        />
      </div>
      <FieldHelp hint={hint ?? ''} error={error} />
    </AriaTextField>
  )
}
