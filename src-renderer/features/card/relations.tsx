import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Relation } from '#shared/domain/customer/customer-details.ts'
import { useRights } from '../../app/use-rights.ts'
import { openCustomer } from '../../app/view-state.ts'
import { classNames } from '../../kit/class-names.ts'
import { IconButton } from '../../kit/icon-button.tsx'
import { Popover } from '../../kit/popover.tsx'
import { TextButton } from '../../kit/text-button.tsx'
import styles from './card.module.css'
import { removeRelation } from './card-changes.ts'
import { useCardChange, useOpenCard } from './card-context.ts'
import { Field } from './field.tsx'
import { RelationForm } from './relation-form.tsx'

/** Who belongs together, from both sides; each leads to the other's card. */
export function Relations() {
  const { t } = useTranslation('card')
  const { relations } = useOpenCard().card
  const canAdd = useRights().creates('relations')
  if (relations.length === 0 && !canAdd) return null
  return (
    <Field
      label={t('field.relations')}
      action={
        canAdd && (
          <Popover
            label={t('relation.add')}
            placement="bottom start"
            trigger={<IconButton icon={Plus} size="s" label={t('relation.add')} />}
          >
            {(close) => <RelationForm onDone={close} />}
          </Popover>
        )
      }
    >
      {relations.length === 0 && <span className={styles.aside}>{t('empty')}</span>}
      <ul className={styles.points}>
        {relations.map((relation) => (
          <RelationLine key={relation.relationId} relation={relation} />
        ))}
      </ul>
    </Field>
  )
}

function RelationLine({ relation }: { readonly relation: Relation }) {
  const { t } = useTranslation('card')
  const change = useCardChange()
  const canRemove = useRights().removes('relations')
  const { relationId, kind, direction, note, other, otherCustomerId } = relation
  const who = t(`relation.${direction}.${kind}`)
  const about = note ? `${who} · ${note}` : who
  return (
    <li className={classNames(styles.point, styles.long)}>
      <span className={styles.longText}>
        {other ? (
          <TextButton quiet aria-label={t('relation.open', { name: other.name })} onPress={() => openCustomer(otherCustomerId)}>
            <bdi>{other.name}</bdi>
          </TextButton>
        ) : (
          <span className={styles.aside}>{t('relation.elsewhere')}</span>
        )}{' '}
        <bdi className={styles.small}>{about}</bdi>
      </span>
      {canRemove && (
        <span className={styles.pointEdit}>
          <IconButton
            icon={X}
            size="s"
            label={t('relation.remove', { name: other?.name ?? t('relation.elsewhere') })}
            onPress={() => void change(removeRelation(relationId), 'customers.removeRelation', { relationId })}
          />
        </span>
      )}
    </li>
  )
}
