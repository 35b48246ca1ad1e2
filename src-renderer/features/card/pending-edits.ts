import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import type { Failure } from '#shared/domain/failure/failure.ts'

/** One change shown before it is confirmed. `settled`: saved, and shown until the next card from the main process holds it. */
interface PendingEdit {
  readonly id: number
  readonly field: string
  readonly settled: boolean
  readonly apply: (card: CustomerCard) => CustomerCard
}

/** Optimistic edits over a card. Failures are kept by field, until that field is edited again. */
export interface PendingEdits {
  readonly edits: readonly PendingEdit[]
  readonly failures: Readonly<Record<string, Failure>>
}

export type EditEvent =
  | { readonly kind: 'started'; readonly id: number; readonly field: string; readonly apply: PendingEdit['apply'] }
  | { readonly kind: 'saved'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'dismissed'; readonly field: string }
  /** A newer card came: what was saved is in it. */
  | { readonly kind: 'refreshed' }

export const noEdits: PendingEdits = { edits: [], failures: {} }

export function nextEdits(state: PendingEdits, event: EditEvent): PendingEdits {
  switch (event.kind) {
    case 'started':
      return {
        edits: [...state.edits, { id: event.id, field: event.field, apply: event.apply, settled: false }],
        failures: without(state.failures, event.field),
      }
    case 'saved':
      return { ...state, edits: state.edits.map((edit) => (edit.id === event.id ? { ...edit, settled: true } : edit)) }
    case 'refused': {
      const refused = state.edits.find((edit) => edit.id === event.id)
      if (!refused) return state
      return {
        edits: state.edits.filter((edit) => edit !== refused),
        failures: { ...state.failures, [refused.field]: event.failure },
      }
    }
    case 'dismissed':
      return { ...state, failures: without(state.failures, event.field) }
    case 'refreshed':
      return state.edits.some((edit) => edit.settled) ? { ...state, edits: state.edits.filter((edit) => !edit.settled) } : state
  }
}

export function applyEdits(card: CustomerCard, state: PendingEdits): CustomerCard {
  return state.edits.reduce((shown, edit) => edit.apply(shown), card)
}

function without(failures: PendingEdits['failures'], field: string): PendingEdits['failures'] {
  if (!(field in failures)) return failures
  const { [field]: _, ...rest } = failures
  return rest
}
