import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { SessionState } from '#shared/domain/people/session.ts'
import { passwordRule } from '#shared/sync/account-api.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useCommand } from '../../app/use-command.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './sign-in.module.css'

type Asks = NonNullable<Extract<SessionState, { kind: 'signed-out' }>['asks']>

/** The server has let them in: what is still wanted is what the copy on this computer is locked with. */
export function CopyKeyForm({ asks }: { readonly asks: Asks }) {
  const { t } = useTranslation('sign-in')
  const bridge = useBridge()
  const failureText = useFailureText()
  const [key, setKey] = useState('')
  const [repeat, setRepeat] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isOpening, setOpening] = useState(false)
  const isNew = asks.what === 'new-passphrase'
  const ready = isNew ? key.length >= passwordRule.min && repeat === key : key !== ''
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    setOpening(true)
    const result = await bridge.call('session.signIn', { login: asks.login, password: key })
    setOpening(false)
    setFailure(result.ok ? undefined : result.failure)
  }
  const words = failure && failureText(failure)
  return (
    <form className={styles.form} onSubmit={submit}>
      <div>
        <h2 className={styles.waitingTitle}>{t(`asks.${asks.what}.title`)}</h2>
        <p className={styles.hint}>{t(`asks.${asks.what}.text`)}</p>
      </div>
      {words && (
        <Banner tone="bad" title={words.what} inset>
          {words.todo}
        </Banner>
      )}
      <TextField
        label={t(`asks.${asks.what}.field`)}
        {...(isNew ? { hint: t('asks.min', { count: passwordRule.min }) } : {})}
        type="password"
        value={key}
        onChange={(text) => {
          setKey(text)
          setFailure(undefined)
        }}
        maxLength={passwordRule.max}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        autoFocus
      />
      {isNew && (
        <TextField
          label={t('asks.repeat')}
          type="password"
          value={repeat}
          onChange={setRepeat}
          error={repeat.length >= key.length && repeat !== key ? t('asks.different') : undefined}
          maxLength={passwordRule.max}
          autoComplete="new-password"
        />
      )}
      <Button type="submit" variant="primary" size="l" wide isPending={isOpening} isDisabled={!ready}>
        {t('asks.open')}
      </Button>
      {!isNew && <Forgotten />}
    </form>
  )
}

/** The way on without the key: the copy is never deleted, only set aside. */
function Forgotten() {
  const { t } = useTranslation('sign-in')
  const { t: common } = useTranslation()
  const run = useCommand()
  const [isAsking, setAsking] = useState(false)
  const [isPending, setPending] = useState(false)
  const setAside = async () => {
    setPending(true)
    await run('session.setCopyAside', {})
    setPending(false)
    setAsking(false)
  }
  return (
    <>
      <Button variant="ghost" wide onPress={() => setAsking(true)}>
        {t('asks.forgotten')}
      </Button>
      <ConfirmDialog
        title={t('asks.asideTitle')}
        confirmLabel={t('asks.aside')}
        cancelLabel={common('cancel')}
        closeLabel={common('close')}
        isOpen={isAsking}
        isPending={isPending}
        onConfirm={() => void setAside()}
        onClose={() => setAsking(false)}
      >
        {t('asks.asideText')}
      </ConfirmDialog>
    </>
  )
}
