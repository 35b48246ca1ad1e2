import { Pencil } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TerritoryId } from '#shared/domain/ids.ts'
import { useAppState } from '../../app/state.ts'
import { useQuery } from '../../app/use-query.ts'
import { useRights } from '../../app/use-rights.ts'
import { ComboBox } from '../../kit/combo-box.tsx'
import { IconButton } from '../../kit/icon-button.tsx'
import { Popover } from '../../kit/popover.tsx'
import styles from './card.module.css'
import { changeTerritory } from './card-changes.ts'
import { useCardChange, useOpenCard } from './card-context.ts'
import { Field } from './field.tsx'

/** Whose copies hold the customer. Nothing where the desktop stands alone or there are no territories. */
export function Territory() {
  const { t } = useTranslation('card')
  const { territory } = useOpenCard().card
  const isSignedIn = useAppState(({ session }) => session?.kind === 'signed-in')
  const canChange = useRights().changes('customers', 'territoryId') && isSignedIn
  if (!territory) return null
  return (
    <Field label={t('field.territory')}>
      <div className={styles.point}>
        <bdi className={styles.pointValue} title={territory.name}>
          {territory.name}
        </bdi>
        {canChange && (
          <span className={styles.pointEdit}>
            <Popover
              label={t('territory.change')}
              placement="bottom end"
              trigger={<IconButton icon={Pencil} size="s" label={t('territory.change')} />}
            >
              {(close) => <ChooseTerritory onDone={close} />}
            </Popover>
          </span>
        )}
      </div>
    </Field>
  )
}

function ChooseTerritory({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('card')
  const { customer, territory } = useOpenCard().card
  const change = useCardChange()
  const { query } = useQuery('customers.territories', {})
  const territories = query.kind === 'ready' ? query.value : []
  const move = (id: TerritoryId | undefined) => {
    const chosen = territories.find(({ territoryId }) => territoryId === id)
    if (!chosen || chosen.territoryId === territory?.territoryId) return
    onDone()
    const { customerId } = customer
    void change(changeTerritory(chosen), 'customers.setTerritory', { customerId, territoryId: chosen.territoryId })
  }
  return (
    <div className={styles.form}>
      {query.kind === 'ready' && (
        <ComboBox
          label={t('field.territory')}
          hint={t('territory.hint')}
          choices={territories.map(({ territoryId, name }) => ({ value: territoryId, label: name }))}
          value={territory?.territoryId}
          onChange={move}
          emptyText={t('territory.none')}
        />
      )}
    </div>
  )
}
