import { CircleCheckBig, GitCompareArrows } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { QueryView } from '../../app/query-view.tsx'
import { useAppState } from '../../app/state.ts'
import { useQuery } from '../../app/use-query.ts'
import { Banner } from '../../kit/banner.tsx'
import { ChipGroup } from '../../kit/chip-group.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Panel } from '../../kit/panel.tsx'
import { ConflictInbox } from './conflict-inbox.tsx'
import { currentRow } from './conflict-list.tsx'
import styles from './conflicts.module.css'

const statuses = ['open', 'settled'] as const
const listLimit = 500

/** Values that two people changed at the same time, until somebody has said which one stands. */
export function ConflictsView() {
  const { t } = useTranslation('conflicts')
  const [status, setStatus] = useState<ConflictRecord['status']>('open')
  const openCount = useAppState((state) => state.sync?.conflicts ?? 0)
  const isOffline = useAppState((state) => state.sync?.kind === 'offline')
  const { query, reload } = useQuery('conflicts.list', { status, limit: listLimit }, ['sync'])
  const view = useRef<HTMLDivElement>(null)
  const isOpening = useRef(true)
  useEffect(() => {
    if (query.kind !== 'ready' || !isOpening.current) return
    isOpening.current = false
    // The keys of the inbox work from the shortcut on: a button of the shell has an Enter of its own.
    if (!view.current?.contains(document.activeElement)) currentRow(view.current)?.focus()
  }, [query.kind])
  return (
    <div ref={view} className={styles.view}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('title')}</h1>
        <ChipGroup
          label={t('filter')}
          chips={statuses.map((value) => ({
            value,
            label: t(`status.${value}`),
            count: value === 'open' ? String(openCount) : undefined,
          }))}
          value={status}
          onChange={setStatus}
        />
      </header>
      {isOffline && (
        <Banner tone="info" inset>
          {t('offline')}
        </Banner>
      )}
      <QueryView query={query} onRetry={reload}>
        {(conflicts) =>
          conflicts.length === 0 ? (
            <Panel fill>
              <EmptyState
                icon={status === 'open' ? CircleCheckBig : GitCompareArrows}
                title={t(`empty.${status}.title`)}
                text={t(`empty.${status}.text`)}
              />
            </Panel>
          ) : (
            <ConflictInbox key={status} conflicts={conflicts} onSettled={reload} />
          )
        }
      </QueryView>
    </div>
  )
}
