import { Check, UserRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { ConflictRecord } from '#shared/domain/sync/sync-state.ts'
import { useFormat } from '../../app/format.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Kbd } from '../../kit/kbd.tsx'
import styles from './conflicts.module.css'
import { MergedValue } from './merged-value.tsx'
import { Sides } from './sides.tsx'
import type { Inbox } from './use-inbox.ts'

/** One conflict: what both had seen, the two values beside each other, and the third way. */
export function ConflictDetail({
  conflict,
  inbox,
  canSettle,
}: {
  readonly conflict: ConflictRecord
  readonly inbox: Inbox
  readonly canSettle: boolean
}) {
  const { t } = useTranslation('conflicts')
  const words = useFieldWords()
  const [isMerging, setMerging] = useState(false)
  const { entity, field, kind, customerId, customerName } = conflict
  const isValue = kind === 'value'
  const { choice } = inbox
  return (
    <div className={styles.detail}>
      <header className={styles.detailHead}>
        <div className={styles.detailText}>
          <h2 className={styles.detailTitle}>
            {isValue ? words.field(entity, field) : t('deletedAndChanged', { entity: words.entity(entity) })}
          </h2>
          <p className={styles.hint}>
            {words.entity(entity)}
            {customerName && (
              <>
                {' · '}
                <bdi>{customerName}</bdi>
              </>
            )}
          </p>
        </div>
        {customerId && (
          <Button size="s" icon={UserRound} onPress={() => openCustomer(customerId as CustomerId)}>
            {t('openCustomer')}
          </Button>
        )}
      </header>
      {conflict.status === 'settled' && <Settled conflict={conflict} />}
      <p className={styles.hint}>{t(isValue ? 'whyValue' : 'whyDeleted')}</p>
      {isValue && (
        <section className={styles.before}>
          <h3 className={styles.small}>{t('before')}</h3>
          <p className={styles.beforeValue}>
            <bdi>{words.value(entity, field, conflict.before)}</bdi>
          </p>
        </section>
      )}
      <Sides
        conflict={conflict}
        canChoose={canSettle}
        chosen={choice?.kind === 'kept' || choice?.kind === 'lost' ? choice.kind : undefined}
        onChoose={(side) => {
          setMerging(false)
          inbox.choose({ kind: side })
        }}
      />
      {canSettle && (
        <>
          {isValue && (
            <MergedValue
              conflict={conflict}
              isOpen={isMerging}
              onOpen={(open) => {
                setMerging(open)
                if (!open) inbox.choose(undefined)
              }}
              onValue={(value) => inbox.choose({ kind: 'value', value })}
            />
          )}
          <footer className={styles.foot}>
            <span className={styles.keys}>
              <Kbd>J</Kbd> <Kbd>K</Kbd> {t('keysMove')} <Kbd>1</Kbd> <Kbd>2</Kbd> {t('keysChoose')} <Kbd>X</Kbd> {t('keysTick')}
            </span>
            <Button
              variant="primary"
              icon={Check}
              shortcut="Enter"
              isDisabled={choice === undefined}
              isPending={inbox.isSettling}
              onPress={() => choice && void inbox.settle([conflict.conflictId], choice)}
            >
              {t('settle')}
            </Button>
          </footer>
        </>
      )}
      {!canSettle && conflict.status === 'open' && (
        <Banner tone="info" inset>
          {t('noRight')}
        </Banner>
      )}
    </div>
  )
}

function Settled({ conflict }: { readonly conflict: ConflictRecord }) {
  const { t } = useTranslation('conflicts')
  const format = useFormat()
  const time = conflict.settledAtMs === undefined ? '' : format.dateTime(conflict.settledAtMs)
  return (
    <Banner tone="ok" inset>
      {t('settledBy', { name: conflict.settledBy ?? '—', time })}
    </Banner>
  )
}
