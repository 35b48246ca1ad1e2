import { Radio, RadioGroup } from 'react-aria-components'
import styles from './chip-group.module.css'
import { classNames } from './class-names.ts'

export interface Chip<V extends string> {
  readonly value: V
  readonly label: string
  readonly count?: string | undefined
}

/** One filter of a few, as small round buttons that wrap. */
export function ChipGroup<V extends string>({
  label,
  chips,
  value,
  onChange,
  dense,
}: {
  readonly label: string
  readonly chips: readonly Chip<V>[]
  readonly value: V
  readonly onChange: (value: V) => void
  /** Smaller, for many chips in a narrow place. */
  readonly dense?: boolean
}) {
  return (
    <RadioGroup
      className={classNames(styles.group, dense && styles.dense)}
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={(next) => onChange(next as V)}
    >
      {chips.map((chip) => (
        <Radio key={chip.value} value={chip.value} className={styles.chip as string}>
          {chip.label}
          {chip.count !== undefined && <span className={styles.count}>{chip.count}</span>}
        </Radio>
      ))}
    </RadioGroup>
  )
}
