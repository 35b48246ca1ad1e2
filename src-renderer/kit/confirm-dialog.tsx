import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  readonly title: string
  readonly confirmLabel: string
  readonly cancelLabel: string
  readonly closeLabel: string
  /** `danger`: what is confirmed takes something away. */
  readonly variant?: 'danger' | 'primary'
  /** Default: open, for one that is drawn only while it asks. */
  readonly isOpen?: boolean
  readonly isPending?: boolean
  readonly isDisabled?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** What will happen, in words. */
  readonly children: ReactNode
}

/** Asks once more before something is done that cannot be taken back. */
export function ConfirmDialog({
  variant = 'danger',
  isOpen = true,
  isPending = false,
  isDisabled = false,
  ...props
}: ConfirmDialogProps) {
  const { title, confirmLabel, cancelLabel, closeLabel, onConfirm, onClose, children } = props
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      closeLabel={closeLabel}
      size="s"
      alert
      footer={
        <>
          <Button onPress={onClose}>{cancelLabel}</Button>
          <Button variant={variant} isPending={isPending} isDisabled={isDisabled} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
