import { type LucideIcon, Mail, MessageCircle, Pencil, Phone, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactPoint } from '#shared/domain/customer/customer.ts'
import { useCommand } from '../../app/use-command.ts'
import { useRights } from '../../app/use-rights.ts'
import { classNames } from '../../kit/class-names.ts'
import { IconButton } from '../../kit/icon-button.tsx'
import { Masked } from '../../kit/masked.tsx'
import { Popover } from '../../kit/popover.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import styles from './card.module.css'
import { useOpenCard } from './card-context.ts'
import { ContactPointForm } from './contact-point-form.tsx'
import { Field } from './field.tsx'

const icons: Readonly<Record<ContactPoint['kind'], LucideIcon>> = {
  phone: Phone,
  email: Mail,
  telegram: MessageCircle,
  viber: MessageCircle,
  whatsapp: MessageCircle,
}

export function ContactPoints() {
  const { t } = useTranslation('card')
  const { card } = useOpenCard()
  const canAdd = useRights().creates('contact_points')
  return (
    <Field
      label={t('field.contacts')}
      action={
        canAdd && (
          <Popover
            label={t('contact.add')}
            placement="bottom start"
            trigger={<IconButton icon={Plus} size="s" label={t('contact.add')} />}
          >
            {(close) => <ContactPointForm onDone={close} />}
          </Popover>
        )
      }
    >
      {card.contactPoints.length === 0 && <span className={styles.aside}>{t('empty')}</span>}
      <ul className={styles.points}>
        {card.contactPoints.map((point) => (
          <ContactLine key={point.contactPointId} point={point} />
        ))}
      </ul>
    </Field>
  )
}

function ContactLine({ point }: { readonly point: ContactPoint }) {
  const { t } = useTranslation('card')
  const { card } = useOpenCard()
  const run = useCommand()
  const rights = useRights()
  const sees = rights.sees('contact_points', 'value')
  const Icon = icons[point.kind]
  const shown = point.phone?.display ?? point.value
  const dial = point.phone?.dial ?? point.value
  const about = [
    point.phone?.extension && t('contact.extension', { extension: point.phone.extension }),
    point.kind === 'phone' && t(`contactLabel.${point.label}`),
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <li className={styles.point}>
      <Icon size={13} aria-hidden className={styles.pointIcon} />
      <span
        className={classNames(styles.pointValue, point.kind === 'phone' && styles.number, point.primary && styles.primary)}
        title={sees ? shown : undefined}
      >
        {!sees ? (
          <Masked label={t(`contactKind.${point.kind}`)} why={t('masked')} />
        ) : point.kind === 'phone' ? (
          <TextButton
            quiet
            aria-label={t('dial', { number: shown })}
            onPress={() => void run('phone.dial', { number: dial, customerId: card.customer.customerId })}
          >
            <bdi>{shown}</bdi>
          </TextButton>
        ) : (
          <bdi>{shown}</bdi>
        )}
      </span>
      <span className={styles.pointLabel} title={about}>
        {about}
      </span>
      {rights.changes('contact_points', 'value') && (
        <span className={styles.pointEdit}>
          <Popover
            label={t('contact.edit', { value: shown })}
            placement="bottom end"
            trigger={<IconButton icon={Pencil} size="s" label={t('contact.edit', { value: shown })} />}
          >
            {(close) => <ContactPointForm point={point} onDone={close} />}
          </Popover>
        </span>
      )}
    </li>
  )
}
