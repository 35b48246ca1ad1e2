import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '#shared/domain/failure/failure.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { TextField } from '../../kit/text-field.tsx'
import { isHeaderName } from './header-name.ts'
import styles from './settings.module.css'

/** X- headers that are shown on the card of a call, each with its label. */
export function HeaderFields({
  fields,
  onChange,
}: {
  readonly fields: Readonly<Record<string, string>>
  readonly onChange: (fields: Record<string, string>) => Promise<Result<undefined>>
}) {
  const { t } = useTranslation('settings')
  const [header, setHeader] = useState('')
  const [label, setLabel] = useState('')
  const [tried, setTried] = useState(false)
  const headerWrong = !isHeaderName(header.trim())
  const labelWrong = label.trim() === ''

  const add = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (headerWrong || labelWrong) return
    const result = await onChange({ ...fields, [header.trim()]: label.trim() })
    if (!result.ok) return
    setHeader('')
    setLabel('')
    setTried(false)
  }
  const remove = (name: string) => void onChange(Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name)))
  const entries = Object.entries(fields)

  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{t('fields')}</legend>
      <p className={styles.hint}>{entries.length === 0 ? t('fieldsNone') : t('fieldsHint')}</p>
      {entries.length > 0 && (
        <ul className={styles.order}>
          {entries.map(([name, text]) => (
            <li key={name} className={styles.orderRow}>
              <code className={styles.orderName}>{name}</code>
              <span className={styles.fieldText}>{text}</span>
              <IconButton size="s" icon={X} label={t('removeField', { name })} onPress={() => remove(name)} />
            </li>
          ))}
        </ul>
      )}
      <form className={styles.adding} onSubmit={(event) => void add(event)} noValidate>
        <TextField
          label={t('header')}
          placeholder="X-Campaign"
          value={header}
          onChange={setHeader}
          maxLength={60}
          error={tried && headerWrong ? t('headerWrong') : undefined}
        />
        <TextField
          label={t('fieldLabel')}
          value={label}
          onChange={setLabel}
          maxLength={60}
          error={tried && labelWrong ? t('required') : undefined}
        />
        <Button type="submit" icon={Plus}>
          {t('addField')}
        </Button>
      </form>
    </fieldset>
  )
}
