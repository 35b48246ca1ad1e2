import { Lock, ShieldCheck } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserRecord } from '#shared/domain/people/user.ts'
import { useFormat } from '../../app/format.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { Badge } from '../../kit/badge.tsx'
import { type DataColumn, DataTable } from '../../kit/data-table.tsx'
import styles from './admin.module.css'
import type { Places } from './place-dialog.tsx'

export function UsersTable({
  users,
  places,
  onOpen,
}: {
  readonly users: readonly UserRecord[]
  readonly places: Places
  readonly onOpen: (user: UserRecord) => void
}) {
  const { t } = useTranslation('admin')
  const { t: account } = useTranslation('account')
  const format = useFormat()
  const columns = useMemo((): readonly DataColumn<UserRecord>[] => {
    const nameOf = (list: Places['offices'], id: string | undefined) => list.find((one) => one.id === id)?.name
    const territories = (user: UserRecord) => user.territoryIds.map((id) => nameOf(places.territories, id) ?? id).join(', ')
    return [
      {
        id: 'name',
        header: t('users.name'),
        width: 'minmax(200px, 1.6fr)',
        sortBy: (user) => user.name,
        cell: (user) => (
          <span className={styles.person}>
            <Avatar name={user.name} size="s" />
            <span className={styles.two}>
              <bdi className={styles.cut}>{user.name}</bdi>
              <bdi className={styles.faint}>{user.login}</bdi>
            </span>
          </span>
        ),
      },
      {
        id: 'role',
        header: t('users.role'),
        width: 'minmax(110px, 0.9fr)',
        sortBy: (user) => account(`role.${user.role}`),
        cell: (user) => account(`role.${user.role}`),
      },
      {
        id: 'office',
        header: t('users.office'),
        width: 'minmax(110px, 1fr)',
        sortBy: (user) => nameOf(places.offices, user.officeId),
        cell: (user) => <bdi>{nameOf(places.offices, user.officeId) ?? '—'}</bdi>,
      },
      {
        id: 'territories',
        header: t('users.territories'),
        width: 'minmax(120px, 1.3fr)',
        sortBy: territories,
        cell: (user) => <bdi title={territories(user)}>{territories(user) || '—'}</bdi>,
      },
      {
        id: 'lastSignIn',
        header: t('users.lastSignIn'),
        width: '150px',
        sortBy: (user) => user.lastSignInAtMs,
        cell: (user) => (
          <span className={styles.faint}>
            {user.lastSignInAtMs === undefined ? t('users.never') : format.dateTime(user.lastSignInAtMs)}
          </span>
        ),
      },
      {
        id: 'status',
        header: t('users.status'),
        width: '190px',
        sortBy: (user) => Number(user.active),
        cell: (user) => <Status user={user} />,
      },
    ]
  }, [t, account, format, places])
  return (
    <DataTable
      label={t('users.title')}
      columns={columns}
      rows={users}
      rowKey={(user) => user.userId}
      onRowPress={onOpen}
      sortedBy={{ id: 'name', desc: false }}
      rowHeight={48}
    />
  )
}

function Status({ user }: { readonly user: UserRecord }) {
  const { t } = useTranslation('admin')
  const isLocked = user.lockedUntilMs !== undefined && user.lockedUntilMs > Date.now()
  return (
    <span className={styles.badges}>
      {!user.active ? (
        <Badge>{t('users.inactive')}</Badge>
      ) : isLocked ? (
        <Badge tone="warn" icon={Lock}>
          {t('users.locked')}
        </Badge>
      ) : (
        <Badge tone="ok">{t('users.active')}</Badge>
      )}
      {user.secondFactor && (
        <Badge icon={ShieldCheck} title={t('users.secondFactor')}>
          {t('users.secondFactorShort')}
        </Badge>
      )}
    </span>
  )
}
