import { FieldError, Label, Text } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './field.module.css'

/** What all fields have in common. */
export interface FieldProps {
  readonly label: string
  /** The label is for screen readers only. */
  readonly labelHidden?: boolean
  readonly hint?: string
  /** Present: the field is invalid, and this says how to mend it. */
  readonly error?: string | undefined
}

export function FieldLabel({ label, labelHidden }: Pick<FieldProps, 'label' | 'labelHidden'>) {
  return <Label className={classNames(styles.label, labelHidden && styles.hidden)}>{label}</Label>
}

export function FieldHelp({ hint, error }: Pick<FieldProps, 'hint' | 'error'>) {
  return (
    <>
      {hint && !error && (
        <Text slot="description" className={styles.hint as string}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error as string}>{error}</FieldError>
    </>
  )
}
