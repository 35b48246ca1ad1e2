import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContactPoint, contactPointKind, contactPointLabel } from '#shared/domain/customer/customer.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Select } from '../../kit/select.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './card.module.css'
import { changeContactPoint, removeContactPoint, unchanged } from './card-changes.ts'
import { useCardChange, useOpenCard } from './card-context.ts'

/** Adds a contact point, or changes the given one. What is refused says why and stays as it was typed. */
export function ContactPointForm({ point, onDone }: { readonly point?: ContactPoint; readonly onDone: () => void }) {
  const { t } = useTranslation('card')
  const { card, edit } = useOpenCard()
  const change = useCardChange()
  const failureText = useFailureText()
  const [kind, setKind] = useState<ContactPoint['kind']>(point?.kind ?? 'phone')
  const [value, setValue] = useState(point?.phone?.display ?? point?.value ?? '')
  const [label, setLabel] = useState<ContactPoint['label']>(point?.label ?? 'mobile')
  const [primary, setPrimary] = useState(point?.primary ?? false)
  const [error, setError] = useState<string>()

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!value.trim()) return
    const result = point ? await editPoint(point) : await addPoint()
    if (result.ok) onDone()
    else setError(failureText(result.failure).what)
  }
  const addPoint = () =>
    edit(unchanged, 'customers.addContactPoint', { customerId: card.customer.customerId, kind, value, label })
  const editPoint = ({ contactPointId, phone, value: old, primary: was }: ContactPoint) => {
    const retyped = value !== (phone?.display ?? old)
    // The formatted number is only known when the answer comes, so only the rest is shown before it.
    return edit(changeContactPoint(contactPointId, { label, ...(primary ? { primary } : {}) }), 'customers.editContactPoint', {
      contactPointId,
      label,
      ...(retyped ? { value } : {}),
      ...(primary && !was ? { primary: true } : {}),
    })
  }
  const remove = (gone: ContactPoint) => {
    onDone()
    void change(removeContactPoint(gone.contactPointId), 'customers.removeContactPoint', { contactPointId: gone.contactPointId })
  }

  return (
    <form className={styles.form} onSubmit={save}>
      {!point && (
        <Select
          label={t('contact.kind')}
          value={kind}
          onChange={setKind}
          choices={contactPointKind.options.map((option) => ({ value: option, label: t(`contactKind.${option}`) }))}
        />
      )}
      <TextField label={t('contact.value')} value={value} onChange={setValue} error={error} maxLength={200} autoFocus />
      {kind === 'phone' && (
        <Select
          label={t('contact.label')}
          value={label}
          onChange={setLabel}
          choices={contactPointLabel.options.map((option) => ({ value: option, label: t(`contactLabel.${option}`) }))}
        />
      )}
      {point && !point.primary && (
        <Checkbox isSelected={primary} onChange={setPrimary}>
          {t('contact.makePrimary')}
        </Checkbox>
      )}
      <div className={styles.formButtons}>
        {point && (
          <Button variant="ghost" onPress={() => remove(point)}>
            {t('contact.remove')}
          </Button>
        )}
        <Button type="submit" variant="primary" isDisabled={!value.trim()}>
          {t('contact.save')}
        </Button>
      </div>
    </form>
  )
}
