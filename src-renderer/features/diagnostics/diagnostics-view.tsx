import { ArrowLeft, RefreshCw, Timer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Diagnostics } from '#shared/domain/diagnostics/diagnostics.ts'
import { useFormat } from '../../app/format.ts'
import { QueryView } from '../../app/query-view.tsx'
import { useQuery } from '../../app/use-query.ts'
import { openView } from '../../app/view-state.ts'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Panel } from '../../kit/panel.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import styles from './diagnostics.module.css'
import { Figures } from './figures.tsx'
import { PopTable } from './pop-table.tsx'

/** How fast this app is, by its own measurements. */
export function DiagnosticsView() {
  const { t } = useTranslation('diagnostics')
  const { t: common } = useTranslation()
  const { query, reload } = useQuery('diagnostics.read', {}, ['interactionChanged'])
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <IconButton icon={ArrowLeft} label={common('nav.settingsFull')} onPress={() => openView('settings')} />
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.intro}>{t('intro')}</p>
        <Button icon={RefreshCw} onPress={reload}>
          {t('refresh')}
        </Button>
      </header>
      <QueryView query={query} onRetry={reload}>
        {(diagnostics) => <Measured diagnostics={diagnostics} />}
      </QueryView>
    </div>
  )
}

function Measured({ diagnostics }: { readonly diagnostics: Diagnostics }) {
  const { t } = useTranslation('diagnostics')
  const format = useFormat()
  const { popPainted, eventLoopLag, startup, database } = diagnostics
  const longest = Math.max(1, ...startup.map(({ ms }) => ms))
  return (
    <div className={styles.grid}>
      <Panel label={t('popPainted')}>
        <SectionTitle>{t('popPainted')}</SectionTitle>
        <Figures
          count={popPainted.count}
          figures={[
            { name: t('median'), ms: popPainted.p50, goalMs: 50 },
            { name: t('p99'), ms: popPainted.p99, goalMs: 150 },
            { name: t('max'), ms: popPainted.max },
          ]}
        />
      </Panel>
      <Panel label={t('lag')}>
        <SectionTitle>{t('lag')}</SectionTitle>
        <Figures
          count={eventLoopLag.count}
          figures={[
            { name: t('median'), ms: eventLoopLag.p50 },
            { name: t('p999'), ms: eventLoopLag.p999, goalMs: 20 },
            { name: t('max'), ms: eventLoopLag.max },
          ]}
        />
      </Panel>
      <Panel label={t('startup')}>
        <SectionTitle>{t('startup')}</SectionTitle>
        <ol className={styles.stages}>
          {startup.map(({ stage, ms }) => (
            <li key={stage} className={styles.stage}>
              <span>{stage}</span>
              <span className={styles.track} aria-hidden>
                <span className={styles.fill} style={{ width: `${(ms / longest) * 100}%` }} />
              </span>
              <span className={styles.ms}>{format.milliseconds(ms)}</span>
            </li>
          ))}
        </ol>
      </Panel>
      <Panel label={t('database')}>
        <SectionTitle>{t('database')}</SectionTitle>
        <dl className={styles.facts}>
          <dt>{t('path')}</dt>
          <dd className={styles.path}>{database.path}</dd>
          <dt>{t('size')}</dt>
          <dd>{format.bytes(database.sizeBytes)}</dd>
          <dt>{t('customers')}</dt>
          <dd>{format.number(database.customers)}</dd>
          <dt>{t('interactions')}</dt>
          <dd>{format.number(database.interactions)}</dd>
          <dt>{t('version')}</dt>
          <dd>
            {diagnostics.version} · {t(`host_${diagnostics.host}`)}
          </dd>
        </dl>
      </Panel>
      <div className={styles.wide}>
        <Panel fill flush label={t('pops')}>
          <div className={styles.tableTitle}>
            <SectionTitle>{t('pops')}</SectionTitle>
          </div>
          {diagnostics.pops.length === 0 ? (
            <EmptyState icon={Timer} title={t('popsEmpty')} text={t('popsEmptyText')} />
          ) : (
            <PopTable pops={diagnostics.pops} />
          )}
        </Panel>
      </div>
    </div>
  )
}
