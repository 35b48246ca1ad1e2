import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerId } from '#shared/domain/ids.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { RadioGroup } from '../../kit/radio-group.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './customers.module.css'

/** A new card outside of a call. `typed` is what was searched for: a number or a name to begin with. */
export function NewCustomerDialog({
  typed,
  onCreated,
  onClose,
}: {
  readonly typed: string
  readonly onCreated: (id: CustomerId) => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation('customers')
  const bridge = useBridge()
  const failureText = useFailureText()
  const formId = useId()
  const isNumber = /^[+\d\s().-]{3,}$/.test(typed)
  const [kind, setKind] = useState<'person' | 'company'>('person')
  const [name, setName] = useState(isNumber ? '' : typed)
  const [number, setNumber] = useState(isNumber ? typed : '')
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<string>()

  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || isSaving) return
    setSaving(true)
    const input = { kind, name: name.trim(), ...(number.trim() ? { number: number.trim() } : {}) }
    const result = await bridge.call('work.createCustomer', input)
    setSaving(false)
    if (result.ok) onCreated(result.value.customerId)
    else setError(failureText(result.failure).what)
  }
  return (
    <Dialog
      title={t('new')}
      isOpen
      size="s"
      onClose={onClose}
      closeLabel={t('cancel')}
      footer={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" isPending={isSaving} isDisabled={!name.trim()}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={create}>
        <RadioGroup
          look="segments"
          label={t('kind')}
          labelHidden
          value={kind}
          onChange={setKind}
          choices={(['person', 'company'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <TextField label={t('name')} value={name} onChange={setName} maxLength={200} autoFocus />
        <TextField label={t('number')} value={number} onChange={setNumber} maxLength={100} inputMode="tel" error={error} />
        <p className={styles.hint}>{t('newHint')}</p>
      </form>
    </Dialog>
  )
}
