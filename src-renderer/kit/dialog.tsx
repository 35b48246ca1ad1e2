import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'

/** A modal dialog, opened by state. `footer` holds its buttons, the main one last. */
export function Dialog({
  title,
  isOpen,
  onClose,
  closeLabel,
  footer,
  size = 'm',
  alert,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly closeLabel: string
  readonly footer?: ReactNode
  readonly size?: 's' | 'm' | 'l'
  /** Must be answered: no closing by a click outside. */
  readonly alert?: boolean
  readonly children: ReactNode
}) {
  return (
    <ModalOverlay
      className={styles.overlay as string}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!alert}
    >
      <Modal className={classNames(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog as string} role={alert ? 'alertdialog' : 'dialog'}>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title as string}>
              {title}
            </Heading>
            <IconButton icon={X} label={closeLabel} size="s" onPress={onClose} />
          </div>
          <div className={styles.body}>{children}</div>
          {footer && <div className={styles.footer}>{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
