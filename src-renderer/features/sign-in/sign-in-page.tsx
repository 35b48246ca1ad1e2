import { BellRing, ExternalLink, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '#shared/domain/people/session.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Panel } from '../../kit/panel.tsx'
import { Spinner } from '../../kit/spinner.tsx'
import { CopyKeyForm } from './copy-key-form.tsx'
import { KnownPeople } from './known-people.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import styles from './sign-in.module.css'
import { SignInForm } from './sign-in-form.tsx'
import { useSignIn } from './use-sign-in.ts'

type SignedOut = Extract<SessionState, { kind: 'signed-out' }>

/** All that is seen before somebody has signed in: who they are, and why the last one is not signed in any more. */
export function SignInPage({ session }: { readonly session: SignedOut }) {
  const { t } = useTranslation('sign-in')
  const [only] = session.known.length === 1 ? session.known : []
  const [login, setLogin] = useState(only?.login ?? '')
  const signIn = useSignIn()
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <header className={styles.head}>
          <span className={styles.logo} aria-hidden>
            <BellRing size={24} />
          </span>
          <div>
            <h1 className={styles.title}>{t('title')}</h1>
            <p className={styles.server}>
              <bdi>{session.server}</bdi>
            </p>
          </div>
        </header>
        {session.reason && (
          <Banner tone={session.reason === 'expired' ? 'info' : 'warn'} title={t(`reason.${session.reason}.what`)} inset>
            {t(`reason.${session.reason}.todo`)}
          </Banner>
        )}
        <Panel label={t('title')}>
          {session.asks ? (
            <CopyKeyForm key={session.asks.what} asks={session.asks} />
          ) : signIn.phase.kind === 'opening' || signIn.phase.kind === 'provider' ? (
            <div className={styles.waiting} role="status">
              <Spinner size={22} />
              <p className={styles.waitingTitle}>{t(`${signIn.phase.kind}.title`)}</p>
              <p className={styles.hint}>{t(`${signIn.phase.kind}.text`)}</p>
              {signIn.phase.kind === 'provider' && <Button onPress={signIn.back}>{t('back')}</Button>}
            </div>
          ) : (
            <div className={styles.parts}>
              {session.known.length > 0 && !signIn.needsCode && (
                <KnownPeople known={session.known} login={login} onChoose={setLogin} />
              )}
              <SignInForm signIn={signIn} login={login} onLogin={setLogin} passwordFirst={only !== undefined} />
              {session.oidc && !signIn.needsCode && (
                <>
                  <p className={styles.or}>{t('or')}</p>
                  <Button wide size="l" icon={ExternalLink} onPress={signIn.sendByProvider}>
                    {t('byProvider')}
                  </Button>
                </>
              )}
            </div>
          )}
        </Panel>
        {session.keyStorage === 'password' && !session.asks && (
          <p className={styles.storage}>
            <KeyRound size={14} aria-hidden />
            {t('noProtectedStorage')}
          </p>
        )}
        <LanguageSwitch />
      </div>
    </main>
  )
}
