import {
  DatabaseZap,
  EyeOff,
  type LucideIcon,
  PhoneIncoming,
  UserRoundPlus,
  UserRoundSearch,
  UserRoundX,
  UsersRound,
} from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import type { CustomerMatch } from '#shared/domain/customer/match.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useCommand } from '../../app/use-command.ts'
import { useRights } from '../../app/use-rights.ts'
import { Button } from '../../kit/button.tsx'
import { Panel } from '../../kit/panel.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import { CustomerChooser, CustomerSearchBox } from '../customers/index.ts'
import { CallFacts } from './call-facts.tsx'
import styles from './match.module.css'
import { NewCustomerForm } from './new-customer-form.tsx'

/** Why the panel is there: what the match says, or the operator corrects a match that was made. */
export type ResolveReason = Exclude<CustomerMatch['kind'], 'sure' | 'likely'> | 'correcting'

const icons: Readonly<Record<ResolveReason, LucideIcon>> = {
  several: UsersRound,
  unknown: PhoneIncoming,
  anonymous: EyeOff,
  unavailable: DatabaseZap,
  correcting: UserRoundSearch,
}

/** Nobody is known yet (or the wrong one): choose, search, or make a new card. */
export function ResolveCustomer({
  pop,
  reason,
  onDone,
}: {
  readonly pop: ScreenPop
  readonly reason: ResolveReason
  /** Only while correcting: back to the card. */
  readonly onDone?: () => void
}) {
  const { t } = useTranslation('card')
  const run = useCommand()
  const mayCreate = useRights().creates('customers')
  const [isCreating, setCreating] = useState(false)
  const [isSearching, setSearching] = useState(reason !== 'several')
  const search = useRef<HTMLInputElement>(null)
  const { interactionId, caller } = pop
  const Icon = icons[reason]

  useEffect(() => {
    // The operator asked for it; a pop by itself never takes the focus.
    if (reason === 'correcting') search.current?.focus()
  }, [reason])

  const choose = async (customerId: CustomerId) => {
    const result = await run('work.chooseCustomer', { interactionId, customerId })
    if (result.ok) onDone?.()
  }
  const detach = async () => {
    const result = await run('work.detachCustomer', { interactionId })
    if (result.ok) onDone?.()
  }
  const candidates = candidatesOf(pop.match)
  return (
    <Panel label={t('match.panel')} fill flush>
      <div className={styles.resolve}>
        <header className={styles.head}>
          <span className={styles.headIcon}>
            <Icon size={22} aria-hidden />
          </span>
          <div className={styles.headText}>
            <h1 className={styles.title}>
              {reason === 'unknown' || reason === 'unavailable' ? (
                <bdi title={caller.number?.display}>{caller.number?.display ?? t(`match.${reason}`)}</bdi>
              ) : (
                t(reason === 'correcting' ? 'match.correcting' : `match.${reason}`)
              )}
            </h1>
            <p className={styles.hint}>
              {(reason === 'unknown' || reason === 'unavailable') && caller.number && <strong>{t(`match.${reason}`)}. </strong>}
              {t(reason === 'correcting' ? 'match.correctingHint' : `match.${reason}Hint`)}
            </p>
            {caller.displayName && (
              <p className={styles.hint} title={caller.displayName}>
                {t('match.wireSays')} <bdi>{caller.displayName}</bdi>
              </p>
            )}
          </div>
        </header>

        {candidates.length > 0 && (
          <CustomerChooser label={t('match.several')} candidates={candidates} onChoose={(id) => void choose(id)} />
        )}

        {reason !== 'unavailable' && (
          <>
            <div className={styles.actions}>
              {!isCreating && mayCreate && (
                <Button
                  variant={reason === 'unknown' || reason === 'anonymous' ? 'primary' : 'secondary'}
                  icon={UserRoundPlus}
                  onPress={() => setCreating(true)}
                >
                  {t('match.newCustomer')}
                </Button>
              )}
              {!isSearching && (
                <Button icon={UserRoundSearch} onPress={() => setSearching(true)}>
                  {t('match.search')}
                </Button>
              )}
              {reason === 'several' && (
                <Button icon={UserRoundX} variant="ghost" onPress={() => void detach()}>
                  {t('match.none')}
                </Button>
              )}
              {reason === 'correcting' && (
                <>
                  <Button icon={UserRoundX} variant="ghost" onPress={() => void detach()}>
                    {t('match.detach')}
                  </Button>
                  {onDone && <TextButton onPress={onDone}>{t('match.back')}</TextButton>}
                </>
              )}
            </div>
            {isCreating && <NewCustomerForm pop={pop} onDone={() => onDone?.()} onCancel={() => setCreating(false)} />}
            {isSearching && (
              <CustomerSearchBox
                inputRef={search}
                onChoose={(summary) => void choose(summary.customerId)}
                nothing={() => <p className={styles.nothing}>{t('match.nothing')}</p>}
              />
            )}
          </>
        )}
        {reason !== 'correcting' && <CallFacts pop={pop} />}
      </div>
    </Panel>
  )
}

function candidatesOf(match: CustomerMatch): readonly CustomerSummary[] {
  if (match.kind === 'several') return match.candidates
  return match.kind === 'likely' ? match.others : []
}
