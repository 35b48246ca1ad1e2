import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { WhileAway } from '#shared/domain/sync/sync-state.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFormat } from '../../app/format.ts'
import { useAppState } from '../../app/state.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ListRow } from '../../kit/list-row.tsx'
import { SectionTitle } from '../../kit/section-title.tsx'
import styles from './while-away.module.css'

const figures = ['customersAdded', 'customersChanged', 'interactions', 'casesOpened', 'tasksForMe', 'customersLeft'] as const

/** After a long absence, once: what came in meanwhile. It waits while there is a call. */
export function WhileAwaySheet() {
  const { t } = useTranslation('sync')
  const { t: common } = useTranslation()
  const format = useFormat()
  const bridge = useBridge()
  const [away, setAway] = useState<WhileAway>()
  const isCurrent = useAppState((state) => state.session?.kind === 'signed-in' && state.sync?.kind === 'up-to-date')
  const hasWork = useAppState((state) => state.work.length > 0)
  useEffect(() => {
    if (!isCurrent) return
    let isWanted = true
    void bridge.call('sync.whileAway', {}).then((result) => {
      if (isWanted && result.ok && result.value) setAway(result.value)
    })
    return () => {
      isWanted = false
    }
  }, [bridge, isCurrent])
  if (!away || hasWork) return null
  const close = () => {
    setAway(undefined)
    void bridge.call('sync.whileAwaySeen', {})
  }
  return (
    <Dialog
      title={t('away.title')}
      isOpen
      onClose={close}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" onPress={close}>
          {t('away.seen')}
        </Button>
      }
    >
      <p className={styles.span}>{t('away.span', { from: format.dateTime(away.fromMs), to: format.dateTime(away.toMs) })}</p>
      <dl className={styles.figures}>
        {figures
          .filter((figure) => away[figure] > 0)
          .map((figure) => (
            <div key={figure}>
              <dd>{format.number(away[figure])}</dd>
              <dt>{t(`away.${figure}`, { count: away[figure] })}</dt>
            </div>
          ))}
      </dl>
      {away.customersLeft > 0 && <p className={styles.left}>{t('away.leftHint')}</p>}
      {away.customers.length > 0 && (
        <section>
          <SectionTitle>{t('away.most')}</SectionTitle>
          <div className={styles.rows}>
            {away.customers.map(({ customerId, name, changes }) => (
              <ListRow
                key={customerId}
                start={<Avatar name={name} size="s" />}
                title={<bdi>{name}</bdi>}
                end={t('away.changes', { count: changes })}
                onPress={() => {
                  close()
                  openCustomer(customerId as CustomerId)
                }}
              />
            ))}
          </div>
        </section>
      )}
    </Dialog>
  )
}
