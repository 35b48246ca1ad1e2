import { Check, Headset, Phone, PhoneForwarded, PhoneMissed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Task } from '#shared/domain/customer/customer.ts'
import type { RecentCall } from '#shared/domain/interaction/recent-call.ts'
import { useNoRightText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { useQuery } from '../../app/use-query.ts'
import { useRights } from '../../app/use-rights.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { ListRow } from '../../kit/list-row.tsx'
import { Masked } from '../../kit/masked.tsx'
import { NotAllowed } from '../../kit/not-allowed.tsx'
import { Panel } from '../../kit/panel.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import { DueText } from './due-text.tsx'
import styles from './workspace.module.css'

const shown = 6

/** No call: whom to call back and what is due today. */
export function IdleView() {
  const { t } = useTranslation('card')
  const isReady = useAppState((state) => state.operator?.kind === 'ready')
  const missed = useQuery('calls.missed', { limit: shown }, ['counts', 'interactionChanged'])
  const tasks = useQuery('tasks.list', { done: false, limit: 50 }, ['counts'])
  const calls = missed.query.kind === 'ready' ? missed.query.value : []
  const due = tasks.query.kind === 'ready' ? dueToday(tasks.query.value, Date.now()) : []
  return (
    <div className={styles.idle}>
      <header className={styles.hello}>
        <span className={styles.helloIcon}>
          <Headset size={26} aria-hidden />
        </span>
        <div>
          <h1 className={styles.helloTitle}>{t('idle.title')}</h1>
          <p className={styles.helloText}>{t(isReady ? 'idle.ready' : 'idle.notReady')}</p>
        </div>
      </header>
      <Panel label={t('idle.missed')}>
        <SectionTitle count={calls.length}>{t('idle.missed')}</SectionTitle>
        {missed.query.kind === 'ready' && calls.length === 0 && <p className={styles.none}>{t('idle.missedNone')}</p>}
        <div className={styles.rows}>
          {calls.map((call) => (
            <MissedCall key={call.interactionId} call={call} />
          ))}
        </div>
      </Panel>
      <Panel label={t('idle.tasks')}>
        <SectionTitle count={due.length}>{t('idle.tasks')}</SectionTitle>
        {tasks.query.kind === 'ready' && due.length === 0 && <p className={styles.none}>{t('idle.tasksNone')}</p>}
        <div className={styles.rows}>
          {due.slice(0, shown).map((task) => (
            <DueTask key={task.taskId} task={task} />
          ))}
        </div>
      </Panel>
    </div>
  )
}

/** Overdue and due until midnight, the most urgent first. */
export function dueToday(tasks: readonly Task[], nowMs: number): Task[] {
  const midnight = new Date(nowMs).setHours(24, 0, 0, 0)
  return tasks
    .filter((task) => task.dueAtMs !== undefined && task.dueAtMs < midnight)
    .toSorted((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0))
}

function MissedCall({ call }: { readonly call: RecentCall }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  const run = useCommand()
  const rights = useRights()
  const mayChange = rights.changes('interactions', 'handledAtMs')
  const sees = rights.sees('interactions', 'number')
  const { number, customerId } = call
  const shown = number && (sees ? number.display : '•••')
  const name = call.customerName ?? shown ?? t('idle.anonymous')
  const about = [
    call.customerName && sees && shown,
    format.dateTime(call.startedAtMs),
    call.attempts !== undefined && call.attempts > 1 && t('idle.attempts', { count: call.attempts }),
  ].filter(Boolean)
  return (
    <ListRow
      framed
      start={<PhoneMissed size={16} aria-hidden />}
      title={<bdi title={name}>{name}</bdi>}
      subtitle={<bdi>{about.join(' · ')}</bdi>}
      end={
        <>
          <Tick
            label={t('idle.handled')}
            mayPress={mayChange}
            onPress={() => void run('calls.markHandled', { interactionId: call.interactionId })}
          />
          {number && !sees && <Masked label={t('contactKind.phone')} why={t('masked')} />}
          {number && sees && (
            <Button
              size="s"
              icon={PhoneForwarded}
              onPress={() => void run('phone.dial', { number: number.dial, ...(customerId ? { customerId } : {}) })}
            >
              {t('idle.callBack')}
            </Button>
          )}
        </>
      }
    />
  )
}

function Tick({
  label,
  mayPress,
  onPress,
}: {
  readonly label: string
  readonly mayPress: boolean
  readonly onPress: () => void
}) {
  const why = useNoRightText()
  if (mayPress) return <IconButton icon={Check} size="s" label={label} onPress={onPress} />
  return (
    <NotAllowed label={label} why={why}>
      <Check size={14} aria-hidden />
    </NotAllowed>
  )
}

function DueTask({ task }: { readonly task: Task }) {
  const { t } = useTranslation('card')
  const run = useCommand()
  const rights = useRights()
  const mayChange = rights.changes('tasks', 'doneAtMs')
  const sees = rights.sees('tasks', 'number')
  const { customerId, phone } = task
  return (
    <ListRow
      framed
      start={<Avatar size="s" {...(task.customerName ? { name: task.customerName } : {})} />}
      title={<bdi title={task.title}>{task.title}</bdi>}
      subtitle={
        <span className={styles.about}>
          {task.customerName && customerId && (
            <TextButton quiet onPress={() => openCustomer(customerId)}>
              <bdi>{task.customerName}</bdi>
            </TextButton>
          )}
          {task.dueAtMs !== undefined && <DueText dueAtMs={task.dueAtMs} />}
        </span>
      }
      end={
        <>
          <Tick
            label={t('tasks.done', { title: task.title })}
            mayPress={mayChange}
            onPress={() => void run('tasks.setDone', { taskId: task.taskId, done: true })}
          />
          {phone && !sees && <Masked label={t('contactKind.phone')} why={t('masked')} />}
          {phone && sees && (
            <Button
              size="s"
              icon={Phone}
              onPress={() => void run('phone.dial', { number: phone.dial, ...(customerId ? { customerId } : {}) })}
            >
              {phone.display}
            </Button>
          )}
        </>
      }
    />
  )
}
