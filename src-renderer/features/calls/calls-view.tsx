import { PhoneMissed, PhoneOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../app/query-view.tsx'
import { useQuery } from '../../app/use-query.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Panel } from '../../kit/panel.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import styles from './calls.module.css'
import { MissedTable } from './missed-table.tsx'
import { RecentTable } from './recent-table.tsx'

const recentLimit = 200
const missedLimit = 200

/** Who is to be called back, and the calls of late. */
export function CallsView() {
  const { t } = useTranslation('calls')
  const missed = useQuery('calls.missed', { limit: missedLimit }, ['interactionChanged', 'counts'])
  const recent = useQuery('calls.recent', { limit: recentLimit }, ['interactionChanged', 'work'])
  const missedCount = missed.query.kind === 'ready' ? missed.query.value.length : 0
  return (
    <div className={styles.view}>
      <h1 className={styles.title}>{t('title')}</h1>
      <Panel fill flush label={t('title')}>
        <Tabs
          label={t('title')}
          tabs={[
            {
              id: 'missed',
              title: t('missed'),
              count: missedCount,
              content: (
                <QueryView query={missed.query} onRetry={missed.reload}>
                  {(calls) =>
                    calls.length === 0 ? (
                      <EmptyState icon={PhoneMissed} title={t('missedEmpty')} text={t('missedEmptyText')} />
                    ) : (
                      <MissedTable calls={calls} onChanged={missed.reload} />
                    )
                  }
                </QueryView>
              ),
            },
            {
              id: 'recent',
              title: t('recent'),
              content: (
                <QueryView query={recent.query} onRetry={recent.reload}>
                  {(calls) =>
                    calls.length === 0 ? (
                      <EmptyState icon={PhoneOff} title={t('recentEmpty')} text={t('recentEmptyText')} />
                    ) : (
                      <RecentTable calls={calls} />
                    )
                  }
                </QueryView>
              ),
            },
          ]}
        />
      </Panel>
    </div>
  )
}
