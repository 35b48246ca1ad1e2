import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseEvent } from '#shared/domain/customer/case-event.ts'
import type { CaseId } from '#shared/domain/ids.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFormat } from '../../app/format.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { useQuery } from '../../app/use-query.ts'
import { useRights } from '../../app/use-rights.ts'
import { Button } from '../../kit/button.tsx'
import { TextArea } from '../../kit/text-area.tsx'
import styles from './card.module.css'
import { unchanged } from './card-changes.ts'
import { useOpenCard } from './card-context.ts'

/** What happened to a case, in order, and room for a comment. */
export function CaseHistory({ caseId }: { readonly caseId: CaseId }) {
  const { t } = useTranslation('card')
  const failureText = useFailureText()
  const { query } = useQuery('cases.events', { caseId }, ['customerChanged'])
  const canComment = useRights().creates('case_events')
  return (
    <div className={styles.history}>
      {query.kind === 'failed' && <p role="alert">{failureText(query.failure).what}</p>}
      {query.kind === 'ready' && query.value.length === 0 && <p className={styles.none}>{t('cases.noEvents')}</p>}
      {query.kind === 'ready' && query.value.length > 0 && (
        <ol className={styles.events} aria-label={t('cases.history')}>
          {query.value.map((event) => (
            <EventLine key={event.caseEventId} event={event} />
          ))}
        </ol>
      )}
      {canComment && <NewComment caseId={caseId} />}
    </div>
  )
}

function EventLine({ event }: { readonly event: CaseEvent }) {
  const { t } = useTranslation('card')
  const format = useFormat()
  const words = useFieldWords()
  const { kind, detail, by, atMs } = event
  const when = [format.dateTime(atMs), by].filter(Boolean).join(' · ')
  if (kind === 'comment') {
    return (
      <li>
        <bdi className={styles.when}>{when}</bdi>
        <bdi className={styles.comment}>{detail}</bdi>
      </li>
    )
  }
  const value = kind === 'status' || kind === 'priority' ? words.value('cases', kind, detail) : (detail ?? '')
  return (
    <li>
      <bdi className={styles.when}>{when}</bdi>
      <bdi>{kind === 'opened' ? t('cases.event.opened') : t(`cases.event.${kind}`, { value })}</bdi>
    </li>
  )
}

function NewComment({ caseId }: { readonly caseId: CaseId }) {
  const { t } = useTranslation('card')
  const { edit } = useOpenCard()
  const failureText = useFailureText()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim()) return
    const result = await edit(unchanged, 'cases.comment', { caseId, text })
    setError(result.ok ? undefined : failureText(result.failure).what)
    if (result.ok) setText('')
  }
  return (
    <form className={styles.newComment} onSubmit={send}>
      <TextArea
        label={t('cases.comment')}
        labelHidden
        placeholder={t('cases.comment')}
        value={text}
        onChange={setText}
        error={error}
        rows={1}
        maxLength={4_000}
      />
      {text.trim() !== '' && (
        <Button type="submit" size="s" variant="primary">
          {t('cases.addComment')}
        </Button>
      )}
    </form>
  )
}
