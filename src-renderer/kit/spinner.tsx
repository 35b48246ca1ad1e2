import { LoaderCircle } from 'lucide-react'
import styles from './spinner.module.css'

/** Waiting. With a `label` it is announced; without, something near it says what is going on. */
export function Spinner({ size = 18, label }: { readonly size?: number; readonly label?: string }) {
  return (
    <span className={styles.spinner} {...(label ? { role: 'status', 'aria-label': label } : { 'aria-hidden': true })}>
      <LoaderCircle size={size} />
    </span>
  )
}
