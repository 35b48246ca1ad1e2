import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerCard as CardData } from '#shared/domain/customer/customer.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { Panel } from '../../kit/panel.tsx'
import { Addresses } from './addresses.tsx'
import { Agreements, Loyalty, Products, Value } from './business-facts.tsx'
import { CallFacts } from './call-facts.tsx'
import styles from './card.module.css'
import { CardContext } from './card-context.ts'
import { ContactPoints } from './contact-points.tsx'
import { DataAge } from './data-age.tsx'
import { Identity } from './identity.tsx'
import { OpenCases, OpenTasks } from './open-work.tsx'
import { CustomerText, DoNotCall, Portrait, SpokenLanguage } from './personal-facts.tsx'
import { Relations } from './relations.tsx'
import { Territory } from './territory.tsx'
import type { EditCard } from './use-customer-card.ts'

/** The card's column: what matters first in a call stands first. */
export function CustomerCard({
  card,
  edit,
  pop,
  onCorrect,
}: {
  readonly card: CardData
  readonly edit: EditCard
  readonly pop?: ScreenPop
  readonly onCorrect?: () => void
}) {
  const { t } = useTranslation('card')
  const interactionId = pop?.interactionId
  const open = useMemo(() => ({ card, edit, interactionId }), [card, edit, interactionId])
  return (
    <CardContext value={open}>
      <Panel label={t('panel')} fill flush>
        <div className={styles.scroll}>
          <Identity onCorrect={onCorrect} />
          <DataAge />
          <dl className={styles.fields}>
            <ContactPoints />
            <Addresses />
            <CustomerText field="preferences" />
            <Agreements />
            <Value />
            <Loyalty />
            {card.addresses.length === 0 && <CustomerText field="address" />}
          </dl>
          <OpenCases />
          <OpenTasks />
          <section className={styles.section}>
            <dl className={styles.fields}>
              <Portrait />
              <Relations />
              <Products />
              <CustomerText field="city" />
              <Territory />
              <SpokenLanguage />
            </dl>
            <DoNotCall />
          </section>
          {pop && <CallFacts pop={pop} />}
        </div>
      </Panel>
    </CardContext>
  )
}
