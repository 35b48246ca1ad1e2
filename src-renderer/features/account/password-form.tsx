import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { passwordRule } from '#shared/sync/account-api.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './account.module.css'

/** The present password and twice the new one. What is wrong is said once the person has left the field or pressed the button. */
export function PasswordForm({
  isOneTime,
  onDone,
  onCancel,
}: {
  /** The present one was given by an administrator. */
  readonly isOneTime: boolean
  readonly onDone: () => void
  readonly onCancel?: () => void
}) {
  const { t } = useTranslation('account')
  const { t: common } = useTranslation()
  const bridge = useBridge()
  const failureText = useFailureText()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [repeat, setRepeat] = useState('')
  const [left, setLeft] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<Failure>()
  const [isSaving, setSaving] = useState(false)

  const problems = {
    next: next.length < passwordRule.min ? t('tooShort', { count: passwordRule.min }) : next === current ? t('same') : undefined,
    repeat: repeat !== next ? t('different') : undefined,
  }
  const shown = (field: 'next' | 'repeat') => (left.includes(field) ? problems[field] : undefined)
  const leave = (field: string, text: string) => text !== '' && setLeft((fields) => [...fields, field])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setLeft(['next', 'repeat'])
    if (current === '' || problems.next || problems.repeat) return
    setSaving(true)
    const result = await bridge.call('session.changePassword', { current, next })
    setSaving(false)
    setFailure(result.ok ? undefined : result.failure)
    if (result.ok) onDone()
  }
  const words = failure && failureText(failure)
  const wrongCurrent = failure?.kind === 'wrong-credentials'
  return (
    <form className={styles.form} onSubmit={submit}>
      {words && !wrongCurrent && (
        <Banner tone="bad" title={words.what} inset>
          {words.todo}
        </Banner>
      )}
      <TextField
        label={t(isOneTime ? 'oneTimePassword' : 'currentPassword')}
        type="password"
        value={current}
        onChange={(text) => {
          setCurrent(text)
          setFailure(undefined)
        }}
        error={wrongCurrent ? t('wrongPassword') : undefined}
        maxLength={passwordRule.max}
        autoComplete="current-password"
        autoFocus
      />
      <TextField
        label={t('newPassword')}
        hint={t('newPasswordHint', { count: passwordRule.min })}
        type="password"
        value={next}
        onChange={setNext}
        onBlur={() => leave('next', next)}
        error={shown('next')}
        maxLength={passwordRule.max}
        autoComplete="new-password"
      />
      <TextField
        label={t('repeatPassword')}
        type="password"
        value={repeat}
        onChange={setRepeat}
        onBlur={() => leave('repeat', repeat)}
        error={shown('repeat')}
        maxLength={passwordRule.max}
        autoComplete="new-password"
      />
      <div className={styles.buttons}>
        {onCancel && <Button onPress={onCancel}>{common('cancel')}</Button>}
        <Button type="submit" variant="primary" isPending={isSaving} isDisabled={current === '' || next === '' || repeat === ''}>
          {t('savePassword')}
        </Button>
      </div>
    </form>
  )
}
