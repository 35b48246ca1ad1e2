import { useTranslation } from 'react-i18next'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import { useFormat } from '../../app/format.ts'
import { useRights } from '../../app/use-rights.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { Badge } from '../../kit/badge.tsx'
import styles from './customers.module.css'
import { highlight } from './highlight.ts'

/** One customer of a result or a choice; what answers the query is marked. */
export function CustomerRow({ summary, query = '' }: { readonly summary: CustomerSummary; readonly query?: string }) {
  const { t } = useTranslation('customers')
  const format = useFormat()
  const rights = useRights()
  return (
    <>
      <Avatar name={summary.name} kind={summary.kind} />
      <span className={styles.text}>
        <span className={styles.name}>
          <span className={styles.nameText} title={summary.name}>
            <Marked text={summary.name} query={query} />
          </span>
          {summary.vip && <Badge tone="info">{t('vip')}</Badge>}
        </span>
        <span className={styles.about}>
          {summary.phone &&
            (rights.sees('contact_points', 'value') ? (
              <Marked text={summary.phone.display} query={query} />
            ) : (
              <span title={t('masked')}>•••</span>
            ))}
          {summary.agreementNumber && (
            <span>
              <Marked text={t('agreement', { number: summary.agreementNumber })} query={query} />
            </span>
          )}
          {summary.city && <bdi>{summary.city}</bdi>}
          {summary.lastContactAtMs !== undefined && (
            <span>{t('lastContact', { date: format.day(summary.lastContactAtMs) })}</span>
          )}
        </span>
      </span>
    </>
  )
}

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return (
    <bdi>
      {highlight(text, query).map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
        part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
      )}
    </bdi>
  )
}
