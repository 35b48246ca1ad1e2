import { CloudOff, KeyRound, LogOut, MonitorSmartphone, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { SignedInUser } from '#shared/domain/people/user.ts'
import { useFormat } from '../../app/format.ts'
import { useAppState } from '../../app/state.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { Menu } from '../../kit/menu.tsx'
import { VisuallyHidden } from '../../kit/visually-hidden.tsx'
import styles from './account.module.css'
import { ChangePasswordDialog } from './change-password-dialog.tsx'
import { SecondFactorDialog } from './second-factor-dialog.tsx'
import { SessionsDialog } from './sessions-dialog.tsx'
import { SignOutDialog } from './sign-out-dialog.tsx'

type Open = 'password' | 'second-factor' | 'sessions' | 'sign-out'

/** Who is signed in, and what they can do about their account. Nothing where nobody signs in. */
export function AccountMenu() {
  const { t } = useTranslation('account')
  const session = useAppState((state) => state.session)
  const [open, setOpen] = useState<Open>()
  if (session?.kind !== 'signed-in') return null
  const { user } = session
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu
        label={t('menuOf', { name: user.name })}
        placement="right bottom"
        head={<Head user={user} server={session.server} offlineUntilMs={session.offline ? session.offlineUntilMs : undefined} />}
        trigger={
          <AriaButton className={styles.trigger as string}>
            <Avatar name={user.name} />
            {session.offline && (
              <span className={styles.offlineMark} aria-hidden>
                <CloudOff size={10} />
              </span>
            )}
            <VisuallyHidden>{t('menuOf', { name: user.name })}</VisuallyHidden>
          </AriaButton>
        }
        groups={[
          {
            actions: [
              { id: 'password', label: t('changePassword'), icon: KeyRound, onAction: () => setOpen('password') },
              {
                id: 'second-factor',
                label: t('secondFactor'),
                description: t(user.secondFactor ? 'secondFactorOn' : 'secondFactorOff'),
                icon: ShieldCheck,
                onAction: () => setOpen('second-factor'),
              },
              { id: 'sessions', label: t('sessions'), icon: MonitorSmartphone, onAction: () => setOpen('sessions') },
            ],
          },
          { actions: [{ id: 'sign-out', label: t('signOut'), icon: LogOut, onAction: () => setOpen('sign-out') }] },
        ]}
      />
      <ChangePasswordDialog isOpen={open === 'password'} onClose={close} />
      {open === 'second-factor' && <SecondFactorDialog isOn={user.secondFactor} onClose={close} />}
      {open === 'sessions' && <SessionsDialog onClose={close} />}
      {open === 'sign-out' && <SignOutDialog onClose={close} />}
    </>
  )
}

function Head({
  user,
  server,
  offlineUntilMs,
}: {
  readonly user: SignedInUser
  readonly server: string
  readonly offlineUntilMs: number | undefined
}) {
  const { t } = useTranslation('account')
  const format = useFormat()
  return (
    <div className={styles.head}>
      <Avatar name={user.name} />
      <div className={styles.who}>
        <bdi className={styles.name}>{user.name}</bdi>
        <span className={styles.about}>
          {t(`role.${user.role}`)} · <bdi>{user.login}</bdi>
        </span>
        <bdi className={styles.about}>{server}</bdi>
        {offlineUntilMs !== undefined && (
          <span className={styles.offline}>{t('offlineNote', { date: format.dateTime(offlineUntilMs) })}</span>
        )}
      </div>
    </div>
  )
}
