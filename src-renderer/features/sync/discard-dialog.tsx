import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutgoingChange } from '#shared/domain/sync/sync-state.ts'
import { useCommand } from '../../app/use-command.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { ChangedValues } from './outgoing.tsx'
import styles from './sync.module.css'

/** The only place where something that a person typed goes away: shown in full, and asked once more. */
export function DiscardDialog({ change, onClose }: { readonly change: OutgoingChange; readonly onClose: () => void }) {
  const { t } = useTranslation('sync')
  const { t: common } = useTranslation()
  const run = useCommand()
  const words = useFieldWords()
  const [isGoing, setGoing] = useState(false)
  const discard = async () => {
    setGoing(true)
    await run('sync.discard', { seq: change.seq })
    setGoing(false)
    onClose()
  }
  return (
    <ConfirmDialog
      title={t('discardTitle')}
      confirmLabel={t('discard')}
      cancelLabel={common('cancel')}
      closeLabel={common('close')}
      isPending={isGoing}
      onConfirm={() => void discard()}
      onClose={onClose}
    >
      <div className={styles.form}>
        <p className={styles.hint}>{t('discardText')}</p>
        <p>
          <strong>{t(`did.${change.kind}`, { entity: words.entity(change.entity) })}</strong>{' '}
          {change.customerName && <bdi>{change.customerName}</bdi>}
        </p>
        {change.kind !== 'delete' && <ChangedValues change={change} all />}
      </div>
    </ConfirmDialog>
  )
}
