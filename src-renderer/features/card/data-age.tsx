import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { useAppState } from '../../app/state.ts'
import { useNow } from '../../kit/use-now.ts'
import styles from './card.module.css'

const oldAfterMs = 3_600_000
const lookAgainMs = 60_000

/** When what is on the card was last confirmed, where that is no longer self-evident. */
export function dataAsOfMs(sync: SyncState | undefined, nowMs: number): number | undefined {
  if (!sync || sync.kind === 'off' || sync.confirmedAtMs === undefined) return undefined
  const isOld = nowMs - sync.confirmedAtMs > oldAfterMs
  return sync.kind === 'offline' || isOld ? sync.confirmedAtMs : undefined
}

/** A quiet line below the name; nothing while the copy is fresh. */
export function DataAge() {
  const { t } = useTranslation('card')
  const format = useFormat()
  const sync = useAppState((state) => state.sync)
  useNow(lookAgainMs)
  const asOfMs = dataAsOfMs(sync, Date.now())
  if (asOfMs === undefined) return null
  return (
    <p className={styles.age} title={t('asOfHint')}>
      <History size={12} aria-hidden />
      {t('asOf', { time: format.dateTime(asOfMs) })}
    </p>
  )
}
