import { MapPin, Pencil, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Address } from '#shared/domain/customer/customer-details.ts'
import { useRights } from '../../app/use-rights.ts'
import { classNames } from '../../kit/class-names.ts'
import { IconButton } from '../../kit/icon-button.tsx'
import { Popover } from '../../kit/popover.tsx'
import { AddressForm } from './address-form.tsx'
import styles from './card.module.css'
import { useOpenCard } from './card-context.ts'
import { Field } from './field.tsx'

export function Addresses() {
  const { t } = useTranslation('card')
  const { addresses } = useOpenCard().card
  const canAdd = useRights().creates('addresses')
  return (
    <Field
      label={t('field.addresses')}
      action={
        canAdd && (
          <Popover
            label={t('address.add')}
            placement="bottom start"
            trigger={<IconButton icon={Plus} size="s" label={t('address.add')} />}
          >
            {(close) => <AddressForm onDone={close} />}
          </Popover>
        )
      }
    >
      {addresses.length === 0 && <span className={styles.aside}>{t('empty')}</span>}
      <ul className={styles.points}>
        {addresses.map((address) => (
          <AddressLine key={address.addressId} address={address} />
        ))}
      </ul>
    </Field>
  )
}

/** As on a letter, in one line. */
function addressText({ line, city, region, postalCode, country }: Address): string {
  return [line, city, region, postalCode, country].filter(Boolean).join(', ')
}

function AddressLine({ address }: { readonly address: Address }) {
  const { t } = useTranslation('card')
  const rights = useRights()
  return (
    <li className={classNames(styles.point, styles.long)}>
      <MapPin size={13} aria-hidden className={styles.pointIcon} />
      <span className={styles.longText}>
        <bdi className={address.primary ? styles.primary : undefined}>{addressText(address)}</bdi>{' '}
        <span className={styles.small}>{t(`address.kind.${address.kind}`)}</span>
      </span>
      {(rights.changes('addresses', 'line') || rights.removes('addresses')) && (
        <span className={styles.pointEdit}>
          <Popover
            label={t('address.edit', { address: address.line })}
            placement="bottom end"
            trigger={<IconButton icon={Pencil} size="s" label={t('address.edit', { address: address.line })} />}
          >
            {(close) => <AddressForm address={address} onDone={close} />}
          </Popover>
        </span>
      )}
    </li>
  )
}
