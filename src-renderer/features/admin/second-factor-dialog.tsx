import { useTranslation } from 'react-i18next'
import type { UserRecord } from '#shared/domain/people/user.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import styles from './admin.module.css'

/** Asks before an account is left with its password alone. */
export function SecondFactorDialog({
  user,
  isPending,
  onClose,
  onConfirm,
}: {
  readonly user: UserRecord
  readonly isPending: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  return (
    <Dialog
      title={t('users.removeSecondFactorTitle')}
      isOpen
      onClose={onClose}
      closeLabel={common('close')}
      size="s"
      alert
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="danger" isPending={isPending} onPress={onConfirm}>
            {t('users.removeSecondFactor')}
          </Button>
        </>
      }
    >
      <div className={styles.oneTime}>
        <p>{t('users.removeSecondFactorText', { name: user.name })}</p>
        <p className={styles.faint}>{t('users.removeSecondFactorSure')}</p>
      </div>
    </Dialog>
  )
}
