import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components'
import styles from './choice.module.css'
import { classNames } from './class-names.ts'
import { FieldHelp, FieldLabel, type FieldProps } from './field-label.tsx'
import type { Choice } from './select.tsx'

export interface RadioGroupProps<V extends string> extends FieldProps {
  readonly choices: readonly Choice<V>[]
  readonly value: V | undefined
  readonly onChange: (value: V) => void
  /** `segments`: side by side in one frame, for two to five short words. */
  readonly look?: 'list' | 'segments'
}

export function RadioGroup<V extends string>(props: RadioGroupProps<V>) {
  const { label, labelHidden, hint, error, choices, value, onChange, look = 'list' } = props
  return (
    <AriaRadioGroup
      className={styles.group as string}
      value={value ?? null}
      onChange={(next) => onChange(next as V)}
      isInvalid={error !== undefined}
      orientation={look === 'segments' ? 'horizontal' : 'vertical'}
    >
      <FieldLabel label={label} labelHidden={labelHidden ?? false} />
      <div className={classNames(look === 'segments' ? styles.segments : styles.group)}>
        {choices.map((choice) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className={classNames(look === 'segments' ? styles.segment : styles.choice)}
          >
            {({ isSelected }) => (
              <>
                {look === 'list' && (
                  <span className={classNames(styles.box, styles.round)}>{isSelected && <span className={styles.pip} />}</span>
                )}
                {choice.label}
              </>
            )}
          </Radio>
        ))}
      </div>
      <FieldHelp hint={hint ?? ''} error={error} />
    </AriaRadioGroup>
  )
}
