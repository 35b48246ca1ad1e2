import { Check, Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task } from '#shared/domain/customer/customer.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useFailureText, useNoRightText } from '../../app/failure-text.ts'
import { useRights } from '../../app/use-rights.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { ListRow } from '../../kit/list-row.tsx'
import { NotAllowed } from '../../kit/not-allowed.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './card.module.css'
import { closeTask, unchanged } from './card-changes.ts'
import { useCardChange, useOpenCard } from './card-context.ts'
import { CaseLine } from './case-line.tsx'
import { DueText } from './due-text.tsx'

export function OpenCases() {
  const { t } = useTranslation('card')
  const { card, edit, interactionId } = useOpenCard()
  const rights = useRights()
  const [isAdding, setAdding] = useState(false)
  return (
    <section className={styles.section}>
      <SectionTitle
        count={card.openCases.length}
        action={
          rights.creates('cases') && (
            <AddButton label={t('cases.newLabel')} text={t('cases.new')} onPress={() => setAdding(true)} />
          )
        }
      >
        {t('cases.title')}
      </SectionTitle>
      {isAdding && (
        <OneLineForm
          label={t('cases.newLabel')}
          placeholder={t('cases.placeholder')}
          onDone={() => setAdding(false)}
          onAdd={(title) =>
            edit(unchanged, 'cases.create', {
              customerId: card.customer.customerId,
              title,
              priority: 'normal',
              ...(interactionId ? { interactionId } : {}),
            })
          }
        />
      )}
      <div className={styles.stack}>
        {card.openCases.map((one) => (
          <CaseLine key={one.caseId} record={one} />
        ))}
      </div>
      {card.openCases.length === 0 && !isAdding && <p className={styles.none}>{t('cases.none')}</p>}
    </section>
  )
}

export function OpenTasks() {
  const { t } = useTranslation('card')
  const { card, edit, interactionId } = useOpenCard()
  const rights = useRights()
  const [isAdding, setAdding] = useState(false)
  return (
    <section className={styles.section}>
      <SectionTitle
        count={card.openTasks.length}
        action={
          rights.creates('tasks') && (
            <AddButton label={t('tasks.newLabel')} text={t('tasks.new')} onPress={() => setAdding(true)} />
          )
        }
      >
        {t('tasks.title')}
      </SectionTitle>
      {isAdding && (
        <OneLineForm
          label={t('tasks.newLabel')}
          placeholder={t('tasks.placeholder')}
          onDone={() => setAdding(false)}
          onAdd={(title) =>
            edit(unchanged, 'tasks.create', {
              kind: 'task',
              customerId: card.customer.customerId,
              title,
              ...(interactionId ? { interactionId } : {}),
            })
          }
        />
      )}
      <div className={styles.stack}>
        {card.openTasks.map((task) => (
          <TaskLine key={task.taskId} task={task} />
        ))}
      </div>
      {card.openTasks.length === 0 && !isAdding && <p className={styles.none}>{t('tasks.none')}</p>}
    </section>
  )
}

function TaskLine({ task }: { readonly task: Task }) {
  const { t } = useTranslation('card')
  const change = useCardChange()
  const mayChange = useRights().changes('tasks', 'doneAtMs')
  const why = useNoRightText()
  const label = t('tasks.done', { title: task.title })
  return (
    <ListRow
      framed
      title={<bdi title={task.title}>{task.title}</bdi>}
      subtitle={
        <span className={styles.taskAbout}>
          {task.kind !== 'task' && <Badge tone={task.kind === 'promise' ? 'warn' : 'info'}>{t(`taskKind.${task.kind}`)}</Badge>}
          {task.dueAtMs !== undefined && <DueText dueAtMs={task.dueAtMs} />}
        </span>
      }
      end={
        mayChange ? (
          <IconButton
            icon={Check}
            size="s"
            label={label}
            onPress={() => void change(closeTask(task.taskId), 'tasks.setDone', { taskId: task.taskId, done: true })}
          />
        ) : (
          <NotAllowed label={label} why={why}>
            <Check size={14} aria-hidden />
          </NotAllowed>
        )
      }
    />
  )
}

function AddButton({ label, text, onPress }: { readonly label: string; readonly text: string; readonly onPress: () => void }) {
  return (
    <Button variant="ghost" size="s" icon={Plus} aria-label={label} onPress={onPress}>
      {text}
    </Button>
  )
}

/** A title and Enter. Esc, or leaving it empty, gives up. */
function OneLineForm({
  label,
  placeholder,
  onAdd,
  onDone,
}: {
  readonly label: string
  readonly placeholder: string
  readonly onAdd: (title: string) => Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }>
  readonly onDone: () => void
}) {
  const failureText = useFailureText()
  const [title, setTitle] = useState('')
  const [error, setError] = useState<string>()
  const onKeyDown = async (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      onDone()
    } else if (event.key === 'Enter' && title.trim()) {
      const result = await onAdd(title.trim())
      if (result.ok) onDone()
      else setError(failureText(result.failure).what)
    }
  }
  return (
    <TextField
      label={label}
      labelHidden
      placeholder={placeholder}
      value={title}
      onChange={setTitle}
      error={error}
      maxLength={200}
      autoFocus
      onKeyDown={(event) => void onKeyDown(event)}
      onBlur={() => !title.trim() && onDone()}
    />
  )
}
