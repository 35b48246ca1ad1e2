import { useEffect, useRef, useState } from 'react'
import type { CustomerSummary } from '#shared/domain/customer/customer.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'
import { useBridge } from '../../app/bridge.ts'

export interface CustomerSearch {
  /** The query that `results` answer: behind what is typed while an answer is on its way. */
  readonly answered: string
  readonly results: readonly CustomerSummary[]
  readonly failure: Failure | undefined
}

const debounceMs = 60
const nothing: CustomerSearch = { answered: '', results: [], failure: undefined }
export const searchLimit = 50

/** Searches as it is typed. The last answer stays until the next; an answer to an older question is dropped. */
export function useCustomerSearch(typed: string, limit = searchLimit): CustomerSearch {
  const bridge = useBridge()
  const [search, setSearch] = useState(nothing)
  const newest = useRef(0)
  const query = typed.trim()
  useEffect(() => {
    const mine = ++newest.current
    if (!query) return setSearch(nothing)
    const timer = setTimeout(() => {
      void bridge.call('customers.search', { query, limit }).then((result) => {
        if (mine !== newest.current) return
        setSearch(
          result.ok
            ? { answered: query, results: result.value, failure: undefined }
            : { answered: query, results: [], failure: result.failure },
        )
      })
    }, debounceMs)
    return () => clearTimeout(timer)
  }, [bridge, query, limit])
  return search
}
