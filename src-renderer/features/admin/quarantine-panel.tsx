import { Inbox } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandOutput } from '#shared/contract/commands.ts'
import { refusalReason } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { useCommand } from '../../app/use-command.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { useQuery } from '../../app/use-query.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import styles from './admin.module.css'
import { AdminQuery } from './admin-query.tsx'

type Quarantined = CommandOutput<'admin.quarantine'>[number]

const nothing = {}
const mostAtOnce = 500

/** Changes that came from people and computers that had been shut out: nothing of them is lost, and nothing is let in by itself. */
export function QuarantinePanel({ canChange }: { readonly canChange: boolean }) {
  const { t } = useTranslation('admin')
  const { query, reload } = useQuery('admin.quarantine', nothing)
  return (
    <div className={styles.panel}>
      <AdminQuery query={query} onRetry={reload}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={Inbox} title={t('quarantine.none')} text={t('quarantine.noneText')} />
          ) : (
            <QuarantineList rows={rows} canChange={canChange} onDecided={reload} />
          )
        }
      </AdminQuery>
    </div>
  )
}

function QuarantineList({
  rows,
  canChange,
  onDecided,
}: {
  readonly rows: readonly Quarantined[]
  readonly canChange: boolean
  readonly onDecided: () => void
}) {
  const { t } = useTranslation('admin')
  const { t: common } = useTranslation()
  const run = useCommand()
  const [wished, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [isDiscarding, setDiscarding] = useState(false)
  const ticked = rows.filter(({ id }) => wished.has(id)).map(({ id }) => id)
  const tick = (id: string, on: boolean) =>
    setTicked((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)))
  const decide = async (action: 'accept' | 'discard') => {
    const result = await run('admin.decideQuarantined', { ids: ticked.slice(0, mostAtOnce), action })
    setDiscarding(false)
    if (result.ok) onDecided()
  }
  return (
    <>
      {canChange && (
        <div className={styles.tools}>
          <Checkbox
            isSelected={ticked.length === rows.length}
            isIndeterminate={ticked.length > 0 && ticked.length < rows.length}
            onChange={(on) => setTicked(new Set(on ? rows.map(({ id }) => id) : []))}
          >
            {ticked.length > 0 ? t('quarantine.ticked', { count: ticked.length }) : t('quarantine.tickAll')}
          </Checkbox>
          <span className={styles.space} />
          <Button isDisabled={ticked.length === 0} onPress={() => setDiscarding(true)}>
            {t('quarantine.discard')}
          </Button>
          <Button variant="primary" isDisabled={ticked.length === 0} onPress={() => void decide('accept')}>
            {t('quarantine.accept')}
          </Button>
        </div>
      )}
      <ul className={styles.quarantine}>
        {rows.map((row) => (
          <QuarantineRow key={row.id} row={row} isTicked={wished.has(row.id)} onTick={canChange ? tick : undefined} />
        ))}
      </ul>
      <ConfirmDialog
        title={t('quarantine.discardTitle', { count: ticked.length })}
        confirmLabel={t('quarantine.discard')}
        cancelLabel={common('cancel')}
        closeLabel={common('close')}
        isOpen={isDiscarding}
        onConfirm={() => void decide('discard')}
        onClose={() => setDiscarding(false)}
      >
        {t('quarantine.discardText')}
      </ConfirmDialog>
    </>
  )
}

function QuarantineRow({
  row,
  isTicked,
  onTick,
}: {
  readonly row: Quarantined
  readonly isTicked: boolean
  readonly onTick: ((id: string, on: boolean) => void) | undefined
}) {
  const { t } = useTranslation('admin')
  const { t: sync } = useTranslation('sync')
  const words = useFieldWords()
  const format = useFormat()
  const reason = refusalReason.safeParse(row.reason)
  const title = sync(`did.${row.kind}`, { entity: words.entity(row.entity) })
  const told = Object.entries(row.fields).filter(([field, value]) => value !== null && !/Id$/.test(field))
  return (
    <li className={styles.quarantineRow}>
      {onTick && (
        <Checkbox aria-label={title} isSelected={isTicked} onChange={(on) => onTick(row.id, on)}>
          {null}
        </Checkbox>
      )}
      <div className={styles.quarantineText}>
        <p>
          <strong>{title}</strong>{' '}
          <span className={styles.faint}>
            <bdi>{row.actor}</bdi> · {t('quarantine.arrived', { time: format.dateTime(row.arrivedAtMs) })} ·{' '}
            {reason.success ? sync(`reason.${reason.data}.what`) : t('quarantine.shutOut')}
          </span>
        </p>
        <dl className={styles.values}>
          {told.map(([field, value]) => (
            <div key={field}>
              <dt>{words.field(row.entity, field)}</dt>
              <dd>
                <bdi>{words.value(row.entity, field, value)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  )
}
