import { Eye, EyeOff } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFailureText } from '../../app/failure-text.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { LockCountdown } from './lock-countdown.tsx'
import styles from './sign-in.module.css'
import type { SignIn } from './use-sign-in.ts'

/** Login and password, and the code where the account has a second factor. */
export function SignInForm({
  signIn,
  login,
  onLogin,
  passwordFirst,
}: {
  readonly signIn: SignIn
  readonly login: string
  readonly onLogin: (login: string) => void
  /** The login is known already: the focus goes to the password. */
  readonly passwordFirst: boolean
}) {
  const { t } = useTranslation('sign-in')
  const failureText = useFailureText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isShown, setShown] = useState(false)
  const passwordInput = useRef<HTMLInputElement>(null)
  const codeInput = useRef<HTMLInputElement>(null)
  const { failure, needsCode, lockedUntilMs, phase } = signIn
  const isLocked = lockedUntilMs !== undefined

  const lastLogin = useRef(login)
  useEffect(() => {
    // Chosen from the list, not typed: what is missing now is the password.
    if (lastLogin.current !== login && document.activeElement?.getAttribute('name') !== 'login') passwordInput.current?.focus()
    lastLogin.current = login
  }, [login])
  useEffect(() => {
    if (needsCode) codeInput.current?.focus()
  }, [needsCode])
  useEffect(() => {
    if (failure?.kind === 'wrong-credentials') passwordInput.current?.select()
    if (failure?.kind === 'second-factor-wrong') codeInput.current?.select()
  }, [failure])

  const ready = login.trim() !== '' && password !== '' && (!needsCode || code.trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) signIn.send(login.trim(), password, code.trim())
  }
  const words = failure && failure.kind !== 'second-factor-needed' ? failureText(failure) : undefined
  return (
    <form className={styles.form} onSubmit={submit}>
      {words && (
        <Banner tone={isLocked ? 'warn' : 'bad'} title={words.what} inset>
          {isLocked ? <LockCountdown untilMs={lockedUntilMs} /> : words.todo}
        </Banner>
      )}
      {needsCode ? (
        <>
          <p className={styles.hint}>{t('codeFor', { login })}</p>
          <TextField
            label={t('code')}
            hint={t('codeHint')}
            value={code}
            onChange={(text) => setCode(text.replace(/\s/g, ''))}
            maxLength={10}
            spellCheck="false"
            autoComplete="one-time-code"
            inputRef={codeInput}
          />
          <p className={styles.faint}>{t('recoveryHint')}</p>
        </>
      ) : (
        <>
          <TextField
            label={t('login')}
            name="login"
            value={login}
            onChange={onLogin}
            maxLength={100}
            autoComplete="username"
            spellCheck="false"
            autoFocus={!passwordFirst}
          />
          <TextField
            label={t('password')}
            type={isShown ? 'text' : 'password'}
            value={password}
            onChange={setPassword}
            maxLength={200}
            autoComplete="current-password"
            inputRef={passwordInput}
            autoFocus={passwordFirst}
            suffix={
              <IconButton
                icon={isShown ? EyeOff : Eye}
                size="s"
                label={t(isShown ? 'hidePassword' : 'showPassword')}
                onPress={() => setShown(!isShown)}
              />
            }
          />
        </>
      )}
      <Button type="submit" variant="primary" size="l" wide isPending={phase.kind === 'asking'} isDisabled={!ready || isLocked}>
        {t('send')}
      </Button>
      {needsCode && (
        <Button variant="ghost" wide onPress={signIn.back}>
          {t('back')}
        </Button>
      )}
    </form>
  )
}
