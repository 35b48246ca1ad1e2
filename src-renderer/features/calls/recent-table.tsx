import { Phone } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecentCall } from '#shared/domain/interaction/recent-call.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { useRights } from '../../app/use-rights.ts'
import { type DataColumn, DataTable, RowActions } from '../../kit/data-table.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { clockText } from '../../kit/timer-text.tsx'
import { NumberCell, OutcomeCell, QueueCell, WhoCell } from './call-columns.tsx'

/** Calls of late, in and out. */
export function RecentTable({ calls }: { readonly calls: readonly RecentCall[] }) {
  const { t } = useTranslation('calls')
  const format = useFormat()
  const run = useCommand()
  const seesNumber = useRights().sees('interactions', 'number')
  const columns = useMemo((): DataColumn<RecentCall>[] => {
    const dial = (call: RecentCall) => {
      if (!call.number) return
      void run('phone.dial', { number: call.number.dial, ...(call.customerId ? { customerId: call.customerId } : {}) })
    }
    return [
      {
        id: 'who',
        header: t('who'),
        width: 'minmax(180px, 2fr)',
        sortBy: (call) => call.customerName ?? call.displayName ?? '',
        cell: (call) => <WhoCell call={call} />,
      },
      { id: 'number', header: t('number'), width: 'minmax(140px, 1fr)', cell: (call) => <NumberCell call={call} /> },
      {
        id: 'when',
        header: t('when'),
        width: '140px',
        sortBy: (call) => call.startedAtMs,
        cell: (call) => format.dateTime(call.startedAtMs),
      },
      {
        id: 'talk',
        header: t('talk'),
        width: '72px',
        align: 'end',
        sortBy: (call) => call.talkMs,
        cell: (call) => (call.talkMs > 0 ? clockText(call.talkMs) : '—'),
      },
      { id: 'result', header: t('result'), width: 'minmax(180px, 2fr)', cell: (call) => <OutcomeCell call={call} /> },
      { id: 'queue', header: t('queue'), width: 'minmax(90px, 1fr)', cell: (call) => <QueueCell queue={call.queue} /> },
      {
        id: 'actions',
        header: t('actions'),
        width: '48px',
        align: 'end',
        cell: (call) =>
          call.number &&
          seesNumber && (
            <RowActions>
              <IconButton size="s" icon={Phone} label={t('call', { number: call.number.display })} onPress={() => dial(call)} />
            </RowActions>
          ),
      },
    ]
  }, [t, format, run, seesNumber])
  return (
    <DataTable
      label={t('recent')}
      columns={columns}
      rows={calls}
      rowKey={(call) => call.interactionId}
      sortedBy={{ id: 'when', desc: true }}
    />
  )
}
