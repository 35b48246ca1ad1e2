import { Languages, Plus, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerFact } from '#shared/domain/customer/customer.ts'
import type { FactId } from '#shared/domain/ids.ts'
import { customerLanguage } from '#shared/domain/text/language.ts'
import { useRights } from '../../app/use-rights.ts'
import { Button } from '../../kit/button.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Menu } from '../../kit/menu.tsx'
import { Switch } from '../../kit/switch.tsx'
import { TextField } from '../../kit/text-field.tsx'
import styles from './card.module.css'
import { addFact, changeCustomer, changeFact, readFact, removeFact } from './card-changes.ts'
import { useCardChange, useFieldSave, useOpenCard } from './card-context.ts'
import { Field } from './field.tsx'
import { TextFact } from './text-fact.tsx'

const customerTexts = { address: 300, city: 100, preferences: 500 } as const

/** One free text of the customer, edited where it stands. */
export function CustomerText({ field }: { readonly field: keyof typeof customerTexts }) {
  const { t } = useTranslation('card')
  const { customer } = useOpenCard().card
  const save = useFieldSave()
  const rights = useRights()
  return (
    <Field label={t(`field.${field}`)}>
      <bdi>
        <TextFact
          label={t(`field.${field}`)}
          value={customer[field] ?? ''}
          maxLength={customerTexts[field]}
          isReadOnly={!rights.changes('customers', field)}
          multiline={field !== 'city'}
          onSave={(text) =>
            save(changeCustomer({ [field]: text }), 'customers.edit', {
              customerId: customer.customerId,
              changes: { [field]: text },
            })
          }
        />
      </bdi>
    </Field>
  )
}

export function SpokenLanguage() {
  const { t } = useTranslation('card')
  const { customer } = useOpenCard().card
  const change = useCardChange()
  const canChange = useRights().changes('customers', 'language')
  return (
    <Field label={t('field.language')}>
      <Menu
        label={t('field.language')}
        trigger={
          <Button variant="ghost" size="s" icon={Languages} isDisabled={!canChange}>
            {t(`language.${customer.language}`)}
          </Button>
        }
        groups={[
          {
            actions: customerLanguage.options.map((language) => ({
              id: language,
              label: t(`language.${language}`),
              isCurrent: language === customer.language,
              onAction: () =>
                void change(changeCustomer({ language }), 'customers.edit', {
                  customerId: customer.customerId,
                  changes: { language },
                }),
            })),
          },
        ]}
      />
    </Field>
  )
}

export function DoNotCall() {
  const { t } = useTranslation('card')
  const { customer } = useOpenCard().card
  const change = useCardChange()
  const canChange = useRights().changes('customers', 'doNotCall')
  return (
    <Switch
      isDisabled={!canChange}
      isSelected={customer.doNotCall}
      onChange={(doNotCall) =>
        void change(changeCustomer({ doNotCall }), 'customers.edit', { customerId: customer.customerId, changes: { doNotCall } })
      }
    >
      {t('field.doNotCall')}
    </Switch>
  )
}

/** What is worth knowing and has no field: added in the call by one press, a few words and Enter. */
export function Portrait() {
  const { t } = useTranslation('card')
  const { card } = useOpenCard()
  const canAdd = useRights().creates('customer_facts')
  const [isAdding, setAdding] = useState(false)
  return (
    <Field
      label={t('facts.title')}
      action={canAdd && <IconButton icon={Plus} size="s" label={t('facts.add')} onPress={() => setAdding(true)} />}
    >
      {card.facts.length === 0 && !isAdding && <span className={styles.aside}>{t('empty')}</span>}
      <ul className={styles.lines}>
        {card.facts.map((fact) => (
          <FactLine key={fact.factId} fact={fact} />
        ))}
      </ul>
      {isAdding && <NewFact onDone={() => setAdding(false)} />}
    </Field>
  )
}

function FactLine({ fact }: { readonly fact: CustomerFact }) {
  const { t } = useTranslation('card')
  const save = useFieldSave()
  const change = useCardChange()
  const rights = useRights()
  return (
    <li className={styles.fact}>
      <span>
        <bdi className={styles.aside}>{fact.label}:</bdi>{' '}
        <bdi>
          <TextFact
            label={fact.label}
            value={fact.value}
            maxLength={300}
            isReadOnly={!rights.changes('customer_facts', 'value')}
            onSave={(value) => save(changeFact(fact.factId, { value }), 'customers.editFact', { factId: fact.factId, value })}
          />
        </bdi>
      </span>
      {rights.removes('customer_facts') && (
        <span className={styles.pointEdit}>
          <IconButton
            icon={X}
            size="s"
            label={t('facts.remove', { label: fact.label })}
            onPress={() => void change(removeFact(fact.factId), 'customers.removeFact', { factId: fact.factId })}
          />
        </span>
      )}
    </li>
  )
}

function NewFact({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('card')
  const { card } = useOpenCard()
  const save = useFieldSave()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const add = async () => {
    const read = readFact(typed, t('facts.note'))
    if (!read) return onDone()
    const shown = { factId: `new-${read.label}-${read.value}` as FactId, addedAtMs: Date.now(), ...read }
    const wrong = await save(addFact(shown), 'customers.addFact', { customerId: card.customer.customerId, ...read })
    if (wrong) return setError(wrong)
    setTyped('')
    onDone()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') void add()
    else if (event.key === 'Escape') {
      event.stopPropagation()
      onDone()
    }
  }
  return (
    <TextField
      label={t('facts.add')}
      labelHidden
      placeholder={t('facts.placeholder')}
      hint={t('facts.hint')}
      error={error}
      value={typed}
      onChange={setTyped}
      onKeyDown={onKeyDown}
      maxLength={360}
      autoFocus
    />
  )
}
