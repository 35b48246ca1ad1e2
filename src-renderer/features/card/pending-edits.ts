import type { CustomerCard } from '#shared/domain/customer/customer.ts'

export type CardChange = (card: CustomerCard) => CustomerCard

/** One change shown before it is confirmed. `settled`: saved, and shown until the next card from the main process holds it. */
interface PendingEdit {
  readonly id: number
  readonly settled: boolean
  readonly apply: CardChange
}

/** Optimistic edits over a card, oldest first. */
export type PendingEdits = readonly PendingEdit[]

export type EditEvent =
  | { readonly kind: 'started'; readonly id: number; readonly apply: CardChange }
  | { readonly kind: 'saved'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number }
  /** A newer card came: what was saved is in it. */
  | { readonly kind: 'refreshed' }

export function nextEdits(edits: PendingEdits, event: EditEvent): PendingEdits {
  switch (event.kind) {
    case 'started':
      return [...edits, { id: event.id, apply: event.apply, settled: false }]
    case 'saved':
      return edits.map((edit) => (edit.id === event.id ? { ...edit, settled: true } : edit))
    case 'refused':
      return edits.filter((edit) => edit.id !== event.id)
    case 'refreshed':
      return edits.some((edit) => edit.settled) ? edits.filter((edit) => !edit.settled) : edits
  }
}

export function applyEdits(card: CustomerCard, edits: PendingEdits): CustomerCard {
  return edits.reduce((shown, edit) => edit.apply(shown), card)
}
