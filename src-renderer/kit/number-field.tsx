import { NumberField as AriaNumberField, type NumberFieldProps as AriaProps, Group, Input } from 'react-aria-components'
import styles from './field.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'

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
