import { useTranslation } from 'react-i18next'
import type { CustomerId } from '#shared/domain/ids.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Button } from '../../kit/button.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { CustomerCard } from './customer-card.tsx'
import { Timeline } from './timeline.tsx'
import { useCustomerCard } from './use-customer-card.ts'
import styles from './workspace.module.css'

/** A customer's card and history outside of a call. */
export function CustomerCardView({ customerId }: { readonly customerId: CustomerId }) {
  return <LoadedCard key={customerId} customerId={customerId} />
}

function LoadedCard({ customerId }: { readonly customerId: CustomerId }) {
  const { t } = useTranslation('card')
  const failureText = useFailureText()
  const { card, edit, failure, reload } = useCustomerCard(customerId)
  if (card) {
    return (
      <div className={styles.outside}>
        <CustomerCard card={card} edit={edit} />
        <Timeline card={card} />
      </div>
    )
  }
  if (failure) {
    return (
      <ErrorState title={t('failed')} text={failureText(failure).what} action={<Button onPress={reload}>{t('retry')}</Button>} />
    )
  }
  return (
    <div className={styles.waiting}>
      <Skeleton lines={8} label={t('loading')} />
    </div>
  )
}
