import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Diagnostics } from '#shared/domain/diagnostics/diagnostics.ts'
import { useFormat } from '../../app/format.ts'
import { type DataColumn, DataTable } from '../../kit/data-table.tsx'

type Pop = Diagnostics['pops'][number]
const stages = ['parsed', 'matched', 'carded', 'scripted', 'sent', 'painted'] as const

/** Each pop's way from the wire to the screen; milliseconds since the INVITE. */
export function PopTable({ pops }: { readonly pops: readonly Pop[] }) {
  const { t } = useTranslation('diagnostics')
  const format = useFormat()
  const columns = useMemo(
    (): DataColumn<Pop>[] => [
      {
        id: 'at',
        header: t('at'),
        width: 'minmax(140px, 1fr)',
        sortBy: ({ atMs }) => atMs,
        cell: ({ atMs }) => format.dateTime(atMs),
      },
      ...stages.map(
        (stage): DataColumn<Pop> => ({
          id: stage,
          header: t(`stage.${stage}`),
          width: 'minmax(90px, 1fr)',
          align: 'end',
          sortBy: (pop) => pop.stages[stage],
          cell: (pop) => {
            const ms = pop.stages[stage]
            return ms === undefined ? t('notPainted') : format.milliseconds(ms)
          },
        }),
      ),
    ],
    [t, format],
  )
  return (
    <DataTable
      label={t('pops')}
      columns={columns}
      rows={pops}
      rowKey={({ interactionId }) => interactionId}
      sortedBy={{ id: 'at', desc: true }}
      rowHeight={34}
    />
  )
}
