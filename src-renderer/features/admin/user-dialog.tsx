import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '#shared/domain/failure/failure.ts'
import type { UserDraft, UserRecord } from '#shared/domain/people/user.ts'
import { useBridge } from '../../app/bridge.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import styles from './admin.module.css'
import type { OneTime } from './one-time-password-dialog.tsx'
import type { Places } from './place-dialog.tsx'
import { SecondFactorDialog } from './second-factor-dialog.tsx'
import { Trouble } from './trouble.tsx'
import { changesOf, draftOf, draftProblems } from './user-draft.ts'
import { UserForm } from './user-form.tsx'

/** A new user, or one that is there. `onSaved` gets the one-time password where one was made. */
export function UserDialog({
  user,
  places,
  canChange,
  onClose,
  onSaved,
}: {
  readonly user: UserRecord | undefined
  readonly places: Places
  readonly canChange: boolean
  readonly onClose: () => void
  readonly onSaved: (made: OneTime | undefined) => void
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const bridge = useBridge()
  const [draft, setDraft] = useState<UserDraft>(() => draftOf(user))
  const [failure, setFailure] = useState<Failure>()
  const [pending, setPending] = useState<'save' | 'reset' | 'factor'>()
  const [wasTried, setTried] = useState(false)
  const [isRemovingFactor, setRemovingFactor] = useState(false)
  const problems = draftProblems(draft)

  const save = async () => {
    setTried(true)
    if (problems.size > 0) return
    setPending('save')
    if (user) {
      const result = await bridge.call('admin.changeUser', { userId: user.userId, changes: changesOf(user, draft) })
      if (result.ok) onSaved(undefined)
      else setFailure(result.failure)
    } else {
      const result = await bridge.call('admin.createUser', { ...draft, territoryIds: [...draft.territoryIds] })
      if (result.ok) onSaved({ name: draft.name, login: draft.login, password: result.value.password })
      else setFailure(result.failure)
    }
    setPending(undefined)
  }
  const reset = async (whose: UserRecord) => {
    setPending('reset')
    const result = await bridge.call('admin.resetPassword', { userId: whose.userId })
    setPending(undefined)
    if (result.ok) onSaved({ name: whose.name, login: whose.login, password: result.value.password })
    else setFailure(result.failure)
  }
  const removeFactor = async (whose: UserRecord) => {
    setPending('factor')
    const result = await bridge.call('admin.removeSecondFactor', { userId: whose.userId })
    setPending(undefined)
    setRemovingFactor(false)
    if (result.ok) onSaved(undefined)
    else setFailure(result.failure)
  }
  return (
    <Dialog
      title={user ? user.name : t('users.new')}
      isOpen
      onClose={onClose}
      closeLabel={common('close')}
      size="l"
      footer={
        canChange && (
          <>
            {user && (
              <span className={styles.footStart}>
                <Button variant="ghost" isPending={pending === 'reset'} onPress={() => void reset(user)}>
                  {t('users.resetPassword')}
                </Button>
                {user.secondFactor && (
                  <Button variant="ghost" onPress={() => setRemovingFactor(true)}>
                    {t('users.removeSecondFactor')}
                  </Button>
                )}
              </span>
            )}
            <Button onPress={onClose}>{common('cancel')}</Button>
            <Button variant="primary" isPending={pending === 'save'} onPress={() => void save()}>
              {t(user ? 'users.save' : 'users.create')}
            </Button>
          </>
        )
      }
    >
      <Trouble failure={failure} />
      <UserForm
        draft={draft}
        places={places}
        problems={wasTried ? problems : noProblems}
        isReadOnly={!canChange}
        onChange={(changes) => {
          setFailure(undefined)
          setDraft((before) => ({ ...before, ...changes }))
        }}
      />
      {user && isRemovingFactor && (
        <SecondFactorDialog
          user={user}
          isPending={pending === 'factor'}
          onClose={() => setRemovingFactor(false)}
          onConfirm={() => void removeFactor(user)}
        />
      )}
    </Dialog>
  )
}

const noProblems: ReadonlySet<string> = new Set()
