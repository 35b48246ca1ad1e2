import { ListChecks, Phone, Square, SquareCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task } from '#shared/domain/customer/customer.ts'
import { useFailureText, useNoRightText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { useQuery } from '../../app/use-query.ts'
import { useRights } from '../../app/use-rights.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { type DataColumn, DataTable, RowActions } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { type ListState, ListView } from '../../kit/list-view.tsx'
import { Masked } from '../../kit/masked.tsx'
import { NotAllowed } from '../../kit/not-allowed.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import type { Tone } from '../../kit/tone.ts'
import { VisuallyHidden } from '../../kit/visually-hidden.tsx'
import { DueText } from '../card/index.ts'
import { filterTasks, type TaskFilter, taskFilters } from './task-filters.ts'
import styles from './tasks.module.css'

const listLimit = 500
const kindTones: Readonly<Record<Task['kind'], Tone>> = { task: 'neutral', callback: 'info', promise: 'warn' }

/** Tasks, promises and callbacks, the most urgent first. */
export function TasksView() {
  const { t } = useTranslation('tasks')
  const failureText = useFailureText()
  const [filter, setFilter] = useState<TaskFilter>('open')
  const open = useQuery('tasks.list', { done: false, limit: listLimit }, ['counts', 'customerChanged'])
  const done = useQuery('tasks.list', { done: true, limit: 100 }, ['counts', 'customerChanged'])
  const { query, reload } = filter === 'done' ? done : open
  const columns = useColumns()
  const nowMs = Date.now()
  const rows = query.kind === 'ready' ? filterTasks(query.value, filter, nowMs) : []
  const count = (value: TaskFilter) => {
    const counted = value === 'done' ? done.query : open.query
    return counted.kind === 'ready' ? String(filterTasks(counted.value, value, nowMs).length) : undefined
  }
  const list = (): ListState => {
    if (query.kind === 'loading') return { kind: 'loading', label: t('loading') }
    if (query.kind === 'failed') {
      return { kind: 'failed', title: t('failed'), text: failureText(query.failure).what, retry: t('retry'), onRetry: reload }
    }
    if (rows.length === 0) {
      return { kind: 'empty', state: <EmptyState icon={ListChecks} title={t(`empty.${filter}`)} text={t('emptyHint')} /> }
    }
    return {
      kind: 'rows',
      table: (
        <DataTable
          key={filter}
          label={t('table')}
          columns={columns}
          rows={rows}
          rowKey={(task) => task.taskId}
          sortedBy={{ id: 'due', desc: filter === 'done' }}
        />
      ),
    }
  }
  const chips = taskFilters.map((value) => ({ value, label: t(`filters.${value}`), count: count(value) }))
  return <ListView title={t('title')} filter={{ label: t('filter'), chips, value: filter, onChange: setFilter }} list={list()} />
}

function useColumns(): readonly DataColumn<Task>[] {
  const { t } = useTranslation('tasks')
  return useMemo(
    () => [
      { id: 'done', header: t('column.done'), width: '88px', cell: (task) => <DoneBox task={task} /> },
      {
        id: 'title',
        header: t('column.title'),
        width: 'minmax(180px, 2.4fr)',
        sortBy: (task) => task.title,
        cell: (task) => (
          <bdi className={task.doneAtMs === undefined ? styles.cut : styles.finished} title={task.title}>
            {task.title}
          </bdi>
        ),
      },
      {
        id: 'kind',
        header: t('column.kind'),
        width: '116px',
        sortBy: (task) => task.kind,
        cell: (task) => <Badge tone={kindTones[task.kind]}>{t(`kind.${task.kind}`)}</Badge>,
      },
      {
        id: 'customer',
        header: t('column.customer'),
        width: 'minmax(130px, 1.3fr)',
        sortBy: (task) => task.customerName,
        cell: (task) => <CustomerLink task={task} />,
      },
      {
        id: 'due',
        header: t('column.due'),
        width: '190px',
        sortBy: (task) => task.doneAtMs ?? task.dueAtMs,
        cell: (task) => <When task={task} />,
      },
      { id: 'number', header: t('column.number'), width: '190px', cell: (task) => <DialButton task={task} /> },
    ],
    [t],
  )
}

function DoneBox({ task }: { readonly task: Task }) {
  const { t } = useTranslation('tasks')
  const run = useCommand()
  const mayChange = useRights().changes('tasks', 'doneAtMs')
  const why = useNoRightText()
  if (!mayChange) {
    const Box = task.doneAtMs === undefined ? Square : SquareCheck
    return (
      <NotAllowed label={t('markDone', { title: task.title })} why={why}>
        <Box size={16} aria-hidden />
      </NotAllowed>
    )
  }
  return (
    <Checkbox
      isSelected={task.doneAtMs !== undefined}
      onChange={(done) => void run('tasks.setDone', { taskId: task.taskId, done })}
    >
      <VisuallyHidden>{t('markDone', { title: task.title })}</VisuallyHidden>
    </Checkbox>
  )
}

function CustomerLink({ task }: { readonly task: Task }) {
  const { customerId, customerName } = task
  if (!customerId || !customerName) return <span className={styles.quiet}>—</span>
  return (
    <TextButton quiet onPress={() => openCustomer(customerId)}>
      <bdi className={styles.cut} title={customerName}>
        {customerName}
      </bdi>
    </TextButton>
  )
}

function When({ task }: { readonly task: Task }) {
  const { t } = useTranslation('tasks')
  const format = useFormat()
  if (task.doneAtMs !== undefined) return <span className={styles.quiet}>{format.dateTime(task.doneAtMs)}</span>
  return task.dueAtMs === undefined ? <span className={styles.quiet}>{t('noDue')}</span> : <DueText dueAtMs={task.dueAtMs} />
}

function DialButton({ task }: { readonly task: Task }) {
  const { t } = useTranslation('tasks')
  const run = useCommand()
  const sees = useRights().sees('tasks', 'number')
  const { phone, customerId } = task
  if (!phone) return <span className={styles.quiet}>—</span>
  if (!sees) return <Masked label={t('column.number')} why={t('masked')} />
  return (
    <RowActions>
      <Button
        size="s"
        icon={Phone}
        aria-label={t('dial', { number: phone.display })}
        onPress={() => void run('phone.dial', { number: phone.dial, ...(customerId ? { customerId } : {}) })}
      >
        {phone.display}
      </Button>
    </RowActions>
  )
}
