import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import styles from './account.module.css'

/** Shown once, right after the second factor was switched on. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { t } = useTranslation('account')
  const [copied, setCopied] = useState<boolean>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      setCopied(true)
    } catch {
      // No clipboard for this page: they can still be selected and copied by hand.
      setCopied(false)
    }
  }
  return (
    <div className={styles.steps}>
      <Banner tone="warn" title={t('recovery')} inset>
        {t('recoveryText')}
      </Banner>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <span role="status" className={styles.about}>
        {copied === false && t('copyByHand')}
      </span>
      <div className={styles.buttons}>
        <Button icon={copied ? Check : Copy} onPress={() => void copy()}>
          {t(copied ? 'copied' : 'copy')}
        </Button>
        <Button variant="primary" onPress={onDone} autoFocus>
          {t('kept')}
        </Button>
      </div>
    </div>
  )
}
