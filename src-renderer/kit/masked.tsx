import { Button as AriaButton } from 'react-aria-components'
import styles from './masked.module.css'
import { WithTooltip } from './tooltip.tsx'

/** A value that this person may not see. Reached by keyboard, so that its `why` can be read without a mouse. */
export function Masked({ label, why }: { readonly label: string; readonly why: string }) {
  return (
    <WithTooltip text={why}>
      <AriaButton className={styles.masked as string} aria-label={`${label}: ${why}`}>
        •••
      </AriaButton>
    </WithTooltip>
  )
}
