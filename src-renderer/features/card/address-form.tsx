import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Address, addressKind } from '#shared/domain/customer/customer-details.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useFieldWords } from '../../app/use-field-words.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Select } from '../../kit/select.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './card.module.css'
import { changeAddress, removeAddress, unchanged } from './card-changes.ts'
import { useCardChange, useOpenCard } from './card-context.ts'

const parts = { city: 100, region: 100, postalCode: 20, country: 2 } as const
type Part = keyof typeof parts

/** Adds an address, or changes the given one. What is refused says why and stays as it was typed. */
export function AddressForm({ address, onDone }: { readonly address?: Address; readonly onDone: () => void }) {
  const { t } = useTranslation('card')
  const words = useFieldWords()
  const { card, edit } = useOpenCard()
  const change = useCardChange()
  const failureText = useFailureText()
  const [kind, setKind] = useState<Address['kind']>(address?.kind ?? 'home')
  const [line, setLine] = useState(address?.line ?? '')
  const [typed, setTyped] = useState<Record<Part, string>>({
    city: address?.city ?? '',
    region: address?.region ?? '',
    postalCode: address?.postalCode ?? '',
    country: address?.country ?? '',
  })
  const [primary, setPrimary] = useState(address?.primary ?? false)
  const [error, setError] = useState<string>()
  const isWrongCountry = !/^([A-Za-z]{2})?$/.test(typed.country.trim())
  const canSave = line.trim() !== '' && !isWrongCountry

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!canSave) return
    const asPrimary = primary && !address?.primary ? ({ primary: true } as const) : {}
    const fields = { kind, line: line.trim(), ...typed, country: typed.country.trim().toUpperCase(), ...asPrimary }
    const result = address
      ? await edit(changeAddress(address.addressId, fields), 'customers.editAddress', { addressId: address.addressId, ...fields })
      : await edit(unchanged, 'customers.addAddress', { customerId: card.customer.customerId, ...fields })
    if (result.ok) onDone()
    else setError(failureText(result.failure).what)
  }
  const remove = ({ addressId }: Address) => {
    onDone()
    void change(removeAddress(addressId), 'customers.removeAddress', { addressId })
  }
  const partField = (part: Part, wrong?: string) => (
    <TextField
      label={words.field('addresses', part)}
      value={typed[part]}
      onChange={(text) => setTyped({ ...typed, [part]: text })}
      maxLength={parts[part]}
      error={wrong}
    />
  )

  return (
    <form className={styles.form} onSubmit={save}>
      <Select
        label={words.field('addresses', 'kind')}
        value={kind}
        onChange={setKind}
        choices={addressKind.options.map((option) => ({ value: option, label: t(`address.kind.${option}`) }))}
      />
      <TextField label={t('address.line')} value={line} onChange={setLine} error={error} maxLength={300} autoFocus />
      <div className={styles.pair}>
        {partField('city')}
        {partField('region')}
      </div>
      <div className={styles.pair}>
        {partField('postalCode')}
        {partField('country', isWrongCountry ? t('address.countryHint') : undefined)}
      </div>
      {!address?.primary && (
        <Checkbox isSelected={primary} onChange={setPrimary}>
          {t('address.makePrimary')}
        </Checkbox>
      )}
      <div className={styles.formButtons}>
        {address && (
          <Button variant="ghost" onPress={() => remove(address)}>
            {t('contact.remove')}
          </Button>
        )}
        <Button type="submit" variant="primary" isDisabled={!canSave}>
          {t('contact.save')}
        </Button>
      </div>
    </form>
  )
}
