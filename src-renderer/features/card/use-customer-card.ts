import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '#shared/contract/commands.ts'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import type { Failure, Result } from '#shared/domain/failure/failure.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { useBridge } from '../../app/bridge.ts'
import { applyEdits, type CardChange, nextEdits } from './pending-edits.ts'

/** Shows `change` at once, runs the command, and takes the change back when it is refused. */
export type EditCard = <N extends CommandName>(
  change: CardChange,
  name: N,
  input: CommandInput<N>,
) => Promise<Result<CommandOutput<N>>>

export interface ShownCard {
  readonly card: CustomerCard | undefined
  readonly failure: Failure | undefined
  readonly edit: EditCard
  readonly reload: () => void
}

/**
 * A customer's card with the edits of this page over it. `given` comes with a screen pop and spares the first load; later
 * changes, whoever made them, are asked for again. Key the component by the customer: the state belongs to one.
 */
export function useCustomerCard(customerId: CustomerId, given?: CustomerCard): ShownCard {
  const bridge = useBridge()
  const [base, setBase] = useState(given)
  const [lastGiven, setLastGiven] = useState(given)
  const [failure, setFailure] = useState<Failure>()
  const [edits, dispatch] = useReducer(nextEdits, [])
  const lastEdit = useRef(0)
  const lastLoad = useRef(0)
  if (given !== lastGiven) {
    setLastGiven(given)
    setBase(given)
    dispatch({ kind: 'refreshed' })
  }

  const reload = useCallback(() => {
    const mine = ++lastLoad.current
    void bridge.call('customers.card', { customerId }).then((result) => {
      if (mine !== lastLoad.current) return
      setFailure(result.ok ? undefined : result.failure)
      if (!result.ok) return
      setBase(result.value)
      dispatch({ kind: 'refreshed' })
    })
  }, [bridge, customerId])
  useEffect(() => {
    if (!given) reload()
  }, [given, reload])
  useEffect(
    () => bridge.on('customerChanged', (changed) => changed.customerId === customerId && reload()),
    [bridge, customerId, reload],
  )

  const edit = useCallback<EditCard>(
    async (change, name, input) => {
      const id = ++lastEdit.current
      dispatch({ kind: 'started', id, apply: change })
      const result = await bridge.call(name, input)
      dispatch({ kind: result.ok ? 'saved' : 'refused', id })
      return result
    },
    [bridge],
  )
  const card = useMemo(() => base && applyEdits(base, edits), [base, edits])
  return { card, failure, edit, reload }
}
