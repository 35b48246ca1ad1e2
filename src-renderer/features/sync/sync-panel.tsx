import { GitCompareArrows, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { openView } from '../../app/view-state.ts'
import { Button } from '../../kit/button.tsx'
import { ProgressBar } from '../../kit/progress-bar.tsx'
import { clockText } from '../../kit/timer-text.tsx'
import { useNow } from '../../kit/use-now.ts'
import { badgeLook } from './badge-look.ts'
import { Outgoing } from './outgoing.tsx'
import styles from './sync.module.css'
import type { ChangeToDecide } from './sync-badge.tsx'
import type { SyncWords } from './use-sync-words.ts'

/** The badge at length: how it stands, what to do about it, and this device's own changes. */
export function SyncPanel({
  sync,
  words,
  onClose,
  onDecide,
}: {
  readonly sync: SyncState
  readonly words: SyncWords
  readonly onClose: () => void
  readonly onDecide: (next: ChangeToDecide) => void
}) {
  const { t } = useTranslation('sync')
  const format = useFormat()
  const run = useCommand()
  const word = badgeLook(sync)?.word ?? 'upToDate'
  const [isAsking, setAsking] = useState(false)
  const retry = async () => {
    setAsking(true)
    await run('sync.now', {})
    setAsking(false)
  }
  const waits = sync.kind === 'offline' || sync.kind === 'problem'
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <div className={styles.headText}>
          <h2 className={styles.title}>{sync.kind === 'problem' ? words.long : words.short}</h2>
          <p className={styles.hint}>
            {sync.kind === 'problem' ? t(`problem.${sync.problem ?? 'server-defect'}.todo`) : t(`explain.${word}`)}
          </p>
        </div>
        <Button size="s" icon={RefreshCw} isPending={isAsking} onPress={() => void retry()}>
          {t(waits ? 'retryNow' : 'checkNow')}
        </Button>
      </header>
      {sync.kind === 'copying' && (
        <div className={styles.progress}>
          <ProgressBar label={t('copyProgress')} {...(sync.copied === undefined ? {} : { value: sync.copied })} />
          <span>{format.percent(sync.copied ?? 0)}</span>
        </div>
      )}
      <dl className={styles.facts}>
        {sync.confirmedAtMs !== undefined && (
          <div>
            <dt>{t('confirmed')}</dt>
            <dd>{format.dateTime(sync.confirmedAtMs)}</dd>
          </div>
        )}
        {waits && sync.retryAtMs !== undefined && (
          <div>
            <dt>{t('nextTry')}</dt>
            <dd>
              <Until atMs={sync.retryAtMs} />
            </dd>
          </div>
        )}
      </dl>
      {sync.conflicts > 0 && (
        <Button
          wide
          icon={GitCompareArrows}
          onPress={() => {
            onClose()
            openView('conflicts')
          }}
        >
          {t('openConflicts', { count: sync.conflicts })}
        </Button>
      )}
      {sync.refused > 0 && <Outgoing refused count={sync.refused} onDecide={onDecide} />}
      <Outgoing refused={false} count={sync.waiting} onDecide={onDecide} />
    </div>
  )
}

/** Counts down to an instant of the wall clock. */
function Until({ atMs }: { readonly atMs: number }) {
  useNow(500)
  return <span aria-live="off">{clockText(atMs - Date.now())}</span>
}
