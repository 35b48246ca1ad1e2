import { Mail, MessageCircle, Pencil, Phone, Plus, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ContactPoint } from '#shared/domain/customer/customer.ts'
import { useCommand } from '../../app/use-command.ts'
import { classNames } from '../../kit/class-names.ts'
import { IconButton } from '../../kit/icon-button.tsx'
import { Popover } from '../../kit/popover.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import { useOpenCard } from './card-context.ts'
import styles from './card.module.css'
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
  return (
    <Field
      label={t('field.contacts')}
      action={
        <Popover
          label={t('contact.add')}
          placement="bottom start"
          trigger={<IconButton icon={Plus} size="s" label={t('contact.add')} />}
        >
          {(close) => <ContactPointForm onDone={close} />}
        </Popover>
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
        title={shown}
      >
        {point.kind === 'phone' ? (
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
      <span className={styles.pointEdit}>
        <Popover
          label={t('contact.edit', { value: shown })}
          placement="bottom end"
          trigger={<IconButton icon={Pencil} size="s" label={t('contact.edit', { value: shown })} />}
        >
          {(close) => <ContactPointForm point={point} onDone={close} />}
        </Popover>
      </span>
    </li>
  )
}
