import { FolderOpen } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseRecord, casePriority, caseStatus } from '#shared/domain/customer/customer.ts'
import { useFailureText, useNoRightText } from '../../app/failure-text.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { useQuery } from '../../app/use-query.ts'
import { useRights } from '../../app/use-rights.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { type DataColumn, DataTable, RowActions } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { type ListState, ListView } from '../../kit/list-view.tsx'
import { Menu } from '../../kit/menu.tsx'
import { NotAllowed } from '../../kit/not-allowed.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import type { Tone } from '../../kit/tone.ts'
import { DueText } from '../card/index.ts'
import { type CaseFilter, caseFilters, filterCases } from './case-filters.ts'
import styles from './cases.module.css'

const listLimit = 500
const priorityTones: Readonly<Record<CaseRecord['priority'], Tone>> = {
  low: 'neutral',
  normal: 'neutral',
  high: 'warn',
  urgent: 'bad',
}

/** All customers' cases with their deadlines. */
export function CasesView() {
  const { t } = useTranslation('cases')
  const failureText = useFailureText()
  const [filter, setFilter] = useState<CaseFilter>('active')
  const { query, reload } = useQuery('cases.list', { limit: listLimit }, ['counts', 'customerChanged'])
  const columns = useColumns()
  const nowMs = Date.now()
  const cases = query.kind === 'ready' ? query.value : []
  const rows = filterCases(cases, filter, nowMs)
  const list = (): ListState => {
    if (query.kind === 'loading') return { kind: 'loading', label: t('loading') }
    if (query.kind === 'failed') {
      return { kind: 'failed', title: t('failed'), text: failureText(query.failure).what, retry: t('retry'), onRetry: reload }
    }
    if (rows.length === 0) {
      return { kind: 'empty', state: <EmptyState icon={FolderOpen} title={t(`empty.${filter}`)} text={t('emptyHint')} /> }
    }
    return {
      kind: 'rows',
      table: (
        <DataTable
          label={t('table')}
          columns={columns}
          rows={rows}
          rowKey={(record) => record.caseId}
          onRowPress={(record) => openCustomer(record.customerId)}
          sortedBy={{ id: 'due', desc: false }}
        />
      ),
    }
  }
  const chips = caseFilters.map((value) => ({
    value,
    label: t(`filters.${value}`),
    count: query.kind === 'ready' ? String(filterCases(cases, value, nowMs).length) : undefined,
  }))
  return <ListView title={t('title')} filter={{ label: t('filter'), chips, value: filter, onChange: setFilter }} list={list()} />
}

function useColumns(): readonly DataColumn<CaseRecord>[] {
  const { t } = useTranslation('cases')
  return useMemo(
    () => [
      {
        id: 'number',
        header: t('column.number'),
        width: 'minmax(96px, 0.7fr)',
        sortBy: (record) => record.number,
        cell: (record) => <CaseNumber record={record} />,
      },
      {
        id: 'title',
        header: t('column.title'),
        width: 'minmax(160px, 2.2fr)',
        sortBy: (record) => record.title,
        cell: (record) => (
          <bdi className={styles.cut} title={record.title}>
            {record.title}
          </bdi>
        ),
      },
      {
        id: 'customer',
        header: t('column.customer'),
        width: 'minmax(130px, 1.3fr)',
        sortBy: (record) => record.customerName,
        cell: (record) => (
          <RowActions>
            <TextButton quiet onPress={() => openCustomer(record.customerId)}>
              <bdi className={styles.cut} title={record.customerName}>
                {record.customerName ?? t('openCustomer')}
              </bdi>
            </TextButton>
          </RowActions>
        ),
      },
      {
        id: 'priority',
        header: t('column.priority'),
        width: '118px',
        sortBy: (record) => -casePriority.options.indexOf(record.priority),
        cell: (record) => <Badge tone={priorityTones[record.priority]}>{t(`priority.${record.priority}`)}</Badge>,
      },
      {
        id: 'owner',
        header: t('column.owner'),
        width: 'minmax(110px, 1fr)',
        sortBy: (record) => record.owner,
        cell: (record) => (
          <bdi className={record.owner ? styles.cut : styles.quiet} title={record.owner}>
            {record.owner ?? t('noOwner')}
          </bdi>
        ),
      },
      {
        id: 'due',
        header: t('column.due'),
        width: '168px',
        sortBy: (record) => (record.status === 'open' || record.status === 'waiting' ? record.dueAtMs : undefined),
        cell: (record) => <Deadline record={record} />,
      },
      {
        id: 'status',
        header: t('column.status'),
        width: '136px',
        sortBy: (record) => caseStatus.options.indexOf(record.status),
        cell: (record) => <StatusMenu record={record} />,
      },
    ],
    [t],
  )
}

function CaseNumber({ record }: { readonly record: CaseRecord }) {
  const { t } = useTranslation('cases')
  const hasServer = useAppState(({ sync }) => sync !== undefined && sync.kind !== 'off')
  if (!record.provisional || !hasServer) return <bdi className={styles.quiet}>{record.number}</bdi>
  return (
    <span className={styles.cut} title={`${record.number} ${t('provisional')}`}>
      <bdi className={styles.quiet}>{record.number}</bdi> <em className={styles.quiet}>{t('provisional')}</em>
    </span>
  )
}

function Deadline({ record }: { readonly record: CaseRecord }) {
  const { t } = useTranslation('cases')
  if (record.status === 'solved' || record.status === 'closed') return <span className={styles.quiet}>—</span>
  return record.dueAtMs === undefined ? <span className={styles.quiet}>{t('noDue')}</span> : <DueText dueAtMs={record.dueAtMs} />
}

function StatusMenu({ record }: { readonly record: CaseRecord }) {
  const { t } = useTranslation('cases')
  const run = useCommand()
  const mayChange = useRights().changes('cases', 'status')
  const why = useNoRightText()
  const label = t('changeStatus', { number: record.number })
  if (!mayChange) {
    return (
      <RowActions>
        <NotAllowed label={`${label}: ${t(`status.${record.status}`)}`} why={why}>
          {t(`status.${record.status}`)}
        </NotAllowed>
      </RowActions>
    )
  }
  return (
    <RowActions>
      <Menu
        label={label}
        placement="bottom end"
        trigger={
          <Button size="s" aria-label={`${label}: ${t(`status.${record.status}`)}`}>
            {t(`status.${record.status}`)}
          </Button>
        }
        groups={[
          {
            actions: caseStatus.options.map((status) => ({
              id: status,
              label: t(`status.${status}`),
              isCurrent: status === record.status,
              onAction: () => void run('cases.setStatus', { caseId: record.caseId, status }),
            })),
          },
        ]}
      />
    </RowActions>
  )
}
