import type { ReactElement, ReactNode } from 'react'
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components'
import styles from './popover.module.css'

/** Something small that opens beside its `trigger` (a kit button). */
export function Popover({
  trigger,
  label,
  placement = 'bottom',
  isOpen,
  onOpenChange,
  children,
}: {
  readonly trigger: ReactElement
  readonly label: string
  readonly placement?: 'bottom' | 'bottom start' | 'bottom end' | 'top' | 'right' | 'left'
  readonly isOpen?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly children: ReactNode | ((close: () => void) => ReactNode)
}) {
  return (
    <DialogTrigger {...(isOpen === undefined ? {} : { isOpen })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <AriaPopover className={styles.popover as string} placement={placement} offset={6}>
        <Dialog className={styles.dialog as string} aria-label={label}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
