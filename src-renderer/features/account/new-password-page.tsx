import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../app/use-command.ts'
import { Button } from '../../kit/button.tsx'
import { Panel } from '../../kit/panel.tsx'
import { Spinner } from '../../kit/spinner.tsx'
import styles from './account.module.css'
import { PasswordForm } from './password-form.tsx'

/** After the first sign-in with a password that somebody else knows: nothing else is open until it is changed. */
export function NewPasswordPage({ name }: { readonly name: string }) {
  const { t } = useTranslation('account')
  const run = useCommand()
  const [isDone, setDone] = useState(false)
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <h1 className={styles.title}>{t('mustChange')}</h1>
        <p className={styles.hint}>{t('mustChangeText', { name })}</p>
        <Panel label={t('changePassword')}>
          {isDone ? <Spinner label={t('passwordChanged')} /> : <PasswordForm isOneTime onDone={() => setDone(true)} />}
        </Panel>
        <Button variant="ghost" onPress={() => void run('session.signOut', {})}>
          {t('signOut')}
        </Button>
      </div>
    </main>
  )
}
