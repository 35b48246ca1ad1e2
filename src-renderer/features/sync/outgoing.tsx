import { Pencil, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { OutgoingChange } from '#shared/domain/sync/sync-state.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { useQuery } from '../../app/use-query.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import styles from './sync.module.css'
import type { ChangeToDecide } from './sync-badge.tsx'

const shownAtMost = 50

/** Changes of this device that wait for the server, or that it refused. */
export function Outgoing({
  refused,
  count,
  onDecide,
}: {
  readonly refused: boolean
  readonly count: number
  readonly onDecide: (next: ChangeToDecide) => void
}) {
  const { t } = useTranslation('sync')
  const { t: common } = useTranslation()
  const failureText = useFailureText()
  const { query, reload } = useQuery('sync.outgoing', { refused, limit: shownAtMost }, ['sync'])
  return (
    <section>
      <SectionTitle count={count}>{t(refused ? 'refusedTitle' : 'waitingTitle')}</SectionTitle>
      {query.kind === 'loading' && <Skeleton lines={2} label={common('loading')} />}
      {query.kind === 'failed' && (
        <p className={styles.failed} role="alert">
          {failureText(query.failure).what}{' '}
          <Button size="s" onPress={reload}>
            {common('retry')}
          </Button>
        </p>
      )}
      {query.kind === 'ready' && query.value.length === 0 && <p className={styles.hint}>{t('nothingWaits')}</p>}
      {query.kind === 'ready' && (
        <ul className={styles.changes}>
          {query.value.map((change) => (
            <Change key={change.seq} change={change} onDecide={onDecide} />
          ))}
        </ul>
      )}
      {query.kind === 'ready' && count > query.value.length && query.value.length > 0 && (
        <p className={styles.hint}>{t('more', { count: count - query.value.length })}</p>
      )}
    </section>
  )
}

function Change({ change, onDecide }: { readonly change: OutgoingChange; readonly onDecide: (next: ChangeToDecide) => void }) {
  const { t } = useTranslation('sync')
  const format = useFormat()
  const words = useFieldWords()
  const { customerId, customerName, entity, reason } = change
  return (
    <li className={styles.change}>
      <div className={styles.changeText}>
        <p className={styles.about}>
          <strong>{t(`did.${change.kind}`, { entity: words.entity(entity) })}</strong>
          {customerName && customerId && (
            <TextButton quiet onPress={() => openCustomer(customerId as CustomerId)}>
              <bdi>{customerName}</bdi>
            </TextButton>
          )}
          <span className={styles.faint}>{format.dateTime(change.madeAtMs)}</span>
        </p>
        {change.kind !== 'delete' && <ChangedValues change={change} />}
        {reason && (
          <p className={styles.reason}>
            {change.field && `${words.field(entity, change.field)}: `}
            {t(`reason.${reason}.what`)} <span className={styles.faint}>{t(`reason.${reason}.todo`)}</span>
          </p>
        )}
      </div>
      {reason && (
        <span className={styles.changeButtons}>
          <IconButton icon={Pencil} size="s" label={t('edit')} onPress={() => onDecide({ kind: 'edit', change })} />
          <IconButton icon={Trash2} size="s" label={t('discard')} onPress={() => onDecide({ kind: 'discard', change })} />
        </span>
      )}
    </li>
  )
}

const valuesShown = 3

/** The first of the changed fields; ids and the like say nothing to a person. */
export function ChangedValues({ change, all }: { readonly change: OutgoingChange; readonly all?: boolean }) {
  const words = useFieldWords()
  const told = change.values.filter(({ field, value }) => value !== null && !/Id$/.test(field))
  return (
    <dl className={styles.values}>
      {(all ? told : told.slice(0, valuesShown)).map(({ field, value }) => (
        <div key={field}>
          <dt>{words.field(change.entity, field)}</dt>
          <dd>
            <bdi>{words.value(change.entity, field, value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}
