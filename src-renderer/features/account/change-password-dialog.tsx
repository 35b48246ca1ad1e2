import { useTranslation } from 'react-i18next'
import { Dialog } from '../../kit/dialog.tsx'
import { useToast } from '../../kit/toast.tsx'
import { PasswordForm } from './password-form.tsx'

export function ChangePasswordDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('account')
  const { t: common } = useTranslation()
  const toast = useToast()
  const done = () => {
    toast({ tone: 'ok', title: t('passwordChanged'), text: t('passwordChangedText') })
    onClose()
  }
  return (
    <Dialog title={t('changePassword')} isOpen={isOpen} onClose={onClose} closeLabel={common('close')} size="s">
      <PasswordForm isOneTime={false} onDone={done} onCancel={onClose} />
    </Dialog>
  )
}
