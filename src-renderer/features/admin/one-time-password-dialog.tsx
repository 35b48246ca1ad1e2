import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import styles from './admin.module.css'

export interface OneTime {
  readonly name: string
  readonly login: string
  readonly password: string
}

/** Shown once and never again: closed only by its button, not by a click beside it. */
export function OneTimePasswordDialog({ oneTime, onClose }: { readonly oneTime: OneTime; readonly onClose: () => void }) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const [copied, setCopied] = useState<'yes' | 'no'>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(oneTime.password)
      setCopied('yes')
    } catch {
      // No clipboard for this page: it can still be selected and copied by hand.
      setCopied('no')
    }
  }
  return (
    <Dialog
      title={t('oneTime.title')}
      isOpen
      onClose={onClose}
      closeLabel={common('close')}
      size="s"
      alert
      footer={
        <Button variant="primary" onPress={onClose}>
          {t('oneTime.done')}
        </Button>
      }
    >
      <div className={styles.oneTime}>
        <p>{t('oneTime.text', { name: oneTime.name, login: oneTime.login })}</p>
        <div className={styles.secretRow}>
          <code className={styles.secret}>{oneTime.password}</code>
          <Button icon={copied === 'yes' ? Check : Copy} onPress={() => void copy()} autoFocus>
            {t(copied === 'yes' ? 'oneTime.copied' : 'oneTime.copy')}
          </Button>
        </div>
        <span role="status" className={styles.faint}>
          {copied === 'no' && t('oneTime.copyByHand')}
        </span>
        <Banner tone="warn" inset>
          {t('oneTime.once')}
        </Banner>
      </div>
    </Dialog>
  )
}
