import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import { useBridge } from '../../app/bridge.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { Button } from '../../kit/button.tsx'
import { RadioGroup } from '../../kit/radio-group.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './match.module.css'

/** A new card from this call: the number and the claimed name are filled in, Enter makes it. */
export function NewCustomerForm({
  pop,
  onDone,
  onCancel,
}: {
  readonly pop: ScreenPop
  readonly onDone: () => void
  readonly onCancel: () => void
}) {
  const { t } = useTranslation('card')
  const bridge = useBridge()
  const failureText = useFailureText()
  const [kind, setKind] = useState<'person' | 'company'>('person')
  const [name, setName] = useState(pop.caller.displayName ?? '')
  const [number, setNumber] = useState(pop.caller.number?.display ?? '')
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<string>()

  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || isSaving) return
    setSaving(true)
    // The shown form loses what only the wire knew: unless it was retyped, the number goes as it is dialled.
    const original = pop.caller.number
    const result = await bridge.call('work.createCustomer', {
      interactionId: pop.interactionId,
      kind,
      name: name.trim(),
      ...(number.trim() ? { number: original && number === original.display ? original.dial : number.trim() } : {}),
    })
    setSaving(false)
    if (result.ok) onDone()
    else setError(failureText(result.failure).what)
  }
  return (
    <form className={styles.create} onSubmit={create}>
      <RadioGroup
        look="segments"
        label={t('kind.label')}
        labelHidden
        value={kind}
        onChange={setKind}
        choices={(['person', 'company'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <div className={styles.createFields}>
        <TextField label={t('match.name')} value={name} onChange={setName} error={error} maxLength={200} autoFocus />
        <TextField label={t('contactKind.phone')} value={number} onChange={setNumber} maxLength={100} inputMode="tel" />
      </div>
      <div className={styles.actions}>
        <Button type="submit" variant="primary" isPending={isSaving} isDisabled={!name.trim()}>
          {t('match.create')}
        </Button>
        <Button variant="ghost" onPress={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
