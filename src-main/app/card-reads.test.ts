import { expect, it } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { customerId, interactionId } from '#shared/domain/ids.ts'
import type { Change } from '#shared/entities/change.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { CardReads } from './card-reads.ts'

const customer = customerId.parse('customer-1')
const call = interactionId.parse('call-1')
const popped = {
  interactionId: call,
  match: { kind: 'sure', customerId: customer, reason: 'number' },
  card: {},
} as unknown as Parameters<CardReads['popped']>[0]

function reads(on = true) {
  const clock = new ManualClock()
  const written: Change[] = []
  const disk = { full: false }
  let ids = 0
  const write = async (changes: readonly Change[]) => {
    if (disk.full) return fail('store-full')
    written.push(...changes)
    return ok({ durable: true })
  }
  const cardReads = new CardReads({ clock, ids: { next: () => `read-${++ids}` }, log: quietLog, store: { write }, on })
  return { clock, written, disk, cardReads }
}

it('notes a card that was opened, once in five minutes', () => {
  const { cardReads, written, clock } = reads()
  cardReads.opened(customer)
  cardReads.opened(customer)
  clock.advance(299_999)
  cardReads.opened(customer)
  expect(written).toEqual([
    {
      kind: 'create',
      entity: 'card_reads',
      id: 'read-1',
      fields: { customerId: 'customer-1', interactionId: null, atMs: clock.epochMs() - 299_999 },
    },
  ])
  clock.advance(1)
  cardReads.opened(customer)
  cardReads.opened(customerId.parse('customer-2'))
  expect(written).toHaveLength(3)
})

it('notes a pop with its call, after the pop', () => {
  const { cardReads, written, clock } = reads()
  cardReads.popped(popped)
  cardReads.popped(popped)
  expect(written).toEqual([])
  clock.advance(0)
  expect(written).toMatchObject([{ fields: { customerId: 'customer-1', interactionId: 'call-1' } }])
  cardReads.opened(customer)
  expect(written).toHaveLength(2)
})

it('notes no pop that showed no card', () => {
  const { cardReads, written, clock } = reads()
  cardReads.popped({ ...popped, card: undefined })
  cardReads.popped({ ...popped, match: { kind: 'unknown' } })
  clock.advance(0)
  expect(written).toEqual([])
})

it('tries again at the next look when the disk was full', async () => {
  const { cardReads, written, disk } = reads()
  disk.full = true
  cardReads.opened(customer)
  disk.full = false
  await expect
    .poll(() => {
      cardReads.opened(customer)
      return written.length
    })
    .toBe(1)
})

it('notes nothing where no server audits', () => {
  const { cardReads, written } = reads(false)
  cardReads.opened(customer)
  expect(written).toEqual([])
})
