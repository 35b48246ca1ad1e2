import { UserRoundX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useRights } from '../../app/use-rights.ts'
import { Avatar } from '../../kit/avatar.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Badges } from './badges.tsx'
import styles from './card.module.css'
import { changeCustomer } from './card-changes.ts'
import { useFieldSave, useOpenCard } from './card-context.ts'
import { Tags } from './tags.tsx'
import { TextFact } from './text-fact.tsx'

/** Who it is, at a glance. `onCorrect`: the operator says that it is someone else. */
export function Identity({ onCorrect }: { readonly onCorrect: (() => void) | undefined }) {
  const { t } = useTranslation('card')
  const { card } = useOpenCard()
  const save = useFieldSave()
  const { customer } = card
  const rights = useRights()
  const since = customer.customerSince?.slice(0, 4)
  const about = [
    since && t(`since.${customer.kind}`, { year: since }),
    customer.city,
    t(`language.${customer.language}`),
    customer.segment !== 'vip' && t(`segment.${customer.segment}`),
  ].filter(Boolean)
  return (
    <>
      <div className={styles.identity}>
        <Avatar name={customer.name} kind={customer.kind} size="l" />
        <div className={styles.who}>
          <h1 className={styles.name} title={customer.name}>
            <bdi>
              <TextFact
                label={t('field.name')}
                value={customer.name}
                maxLength={200}
                isReadOnly={!rights.changes('customers', 'name')}
                onSave={(name) =>
                  name
                    ? save(changeCustomer({ name }), 'customers.edit', {
                        customerId: customer.customerId,
                        changes: { name },
                      })
                    : Promise.resolve(t('nameNeeded'))
                }
              />
            </bdi>
          </h1>
          <p className={styles.about}>
            {about.map((part) => (
              <bdi key={part as string}>{part}</bdi>
            ))}
          </p>
          <Tags />
        </div>
        {onCorrect && <IconButton icon={UserRoundX} size="s" label={t('match.change')} onPress={onCorrect} />}
      </div>
      <Badges badges={card.badges} />
    </>
  )
}
