import { expect, test } from '@playwright/test'
import type { CustomerId } from '#shared/domain/ids.ts'
import { until } from '../pbx/until.ts'
import { asFirst, cardOf, type Desktop, must, officeOfFile, offline, someCustomer, upToDate } from './office.ts'

/** Two desktops and a server, as in the README; each of them a process of its own. */
const office = officeOfFile()

async function cityOf({ seat }: Desktop, customerId: CustomerId): Promise<string | undefined> {
  return (await cardOf(seat, customerId)).customer.city
}

const city = (desktop: Desktop, customerId: CustomerId, value: string) =>
  desktop.seat.call('customers.edit', { customerId, changes: { city: value } })

test('a change at one desktop is seen at the other', async () => {
  const first = await office().desktop('operator')
  const second = await office().desktop('supervisor')
  const customerId = await someCustomer(first.seat)
  await city(first, customerId, 'Полтава-1')
  await until('the other desktop has it', 5_000, async () => (await cityOf(second, customerId)) === 'Полтава-1')
  await upToDate(first.seat)
})

test('what two people typed without the server is merged, and what lost is settled by a person', async () => {
  const first = await office().desktop('operator')
  const second = await office().desktop('supervisor')
  const customerId = await someCustomer(first.seat)
  await office().loseServer()
  await offline(first.seat)
  await city(first, customerId, 'Перша')
  await city(second, customerId, 'Друга')
  await first.seat.call('customers.edit', { customerId, changes: { address: 'вул. Перша, 1' } })
  expect(await cityOf(first, customerId)).toBe('Перша')
  await office().regainServer()
  for (const desktop of [first, second]) await upToDate(desktop.seat)
  const stands = await until('both say the same', 10_000, async () => {
    const [one, other] = [await cityOf(first, customerId), await cityOf(second, customerId)]
    return one === other && one
  })
  expect(['Перша', 'Друга']).toContain(stands)
  const lost = stands === 'Перша' ? 'Друга' : 'Перша'
  const conflict = await until('the conflict is in the inbox', 10_000, async () => {
    const open = must(await second.seat.call('conflicts.list', { status: 'open', limit: 10 }))
    return open.find(({ row, field }) => row === customerId && field === 'city')
  })
  expect(conflict).toMatchObject({ kept: { value: stands }, lost: { value: lost } })
  await second.seat.call('conflicts.settle', { conflictIds: [conflict.conflictId], choice: { kind: 'lost' } })
  await until('the other value stands everywhere', 10_000, async () => (await cityOf(first, customerId)) === lost)
  expect((await cardOf(first.seat, customerId)).customer.address).toBe('вул. Перша, 1')
})

test('a desktop killed with unsent work sends it after its restart', async () => {
  const first = await office().desktop('operator')
  const second = await office().desktop('supervisor')
  const customerId = await someCustomer(first.seat)
  await office().loseServer()
  await offline(first.seat)
  await city(first, customerId, 'Ненадіслане')
  await first.app.kill()
  // Nobody is there to ask: the password opens the copy, and the work is in it.
  const again = await office().restart(first, asFirst(office().server.account('operator')))
  await again.seat.until('session', (session) => session.kind === 'signed-in' && session.offline)
  expect(await cityOf(again, customerId)).toBe('Ненадіслане')
  await office().regainServer()
  await upToDate(again.seat)
  await until('the other desktop has it', 10_000, async () => (await cityOf(second, customerId)) === 'Ненадіслане')
})
