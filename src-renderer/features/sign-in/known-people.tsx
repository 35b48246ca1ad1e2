import { CloudOff, Wifi } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '#shared/domain/people/session.ts'
import { useFormat } from '../../app/format.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { ListRow } from '../../kit/list-row.tsx'
import styles from './sign-in.module.css'

type Known = Extract<SessionState, { kind: 'signed-out' }>['known']

/** People who have a copy on this computer: one press fills the login, and each knows whether the server is needed. */
export function KnownPeople({
  known,
  login,
  onChoose,
}: {
  readonly known: Known
  readonly login: string
  readonly onChoose: (login: string) => void
}) {
  const { t } = useTranslation('sign-in')
  const format = useFormat()
  const now = Date.now()
  return (
    <section>
      <h2 className={styles.small}>{t('known')}</h2>
      <div className={styles.known}>
        {known.map((person) => {
          const works = person.offlineUntilMs > now
          const Icon = works ? CloudOff : Wifi
          return (
            <ListRow
              key={person.login}
              framed
              isSelected={person.login === login}
              onPress={() => onChoose(person.login)}
              start={<Avatar name={person.name} size="m" />}
              title={<bdi className={styles.name}>{person.name}</bdi>}
              subtitle={
                <span className={styles.offline}>
                  <Icon size={12} aria-hidden />
                  {works ? t('offlineUntil', { date: format.dateTime(person.offlineUntilMs) }) : t('onlineOnly')}
                </span>
              }
            />
          )
        })}
      </div>
    </section>
  )
}
