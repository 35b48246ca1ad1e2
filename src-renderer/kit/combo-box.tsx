import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { ComboBox as AriaComboBox, Button, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import field from './field.module.css'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'
import styles from './list-box.module.css'
import type { Choice } from './select.tsx'

export interface ComboBoxProps<V extends string> extends FieldProps {
  /** Already filtered when `onInputChange` is given (a search elsewhere); else filtered here. */
  readonly choices: readonly Choice<V>[]
  readonly value: V | undefined
  readonly onChange: (value: V | undefined) => void
  readonly inputValue?: string
  readonly onInputChange?: (text: string) => void
  readonly placeholder?: string
  readonly emptyText: string
  readonly renderChoice?: (choice: Choice<V>) => ReactNode
}

/** One of many, found by typing. */
export function ComboBox<V extends string>(props: ComboBoxProps<V>) {
  const {
    label,
    labelHidden,
    hint,
    error,
    choices,
    value,
    onChange,
    inputValue,
    onInputChange,
    placeholder,
    emptyText,
    renderChoice,
  } = props
  return (
    <AriaComboBox
      className={field.field as string}
      {...(onInputChange ? { items: choices, onInputChange } : { defaultItems: choices })}
      {...(inputValue === undefined ? {} : { inputValue })}
      value={value ?? null}
      onChange={(key) => onChange((key ?? undefined) as V | undefined)}
      isInvalid={error !== undefined}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <div className={field.box}>
        <Input className={field.input as string} {...(placeholder ? { placeholder } : {})} />
        <Button className={styles.chevron as string}>
          <ChevronDown size={15} aria-hidden />
        </Button>
      </div>
      <FieldHelp hint={hint ?? ''} error={error} />
      <Popover className={styles.popover as string} offset={4}>
        <ListBox className={styles.list as string} renderEmptyState={() => <div className={styles.empty}>{emptyText}</div>}>
          {(choice: Choice<V>) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className={styles.item as string}>
              {renderChoice ? (
                renderChoice(choice)
              ) : (
                <span className={styles.grow}>
                  {choice.label}
                  {choice.description && <span className={styles.description}>{choice.description}</span>}
                </span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
