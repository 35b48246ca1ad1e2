import { useTranslation } from 'react-i18next'
import type { UserRecord } from '#shared/domain/people/user.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
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
    <ConfirmDialog
      title={t('users.removeSecondFactorTitle')}
      confirmLabel={t('users.removeSecondFactor')}
      cancelLabel={common('cancel')}
      closeLabel={common('close')}
      isPending={isPending}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <div className={styles.oneTime}>
        <p>{t('users.removeSecondFactorText', { name: user.name })}</p>
        <p className={styles.faint}>{t('users.removeSecondFactorSure')}</p>
      </div>
    </ConfirmDialog>
  )
}
