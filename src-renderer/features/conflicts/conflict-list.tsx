import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { Checkbox } from '../../kit/checkbox.tsx'
import { classNames } from '../../kit/class-names.ts'
import styles from './conflicts.module.css'
import type { Inbox } from './use-inbox.ts'

export function ConflictList({
  conflicts,
  inbox,
  canTick,
}: {
  readonly conflicts: readonly ConflictRecord[]
  readonly inbox: Inbox
  readonly canTick: boolean
}) {
  const { t } = useTranslation('conflicts')
  const list = useRef<HTMLUListElement>(null)
  const { index, settledTimes } = inbox
  const { conflictId } = inbox.current
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row may stand at the same place
  useEffect(() => {
    const row = currentRow(list.current)
    row?.scrollIntoView?.({ block: 'nearest' })
    // The keys take the focus along only if it is in the list already, or was on what has just gone with a settled one.
    const at = document.activeElement
    if (!at || at === document.body || (list.current?.contains(at) && at.hasAttribute('data-conflict'))) row?.focus()
  }, [index, conflictId])
  useEffect(() => {
    if (settledTimes > 0) currentRow(list.current)?.focus()
  }, [settledTimes])
  return (
    <ul ref={list} className={styles.list} aria-label={t('list')}>
      {conflicts.map((conflict, index) => (
        <li key={conflict.conflictId} className={classNames(styles.row, index === inbox.index && styles.current)}>
          {canTick && (
            <Checkbox
              aria-label={t('tick')}
              excludeFromTabOrder
              isSelected={inbox.ticked.has(conflict.conflictId)}
              onChange={(on) => inbox.tick([conflict.conflictId], on)}
            >
              {null}
            </Checkbox>
          )}
          <Row conflict={conflict} index={index} inbox={inbox} />
        </li>
      ))}
    </ul>
  )
}

export function currentRow(within: HTMLElement | null): HTMLElement | null {
  return within?.querySelector<HTMLElement>('[data-conflict][aria-current]') ?? null
}

function Row({ conflict, index, inbox }: { readonly conflict: ConflictRecord; readonly index: number; readonly inbox: Inbox }) {
  const { t } = useTranslation('conflicts')
  const words = useFieldWords()
  const format = useFormat()
  const { entity, field, kind, customerName } = conflict
  const latestMs = conflict.settledAtMs ?? Math.max(conflict.kept.atMs, conflict.lost.atMs)
  return (
    <button
      type="button"
      data-conflict={index}
      tabIndex={index === inbox.index ? 0 : -1}
      aria-current={index === inbox.index ? 'true' : undefined}
      className={styles.press}
      onClick={() => inbox.go(index)}
    >
      <span className={styles.rowTitle}>
        <bdi className={styles.cut}>{customerName ?? words.entity(entity)}</bdi>
        <span className={styles.time}>{format.dateTime(latestMs)}</span>
      </span>
      <span className={styles.rowField}>
        {kind === 'edit-over-delete'
          ? t('deletedAndChanged', { entity: words.entity(entity) })
          : `${words.entity(entity)} · ${words.field(entity, field)}`}
      </span>
      <span className={styles.rowPeople}>
        <bdi>{conflict.kept.by}</bdi> · <bdi>{conflict.lost.by}</bdi>
      </span>
    </button>
  )
}
