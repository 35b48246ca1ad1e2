import { LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '#shared/domain/people/session.ts'
import { NewPasswordPage } from '../features/account/index.ts'
import { SignInPage } from '../features/sign-in/index.ts'
import { CallBar } from '../features/softphone/index.ts'
import { EmptyState } from '../kit/empty-state.tsx'
import { Spinner } from '../kit/spinner.tsx'
import { MediaFrame } from './media-frame.tsx'
import { PartBoundary } from './part-boundary.tsx'
import styles from './shell.module.css'
import { Shell } from './shell.tsx'
import { useAppState } from './state.ts'
import { useSessionReload } from './use-session-reload.ts'

/** What a person may see at this desk: the sign-in page, the page for a new password, or the whole window. */
export function SessionGate({ onReload }: { readonly onReload: () => void }) {
  const session = useAppState((state) => (state.settings ? state.session : undefined))
  const isAnother = useSessionReload(onReload)
  const hasMedia = session !== undefined && (isAnother || session.kind !== 'signed-out')
  return (
    <>
      {shown(session, isAnother)}
      {/* One place for all of them: moved elsewhere it would be loaded anew, and a call in it cut. */}
      {hasMedia && <MediaFrame />}
    </>
  )
}

function shown(session: SessionState | undefined, isAnother: boolean): ReactNode {
  if (!session) return <Starting />
  if (isAnother) return <LastCall />
  if (session.kind === 'signed-out') return <SignInPage session={session} />
  if (session.kind === 'signed-in' && session.user.mustChangePassword) return <NewPasswordPage name={session.user.name} />
  return <Shell />
}

function Starting() {
  const { t } = useTranslation()
  return (
    <div className={styles.starting} role="status">
      <Spinner size={22} />
      {t('starting')}
    </div>
  )
}

/** Nobody is signed in any more, and somebody is still on the line: the call can be ended, nothing else is shown. */
function LastCall() {
  const { t } = useTranslation()
  return (
    <div className={styles.alone}>
      <PartBoundary>
        <CallBar />
      </PartBoundary>
      <main className={styles.main}>
        <EmptyState icon={LogOut} title={t('session.lastCall')} text={t('session.lastCallText')} />
      </main>
    </div>
  )
}
