import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { PickList, PickOption, useActiveOption, usePickList } from '../../kit/pick-list.tsx'
import { SearchField } from '../../kit/search-field.tsx'
import { CustomerRow } from './customer-row.tsx'
import styles from './customers.module.css'
import { searchLimit, useCustomerSearch } from './use-customer-search.ts'

/** A search field with its results under it: arrows and Enter choose while the typing goes on. */
export function CustomerSearchBox({
  onChoose,
  selectedId,
  idle,
  nothing,
  inputRef,
}: {
  readonly onChoose: (summary: CustomerSummary) => void
  readonly selectedId?: CustomerId | undefined
  /** Shown before anything is typed. */
  readonly idle?: React.ReactNode
  /** Shown when nobody answers the query. */
  readonly nothing?: (query: string) => React.ReactNode
  readonly inputRef?: RefObject<HTMLInputElement | null>
}) {
  const { t } = useTranslation('customers')
  const failureText = useFailureText()
  const [typed, setTyped] = useState('')
  const { answered, results, failure } = useCustomerSearch(typed)
  const own = useRef<HTMLInputElement>(null)
  const input = inputRef ?? own
  const list = usePickList(results.length, (index) => {
    const chosen = results[index]
    if (chosen) onChoose(chosen)
  })
  useActiveOption(input, list, results.length > 0)
  return (
    <div className={styles.searchBox}>
      <SearchField
        label={t('search')}
        placeholder={t('placeholder')}
        value={typed}
        onChange={(text) => {
          setTyped(text)
          list.setActive(0)
        }}
        maxLength={200}
        inputRef={input}
        onKeyDown={(event) => {
          if (!list.onKey(event)) event.continuePropagation()
        }}
      />
      <p className={styles.count} role="status">
        {answered &&
          (results.length >= searchLimit ? t('countMore', { count: results.length }) : t('count', { count: results.length }))}
      </p>
      <div className={styles.results}>
        {failure && (
          <p className={styles.failure} role="alert">
            {t('failed')}: {failureText(failure).what}
          </p>
        )}
        {!answered && idle}
        {answered && !failure && results.length === 0 && nothing?.(answered)}
        {results.length > 0 && (
          <PickList list={list} label={t('results')}>
            {results.map((summary, index) => (
              <PickOption key={summary.customerId} list={list} index={index} isSelected={summary.customerId === selectedId}>
                <CustomerRow summary={summary} query={answered} />
              </PickOption>
            ))}
          </PickList>
        )}
      </div>
    </div>
  )
}
