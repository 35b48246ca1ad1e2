import { Monitor } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SessionRecord } from '#shared/domain/people/user.ts'
import { useFormat } from '../../app/format.ts'
import { QueryView } from '../../app/query-view.tsx'
import { useCommand } from '../../app/use-command.ts'
import { useQuery } from '../../app/use-query.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ListRow } from '../../kit/list-row.tsx'
import styles from './account.module.css'

const nothing = {}

/** Where this person is signed in. Any session but this one can be ended from here. */
export function SessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('account')
  const { t: common } = useTranslation()
  const { query, reload } = useQuery('session.mySessions', nothing)
  return (
    <Dialog title={t('sessions')} isOpen onClose={onClose} closeLabel={common('close')}>
      <QueryView query={query} onRetry={reload}>
        {(sessions) => (
          <div className={styles.steps}>
            <p className={styles.hint}>{t('sessionsText')}</p>
            <div className={styles.rows}>
              {[...sessions]
                .sort((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAtMs - a.lastUsedAtMs)
                .map((session) => (
                  <SessionRow key={session.sessionId} session={session} onEnded={reload} />
                ))}
            </div>
          </div>
        )}
      </QueryView>
    </Dialog>
  )
}

function SessionRow({ session, onEnded }: { readonly session: SessionRecord; readonly onEnded: () => void }) {
  const { t } = useTranslation('account')
  const format = useFormat()
  const run = useCommand()
  const end = async () => {
    const result = await run('session.endSession', { sessionId: session.sessionId })
    if (result.ok) onEnded()
  }
  return (
    <ListRow
      framed
      start={<Monitor size={18} aria-hidden />}
      title={<bdi>{session.deviceName}</bdi>}
      subtitle={
        <>
          {t('used', { time: format.dateTime(session.lastUsedAtMs) })} ·{' '}
          {t('since', { time: format.dateTime(session.startedAtMs) })} · <bdi>{session.address}</bdi>
        </>
      }
      end={
        session.current ? (
          <Badge tone="ok">{t('thisOne')}</Badge>
        ) : (
          <Button size="s" aria-label={t('endOf', { name: session.deviceName })} onPress={() => void end()}>
            {t('end')}
          </Button>
        )
      }
    />
  )
}
