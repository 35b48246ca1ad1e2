import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure, Result } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { QueryView } from '../../app/query-view.tsx'
import { useQuery } from '../../app/use-query.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { useToast } from '../../kit/toast.tsx'
import styles from './account.module.css'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Sets the second factor up, or takes it away; both want a code of the app that makes them. */
export function SecondFactorDialog({ isOn, onClose }: { readonly isOn: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('account')
  const { t: common } = useTranslation()
  const bridge = useBridge()
  const toast = useToast()
  const [codes, setCodes] = useState<readonly string[]>()
  const removed = () => {
    toast({ tone: 'ok', title: t('secondFactorRemoved') })
    onClose()
  }
  return (
    <Dialog title={t('secondFactor')} isOpen onClose={onClose} closeLabel={common('close')} alert={codes !== undefined}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : isOn ? (
        <div className={styles.steps}>
          <p className={styles.hint}>{t('removeText')}</p>
          <CodeForm
            removes
            onSend={(code) => bridge.call('session.removeSecondFactor', { code })}
            onClose={onClose}
            onDone={removed}
          />
        </div>
      ) : (
        <SetUp onClose={onClose} onCodes={setCodes} />
      )}
    </Dialog>
  )
}

const nothing = {}

function SetUp({ onClose, onCodes }: { readonly onClose: () => void; readonly onCodes: (codes: readonly string[]) => void }) {
  const { t } = useTranslation('account')
  const bridge = useBridge()
  const { query, reload } = useQuery('session.beginSecondFactor', nothing)
  return (
    <QueryView query={query} onRetry={reload}>
      {({ uri, secret }) => (
        <div className={styles.steps}>
          <div className={styles.pair}>
            <QrCode text={uri} label={t('qrLabel')} />
            <div>
              <p className={styles.hint}>{t('scan')}</p>
              <p className={styles.hint}>
                {t('orType')}
                <bdi className={styles.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</bdi>
              </p>
            </div>
          </div>
          <CodeForm
            removes={false}
            onSend={(code) => bridge.call('session.confirmSecondFactor', { code })}
            onClose={onClose}
            onDone={({ recoveryCodes }) => onCodes(recoveryCodes)}
          />
        </div>
      )}
    </QueryView>
  )
}

function CodeForm<T>({
  removes,
  onSend,
  onClose,
  onDone,
}: {
  readonly removes: boolean
  readonly onSend: (code: string) => Promise<Result<T>>
  readonly onClose: () => void
  readonly onDone: (answer: T) => void
}) {
  const { t } = useTranslation('account')
  const { t: common } = useTranslation()
  const failureText = useFailureText()
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isSending, setSending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (code.length < 6) return
    setSending(true)
    const result = await onSend(code)
    setSending(false)
    if (result.ok) onDone(result.value)
    else setFailure(result.failure)
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label={t('code')}
        hint={t('codeHint')}
        value={code}
        onChange={(text) => {
          setCode(text.replace(/\s/g, ''))
          setFailure(undefined)
        }}
        error={failure && failureText(failure).what}
        maxLength={10}
        autoComplete="one-time-code"
        autoFocus
      />
      <div className={styles.buttons}>
        <Button onPress={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant={removes ? 'danger' : 'primary'} isPending={isSending} isDisabled={code.length < 6}>
          {t(removes ? 'remove' : 'confirm')}
        </Button>
      </div>
    </form>
  )
}
