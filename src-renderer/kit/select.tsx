import { Check, ChevronDown } from 'lucide-react'
import { Select as AriaSelect, Button, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components'
import { classNames } from './class-names.ts'
import field from './field.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'
import styles from './list-box.module.css'

export interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  readonly description?: string
}

export interface SelectProps<V extends string> extends FieldProps {
  readonly choices: readonly Choice<V>[]
  readonly value: V | undefined
  readonly onChange: (value: V) => void
  readonly placeholder?: string
  readonly isDisabled?: boolean
}

/** One of a few, from a list that opens. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { label, labelHidden, hint, error, choices, value, onChange, placeholder, isDisabled } = props
  return (
    <AriaSelect
      className={field.field as string}
      value={value ?? null}
      onChange={(key) => key !== null && onChange(key as V)}
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
      placeholder={placeholder ?? '—'}
    >
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <Button className={classNames(field.box, styles.trigger)}>
        <SelectValue className={styles.value as string}>
          {({ selectedText, defaultChildren }) => selectedText ?? defaultChildren}
        </SelectValue>
        <ChevronDown size={15} aria-hidden />
      </Button>
      <FieldHelp hint={hint ?? ''} error={error} />
      <Popover className={styles.popover as string} offset={4}>
        <ListBox className={styles.list as string} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className={styles.item as string}>
              {({ isSelected }) => (
                <>
                  <span className={styles.grow}>
                    {choice.label}
                    {choice.description && <span className={styles.description}>{choice.description}</span>}
                  </span>
                  <span className={styles.check}>{isSelected && <Check size={14} aria-hidden />}</span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
