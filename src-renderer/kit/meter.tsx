import { Meter as AriaMeter } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './meter.module.css'
import type { Tone } from './tone.ts'

/** How much of something there is now; `value` 0-1. */
export function Meter({
  label,
  value,
  tone = 'ok',
  thin,
}: {
  readonly label: string
  readonly value: number
  readonly tone?: Tone
  readonly thin?: boolean
}) {
  return (
    <AriaMeter className={classNames(styles.meter, thin && styles.thin)} aria-label={label} value={Math.round(value * 100)}>
      <span
        className={classNames(styles.fill, styles[tone])}
        style={{ transform: `scaleX(${Math.min(1, Math.max(0, value))})` }}
      />
    </AriaMeter>
  )
}
