import { Search, UserRoundPlus, UserRoundSearch, UsersRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTyping } from '../../app/shortcuts.ts'
import { useRights } from '../../app/use-rights.ts'
import { useViewState } from '../../app/view-state.ts'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Panel } from '../../kit/panel.tsx'
import { CustomerCardView } from '../card/index.ts'
import { CustomerSearchBox } from './customer-search-box.tsx'
import styles from './customers.module.css'
import { NewCustomerDialog } from './new-customer-dialog.tsx'

/** Finds customers and shows the chosen one's card beside. */
export function CustomersView() {
  const { t } = useTranslation('customers')
  const customerId = useViewState((state) => state.customerId)
  const [creating, setCreating] = useState<{ readonly typed: string }>()
  const canCreate = useRights().creates('customers')
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // The view was opened by a person who now wants to type; unless they type elsewhere already.
    if (!isTyping(document.activeElement)) search.current?.focus()
  }, [])
  const open = (id: typeof customerId) => useViewState.setState({ customerId: id })
  return (
    <div className={styles.view}>
      <Panel label={t('title')} fill>
        <header className={styles.viewHead}>
          <h1 className={styles.viewTitle}>{t('title')}</h1>
          {canCreate && (
            <Button size="s" icon={UserRoundPlus} onPress={() => setCreating({ typed: '' })}>
              {t('new')}
            </Button>
          )}
        </header>
        <CustomerSearchBox
          inputRef={search}
          selectedId={customerId}
          onChoose={(summary) => open(summary.customerId)}
          idle={<EmptyState icon={Search} title={t('start')} text={t('startHint')} />}
          nothing={(query) => (
            <EmptyState
              icon={UserRoundSearch}
              title={t('nothing', { query: query.slice(0, 40) })}
              text={t('nothingHint')}
              action={
                canCreate && (
                  <Button icon={UserRoundPlus} onPress={() => setCreating({ typed: query })}>
                    {t('new')}
                  </Button>
                )
              }
            />
          )}
        />
      </Panel>
      {customerId ? (
        <CustomerCardView customerId={customerId} />
      ) : (
        <Panel fill>
          <EmptyState icon={UsersRound} title={t('pick')} />
        </Panel>
      )}
      {creating && (
        <NewCustomerDialog
          typed={creating.typed}
          onClose={() => setCreating(undefined)}
          onCreated={(id) => {
            setCreating(undefined)
            open(id)
          }}
        />
      )}
    </div>
  )
}
