import { describe, expect, it } from 'vitest'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import { applyEdits, type CardChange, nextEdits } from './pending-edits.ts'

const card = { customer: { name: 'A', city: 'X' } } as unknown as CustomerCard
const set =
  (changes: Partial<CustomerCard['customer']>): CardChange =>
  (before) => ({ ...before, customer: { ...before.customer, ...changes } })
const start = (id: number, apply: CardChange) => ({ kind: 'started', id, apply }) as const

describe('pending edits', () => {
  it('shows an edit at once and takes it back when refused, leaving the others', () => {
    let edits = nextEdits([], start(1, set({ name: 'B' })))
    edits = nextEdits(edits, start(2, set({ city: 'Y' })))
    expect(applyEdits(card, edits).customer).toMatchObject({ name: 'B', city: 'Y' })
    edits = nextEdits(edits, { kind: 'refused', id: 1 })
    expect(applyEdits(card, edits).customer).toMatchObject({ name: 'A', city: 'Y' })
  })

  it('keeps a saved edit until a newer card comes, and an unsaved one beyond it', () => {
    let edits = nextEdits(nextEdits([], start(1, set({ name: 'B' }))), { kind: 'saved', id: 1 })
    edits = nextEdits(edits, start(2, set({ city: 'Y' })))
    expect(applyEdits(card, edits).customer.name).toBe('B')
    edits = nextEdits(edits, { kind: 'refreshed' })
    expect(applyEdits(card, edits).customer).toMatchObject({ name: 'A', city: 'Y' })
  })
})
