import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerCard as CardData } from '#shared/domain/customer/customer.ts'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useAppState } from '../../app/state.ts'
import { useCommand } from '../../app/use-command.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { CustomerCard } from './customer-card.tsx'
import { IdleView } from './idle-view.tsx'
import { LikelyBar } from './likely-bar.tsx'
import { ResolveCustomer } from './resolve-customer.tsx'
import { Timeline } from './timeline.tsx'
import { useCustomerCard } from './use-customer-card.ts'
import { usePaintReport } from './use-paint-report.ts'
import styles from './workspace.module.css'

/** The middle of the operator's workspace: who it is and what was before, for the selected tab. */
export function WorkspaceView({ interactionId }: { readonly interactionId: InteractionId | undefined }) {
  const { t } = useTranslation('card')
  const pop = useAppState((state) => (interactionId ? state.pops[interactionId] : undefined))
  usePaintReport(pop)
  if (!interactionId) return <IdleView />
  if (!pop) {
    return (
      <div className={styles.waiting}>
        <Skeleton lines={8} label={t('loading')} />
      </div>
    )
  }
  const isKnown = pop.match.kind === 'sure' || pop.match.kind === 'likely'
  if (isKnown && pop.card) {
    const { customerId } = pop.card.customer
    return <KnownCaller key={`${interactionId} ${customerId}`} pop={pop} given={pop.card} />
  }
  return (
    <div className={styles.resolving}>
      <ResolveCustomer key={interactionId} pop={pop} reason={reasonOf(pop)} />
    </div>
  )
}

/** A match without its card can only mean that the card could not be read. */
function reasonOf({ match }: ScreenPop) {
  return match.kind === 'sure' || match.kind === 'likely' ? 'unavailable' : match.kind
}

function KnownCaller({ pop, given }: { readonly pop: ScreenPop; readonly given: CardData }) {
  const { card = given, edit } = useCustomerCard(given.customer.customerId, given)
  const run = useCommand()
  const [isCorrecting, setCorrecting] = useState(false)
  const { match, interactionId } = pop
  return (
    <div className={styles.known}>
      {match.kind === 'likely' && !isCorrecting && (
        <div className={styles.top}>
          <LikelyBar
            match={match}
            name={card.customer.name}
            onChoose={(customerId) => void run('work.chooseCustomer', { interactionId, customerId })}
            onCorrect={() => setCorrecting(true)}
          />
        </div>
      )}
      <CustomerCard card={card} edit={edit} pop={pop} onCorrect={() => setCorrecting(true)} />
      {isCorrecting ? (
        <ResolveCustomer pop={pop} reason="correcting" onDone={() => setCorrecting(false)} />
      ) : (
        <Timeline card={card} />
      )}
    </div>
  )
}
