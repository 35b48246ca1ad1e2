import { useTranslation } from 'react-i18next'
import { InlineEdit } from '../../kit/inline-edit.tsx'

/** `InlineEdit` with the card's words. */
export function TextFact(props: {
  readonly label: string
  readonly value: string
  readonly onSave: (text: string) => Promise<string | undefined>
  readonly multiline?: boolean
  readonly maxLength: number
  readonly placeholder?: string
  /** The role of this person may not change it. */
  readonly isReadOnly?: boolean
}) {
  const { t } = useTranslation('card')
  if (props.isReadOnly) return <span>{props.value || '—'}</span>
  return <InlineEdit {...props} placeholder={props.placeholder ?? t('empty')} savedLabel={t('saved')} savingLabel={t('saving')} />
}
