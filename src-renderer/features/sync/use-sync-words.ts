import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { badgeLook } from './badge-look.ts'

export interface SyncWords {
  /** A few words for the badge. */
  readonly short: string
  /** A sentence for the tooltip, the panel's head and screen readers. */
  readonly long: string
}

export function useSyncWords(sync: SyncState | undefined): SyncWords {
  const { t } = useTranslation('sync')
  const format = useFormat()
  return useMemo(() => {
    const look = sync && badgeLook(sync)
    if (!sync || !look) return { short: '', long: '' }
    const fill = {
      count: look.count,
      percent: format.percent(sync.copied ?? 0),
      time: sync.sinceMs === undefined ? '' : format.dateTime(sync.sinceMs),
      problem: sync.problem ? t(`problem.${sync.problem}.what`) : t('problem.server-defect.what'),
    }
    const timed = look.word === 'offline' && sync.sinceMs === undefined ? 'offlineUndated' : look.word
    const waits = sync.kind === 'offline' && look.count > 0 ? ` ${t('waitsFor', fill)}` : ''
    return { short: t(`short.${timed}`, fill), long: t(`long.${timed}`, fill) + waits }
  }, [sync, t, format])
}
