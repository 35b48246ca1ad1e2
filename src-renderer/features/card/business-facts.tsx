import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Agreement } from '#shared/domain/customer/customer.ts'
import { type Format, useFormat } from '../../app/format.ts'
import { useRights } from '../../app/use-rights.ts'
import { Masked } from '../../kit/masked.tsx'
import { Meter } from '../../kit/meter.tsx'
import styles from './card.module.css'
import { useOpenCard } from './card-context.ts'
import { Field } from './field.tsx'

export function Agreements() {
  const { t } = useTranslation('card')
  const format = useFormat()
  const { card } = useOpenCard()
  if (card.agreements.length === 0) return null
  return (
    <Field label={t('field.agreements')}>
      <ul className={styles.lines}>
        {card.agreements.map((agreement) => (
          <li key={agreement.agreementId} className={agreement.status === 'active' ? undefined : styles.faded}>
            <bdi className={styles.strong}>{t('agreement.number', { number: agreement.number })}</bdi>{' '}
            <bdi>{agreement.title}</bdi>
            <span className={styles.aside}> · {agreementStatus(agreement, t, format)}</span>
          </li>
        ))}
      </ul>
    </Field>
  )
}

function agreementStatus(agreement: Agreement, t: TFunction<'card'>, format: Format): string {
  return agreement.status === 'active' && agreement.endsOn
    ? t('agreement.activeUntil', { date: format.calendarDate(agreement.endsOn) })
    : t(`agreement.${agreement.status}`)
}

export function Products() {
  const { t } = useTranslation('card')
  const format = useFormat()
  const { card } = useOpenCard()
  if (card.products.length === 0) return null
  return (
    <Field label={t('field.products')}>
      <ul className={styles.lines}>
        {card.products.map((product) => (
          <li key={product.productId} className={product.status === 'active' ? undefined : styles.faded}>
            <bdi>{format.local(product.name)}</bdi>
            {product.status !== 'active' && <span className={styles.aside}> · {t(`product.${product.status}`)}</span>}
          </li>
        ))}
      </ul>
    </Field>
  )
}

export function Value() {
  const { t } = useTranslation('card')
  const format = useFormat()
  const { customer } = useOpenCard().card
  const rights = useRights()
  if (!rights.sees('customers', 'lifetimeValue')) {
    return (
      <Field label={t('field.value')}>
        <span>
          <Masked label={t('field.value')} why={t('masked')} />
        </span>
      </Field>
    )
  }
  if (customer.lifetimeValue === 0 && customer.monthlyValue === 0) return null
  return (
    <Field label={t('field.value')}>
      <span className={styles.strong}>{format.money(customer.lifetimeValue, customer.currency)}</span>{' '}
      <span className={styles.aside}>
        {t('value.lifetime')}
        {customer.monthlyValue > 0 &&
          ` · ${t('value.monthly', { amount: format.money(customer.monthlyValue, customer.currency) })}`}
      </span>
    </Field>
  )
}

export function Loyalty() {
  const { t } = useTranslation('card')
  const format = useFormat()
  const { loyaltyScore, loyaltyPoints, nps } = useOpenCard().card.customer
  if (loyaltyScore === undefined && loyaltyPoints === 0 && nps === undefined) return null
  const rest = [
    loyaltyPoints !== 0 && t('loyalty.points', { count: loyaltyPoints, formatted: format.number(loyaltyPoints) }),
    nps !== undefined && t('loyalty.nps', { nps }),
  ].filter(Boolean)
  return (
    <Field label={t('field.loyalty')}>
      {loyaltyScore !== undefined && (
        <span className={styles.score}>
          <span className={styles.strong}>{loyaltyScore}</span>
          <Meter
            thin
            label={t('loyalty.score', { score: loyaltyScore })}
            value={loyaltyScore / 100}
            tone={loyaltyScore >= 70 ? 'ok' : loyaltyScore >= 40 ? 'warn' : 'bad'}
          />
        </span>
      )}
      <span className={styles.aside}>{rest.join(' · ')}</span>
    </Field>
  )
}
