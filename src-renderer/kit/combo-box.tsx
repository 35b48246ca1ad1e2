import { ChevronDown } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
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
  /** Enter while none of the choices is pointed at. */
  readonly onEnter?: (text: string) => void
  readonly maxLength?: number
  readonly autoFocus?: boolean
  readonly renderChoice?: (choice: Choice<V>) => ReactNode
}

/** The list has its own Enter where one of its choices is pointed at. */
function enter(event: KeyboardEvent<HTMLInputElement>, onEnter: (text: string) => void): void {
  const { currentTarget, key, nativeEvent } = event
  if (key !== 'Enter' || nativeEvent.isComposing || currentTarget.hasAttribute('aria-activedescendant')) return
  event.preventDefault()
  event.stopPropagation()
  onEnter(currentTarget.value)
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
    onEnter,
    maxLength,
    autoFocus,
  } = props
  return (
    <AriaComboBox
      className={field.field as string}
      {...(onInputChange ? { items: choices, onInputChange } : { defaultItems: choices })}
      {...(inputValue === undefined ? {} : { inputValue })}
      value={value ?? null}
      onChange={(key) => onChange((key ?? undefined) as V | undefined)}
      isInvalid={error !== undefined}
      autoFocus={autoFocus ?? false}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <div className={field.box}>
        <Input
          className={field.input as string}
          {...(placeholder ? { placeholder } : {})}
          {...(maxLength ? { maxLength } : {})}
          {...(onEnter ? { onKeyDownCapture: (event) => enter(event, onEnter) } : {})}
        />
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
