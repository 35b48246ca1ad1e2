import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { Banner } from '../../kit/banner.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import styles from './account.module.css'

/** Asks once, and says what becomes of the work that the server does not have yet. */
export function SignOutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('account')
  const { t: common } = useTranslation()
  const run = useCommand()
  const [isLeaving, setLeaving] = useState(false)
  const waiting = useAppState((state) => state.sync?.waiting ?? 0)
  const inCall = useAppState(({ work }) => work.some(({ call }) => call !== undefined && call.phase.kind !== 'ended'))
  const leave = async () => {
    setLeaving(true)
    const result = await run('session.signOut', {})
    setLeaving(false)
    if (result.ok) onClose()
  }
  return (
    <ConfirmDialog
      title={t('signOutTitle')}
      confirmLabel={t('signOut')}
      cancelLabel={common('cancel')}
      closeLabel={common('close')}
      variant="primary"
      isPending={isLeaving}
      isDisabled={inCall}
      onConfirm={() => void leave()}
      onClose={onClose}
    >
      <div className={styles.steps}>
        <p className={styles.hint}>{t('signOutText')}</p>
        {waiting > 0 && (
          <Banner tone="warn" inset title={t('unsent', { count: waiting })}>
            {t('unsentText')}
          </Banner>
        )}
        {inCall && (
          <Banner tone="warn" inset>
            {t('signOutInCall')}
          </Banner>
        )}
      </div>
    </ConfirmDialog>
  )
}
