import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import { type Relation, relationKind } from '#shared/domain/customer/customer-details.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/select.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { CustomerSearchBox } from '../customers/index.ts'
import styles from './card.module.css'
import { unchanged } from './card-changes.ts'
import { useOpenCard } from './card-context.ts'

/** First whom, then what they are to this customer. */
export function RelationForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('card')
  const { customerId } = useOpenCard().card.customer
  const [other, setOther] = useState<CustomerSummary>()
  const [isSelf, setSelf] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => search.current?.focus(), [])
  const choose = (summary: CustomerSummary) => {
    setSelf(summary.customerId === customerId)
    if (summary.customerId !== customerId) setOther(summary)
  }
  if (other) return <KindOfRelation other={other} onDone={onDone} />
  return (
    <div className={styles.search}>
      <CustomerSearchBox onChoose={choose} inputRef={search} />
      {isSelf && <p role="alert">{t('relation.self')}</p>}
    </div>
  )
}

function KindOfRelation({ other, onDone }: { readonly other: CustomerSummary; readonly onDone: () => void }) {
  const { t } = useTranslation('card')
  const { card, edit } = useOpenCard()
  const failureText = useFailureText()
  const [kind, setKind] = useState<Relation['kind']>('relative')
  const [note, setNote] = useState('')
  const [error, setError] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const { customerId } = card.customer
    const result = await edit(unchanged, 'customers.addRelation', { customerId, otherCustomerId: other.customerId, kind, note })
    if (result.ok) onDone()
    else setError(failureText(result.failure).what)
  }
  return (
    <form className={styles.form} onSubmit={save}>
      <bdi className={styles.strong}>{other.name}</bdi>
      <Select
        label={t('relation.kind')}
        value={kind}
        onChange={setKind}
        choices={relationKind.options.map((option) => ({ value: option, label: t(`relation.named.${option}`) }))}
      />
      <TextField label={t('relation.note')} value={note} onChange={setNote} error={error} maxLength={300} autoFocus />
      <div className={styles.formButtons}>
        <Button type="submit" variant="primary">
          {t('contact.save')}
        </Button>
      </div>
    </form>
  )
}
