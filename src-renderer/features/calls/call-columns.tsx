import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RecentCall } from '#shared/domain/interaction/recent-call.ts'
import { useFormat } from '../../app/format.ts'
import { useAppState } from '../../app/state.ts'
import { useRights } from '../../app/use-rights.ts'
import { openCustomer } from '../../app/view-state.ts'
import { Badge } from '../../kit/badge.tsx'
import { Masked } from '../../kit/masked.tsx'
import type { Tone } from '../../kit/tone.ts'
import styles from './calls.module.css'

const tones: Partial<Record<RecentCall['outcome'], Tone>> = {
  answered: 'ok',
  'in-progress': 'info',
  abandoned: 'bad',
  missed: 'bad',
  rejected: 'warn',
  'not-ready': 'warn',
  failed: 'bad',
}

/** The customer (a link to the card), else what the wire said, else that nothing is known. */
export function WhoCell({ call }: { readonly call: RecentCall }) {
  const { t } = useTranslation('calls')
  const { customerId, customerName } = call
  const icon = direction(call)
  if (customerId && customerName) {
    return (
      <span className={styles.who}>
        {icon}
        <button
          type="button"
          className={styles.link}
          aria-label={t('openCustomer', { name: customerName })}
          onClick={() => openCustomer(customerId)}
        >
          <bdi>{customerName}</bdi>
        </button>
      </span>
    )
  }
  const name = call.displayName ?? t(call.anonymous ? 'anonymous' : 'unknown')
  return (
    <span className={styles.who}>
      {icon}
      <bdi className={styles.nobody}>{name}</bdi>
    </span>
  )
}

function direction(call: RecentCall) {
  if (call.direction === 'outbound') return <PhoneOutgoing size={14} aria-hidden className={styles.outbound} />
  const answered = call.outcome === 'answered' || call.outcome === 'in-progress'
  return answered ? (
    <PhoneIncoming size={14} aria-hidden className={styles.inbound} />
  ) : (
    <PhoneMissed size={14} aria-hidden className={styles.missed} />
  )
}

export function NumberCell({ call }: { readonly call: RecentCall }) {
  const { t } = useTranslation('calls')
  const sees = useRights().sees('interactions', 'number')
  if (call.number && !sees) return <Masked label={t('number')} why={t('masked')} />
  return <bdi>{call.number?.display}</bdi>
}

export function OutcomeCell({ call }: { readonly call: RecentCall }) {
  const { t } = useTranslation('calls')
  const format = useFormat()
  return (
    <span className={styles.who}>
      <Badge tone={tones[call.outcome] ?? 'neutral'}>{t(`outcome.${call.outcome}`)}</Badge>
      {call.disposition && <span className={styles.faint}>{format.local(call.disposition)}</span>}
    </span>
  )
}

export function QueueCell({ queue }: { readonly queue: string | undefined }) {
  const format = useFormat()
  const name = useAppState((state) => state.queues.find((one) => one.queueId === queue)?.name)
  return <>{name ? format.local(name) : queue}</>
}
