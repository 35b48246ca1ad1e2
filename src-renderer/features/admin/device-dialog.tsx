import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceRecord } from '#shared/domain/people/user.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import styles from './admin.module.css'

export interface DeviceAction {
  readonly device: DeviceRecord
  readonly action: 'revoke' | 'wipe' | 'allow'
}

/** Asks before a computer is shut out, and says what becomes of the work on it that was never sent. */
export function DeviceDialog({
  asking: { device, action },
  onClose,
  onConfirm,
}: {
  readonly asking: DeviceAction
  readonly onClose: () => void
  readonly onConfirm: () => Promise<void>
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const [isPending, setPending] = useState(false)
  const confirm = async () => {
    setPending(true)
    await onConfirm()
  }
  return (
    <ConfirmDialog
      title={t(`devices.confirm.${action}.title`, { name: device.name })}
      confirmLabel={t(`devices.${action}`)}
      cancelLabel={common('cancel')}
      closeLabel={common('close')}
      isPending={isPending}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <div className={styles.oneTime}>
        <p>{t(`devices.confirm.${action}.text`, { user: device.userName })}</p>
        <p>
          <strong>{t('devices.unsent')}</strong> {t(`devices.confirm.${action}.unsent`)}
        </p>
        <p className={styles.faint}>{t(device.online ? 'devices.nowOnline' : 'devices.nowOffline')}</p>
      </div>
    </ConfirmDialog>
  )
}
