import { Check, Phone } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecentCall } from '#shared/domain/interaction/recent-call.ts'
import { useNoRightText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { useRights } from '../../app/use-rights.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { type DataColumn, DataTable, RowActions } from '../../kit/data-table.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { NotAllowed } from '../../kit/not-allowed.tsx'
import { useToast } from '../../kit/toast.tsx'
import { useNow } from '../../kit/use-now.ts'
import { NumberCell, OutcomeCell, QueueCell, WhoCell } from './call-columns.tsx'
import styles from './calls.module.css'

const minuteMs = 60_000
/** From here on a caller has waited too long to be called back. */
const lateMs = 60 * minuteMs
const insistent = 3

/** Missed and abandoned calls, one row a number, who waits longest is easy to find. */
export function MissedTable({ calls, onChanged }: { readonly calls: readonly RecentCall[]; readonly onChanged: () => void }) {
  const { t } = useTranslation('calls')
  const run = useCommand()
  const toast = useToast()
  const rights = useRights()
  const mayChange = rights.changes('interactions', 'handledAtMs')
  const seesNumber = rights.sees('interactions', 'number')
  const why = useNoRightText()
  const columns = useMemo((): DataColumn<RecentCall>[] => {
    const callBack = (call: RecentCall) => {
      if (!call.number) return
      void run('phone.dial', { number: call.number.dial, ...(call.customerId ? { customerId: call.customerId } : {}) })
    }
    const setAside = async (call: RecentCall) => {
      const result = await run('calls.markHandled', { interactionId: call.interactionId })
      if (!result.ok) return
      toast({ tone: 'ok', title: t('handled') })
      onChanged()
    }
    return [
      { id: 'who', header: t('who'), width: 'minmax(180px, 2fr)', sortBy: nameOf, cell: (call) => <WhoCell call={call} /> },
      { id: 'number', header: t('number'), width: 'minmax(140px, 1fr)', cell: (call) => <NumberCell call={call} /> },
      {
        id: 'when',
        header: t('when'),
        width: '150px',
        sortBy: (call) => call.startedAtMs,
        cell: (call) => <Age atMs={call.startedAtMs} />,
      },
      {
        id: 'attempts',
        header: t('attempts'),
        width: '96px',
        sortBy: (call) => call.attempts ?? 1,
        cell: (call) => (
          <Badge tone={(call.attempts ?? 1) >= insistent ? 'bad' : 'neutral'}>
            {t('attemptCount', { count: call.attempts ?? 1 })}
          </Badge>
        ),
      },
      { id: 'result', header: t('result'), width: 'minmax(120px, 1fr)', cell: (call) => <OutcomeCell call={call} /> },
      { id: 'queue', header: t('queue'), width: 'minmax(90px, 1fr)', cell: (call) => <QueueCell queue={call.queue} /> },
      {
        id: 'actions',
        header: t('actions'),
        width: '210px',
        align: 'end',
        cell: (call) => (
          <RowActions>
            {seesNumber && (
              <Button size="s" icon={Phone} isDisabled={!call.number} onPress={() => callBack(call)}>
                {t('callBack')}
              </Button>
            )}
            {mayChange ? (
              <IconButton size="s" icon={Check} label={t('markHandled')} onPress={() => void setAside(call)} />
            ) : (
              <NotAllowed label={t('markHandled')} why={why}>
                <Check size={14} aria-hidden />
              </NotAllowed>
            )}
          </RowActions>
        ),
      },
    ]
  }, [t, run, toast, onChanged, mayChange, seesNumber, why])
  return (
    <DataTable
      label={t('missed')}
      columns={columns}
      rows={calls}
      rowKey={(call) => call.interactionId}
      sortedBy={{ id: 'when', desc: true }}
    />
  )
}

function Age({ atMs }: { readonly atMs: number }) {
  const format = useFormat()
  useNow(minuteMs)
  const now = Date.now()
  return (
    <span className={now - atMs > lateMs ? styles.late : undefined} title={`${format.date(atMs)}, ${format.time(atMs)}`}>
      {format.relative(atMs, now)}
    </span>
  )
}

function nameOf(call: RecentCall): string {
  return call.customerName ?? call.displayName ?? ''
}
