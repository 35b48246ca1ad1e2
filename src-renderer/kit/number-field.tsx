import { Group, Input, NumberField as AriaNumberField, type NumberFieldProps as AriaProps } from 'react-aria-components'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'
import styles from './field.module.css'

export interface NumberFieldProps extends FieldProps, Omit<AriaProps, 'className' | 'style' | 'children' | 'isInvalid'> {}

export function NumberField({ label, labelHidden, hint, error, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} isInvalid={error !== undefined} className={styles.field as string}>
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <Group className={styles.box as string}>
        <Input className={styles.input as string} />
      </Group>
      <FieldHelp hint={hint ?? ''} error={error} />
    </AriaNumberField>
  )
}
