import { UserRoundPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserRecord } from '#shared/domain/people/user.ts'
import { useQuery } from '../../app/use-query.ts'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { SearchField } from '../../kit/search-field.tsx'
import styles from './admin.module.css'
import { AdminQuery } from './admin-query.tsx'
import { type OneTime, OneTimePasswordDialog } from './one-time-password-dialog.tsx'
import type { Places } from './place-dialog.tsx'
import { UserDialog } from './user-dialog.tsx'
import { findUsers } from './user-search.ts'
import { UsersTable } from './users-table.tsx'

const nothing = {}
const noPlaces: Places = { territories: [], offices: [], teams: [] }

export function UsersPanel({ canChange }: { readonly canChange: boolean }) {
  const { t } = useTranslation('admin')
  const { query, reload } = useQuery('admin.users', nothing)
  const placesQuery = useQuery('admin.places', nothing).query
  const places = placesQuery.kind === 'ready' ? placesQuery.value : noPlaces
  const [search, setSearch] = useState('')
  const [editing, setEditing] = useState<{ readonly user?: UserRecord }>()
  const [oneTime, setOneTime] = useState<OneTime>()
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>
        <div className={styles.search}>
          <SearchField
            label={t('users.search')}
            placeholder={t('users.search')}
            value={search}
            onChange={setSearch}
            maxLength={100}
          />
        </div>
        {canChange && (
          <Button icon={UserRoundPlus} variant="primary" onPress={() => setEditing({})}>
            {t('users.new')}
          </Button>
        )}
      </div>
      <AdminQuery query={query} onRetry={reload}>
        {(users) => {
          const found = findUsers(users, search)
          if (found.length === 0) {
            return (
              <EmptyState icon={UsersRound} title={t('users.none')} text={t(search ? 'users.noneFound' : 'users.noneText')} />
            )
          }
          return (
            <div className={styles.table}>
              <UsersTable users={found} places={places} onOpen={(user) => setEditing({ user })} />
            </div>
          )
        }}
      </AdminQuery>
      {editing && (
        <UserDialog
          user={editing.user}
          places={places}
          canChange={canChange}
          onClose={() => setEditing(undefined)}
          onSaved={(made) => {
            setEditing(undefined)
            setOneTime(made)
            reload()
          }}
        />
      )}
      {oneTime && <OneTimePasswordDialog oneTime={oneTime} onClose={() => setOneTime(undefined)} />}
    </div>
  )
}
