import { createContext, useCallback, useContext } from 'react'
import type { CommandInput, CommandName } from '#shared/contract/commands.ts'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import type { InteractionId } from '#shared/domain/ids.ts'
import { useFailureText } from '../../app/failure-text.ts'
import { useToast } from '../../kit/toast.tsx'
import type { CardChange } from './pending-edits.ts'
import type { EditCard } from './use-customer-card.ts'

/** The card that the parts below show, and how they change it. */
export interface OpenCard {
  readonly card: CustomerCard
  readonly edit: EditCard
  /** The call that the card is open in. */
  readonly interactionId: InteractionId | undefined
}

export const CardContext = createContext<OpenCard | undefined>(undefined)

export function useOpenCard(): OpenCard {
  const open = useContext(CardContext)
  if (!open) throw new Error('No CardContext above this component')
  return open
}

type Change = <N extends CommandName>(change: CardChange, name: N, input: CommandInput<N>) => Promise<boolean>

/** An edit whose failure is told in a toast; for what is switched or pressed. True when it was saved. */
export function useCardChange(): Change {
  const { edit } = useOpenCard()
  const toast = useToast()
  const failureText = useFailureText()
  return useCallback(
    async (change, name, input) => {
      const result = await edit(change, name, input)
      if (!result.ok) {
        const { what, todo } = failureText(result.failure)
        toast({ tone: 'bad', title: what, text: todo })
      }
      return result.ok
    },
    [edit, toast, failureText],
  )
}

type SaveField = <N extends CommandName>(change: CardChange, name: N, input: CommandInput<N>) => Promise<string | undefined>

/** An edit whose failure is told in the field: for `InlineEdit.onSave`. */
export function useFieldSave(): SaveField {
  const { edit } = useOpenCard()
  const failureText = useFailureText()
  return useCallback(
    async (change, name, input) => {
      const result = await edit(change, name, input)
      return result.ok ? undefined : failureText(result.failure).what
    },
    [edit, failureText],
  )
}
