import { expect, test } from '@playwright/test'
import type { CustomerId } from '#shared/domain/ids.ts'
import { until } from '../pbx/until.ts'
import { cardOf, must, officeOfFile, offline, upToDate } from './office.ts'

/** Those who see less: a field office with one territory and no network, an analyst without numbers and amounts. */
const office = officeOfFile()
test.use({ actionTimeout: 20_000 })

test('fifty changes made without the server are sent when it is back, beside what others changed meanwhile', async () => {
  const field = await office().desktop('field-office')
  const others = await office().desktop('operator')
  const own = [...new Set(must(await field.seat.call('cases.list', { limit: 500 })).map(({ customerId }) => customerId))]
  expect(own.length).toBeGreaterThan(1)
  await office().loseServer()
  await offline(field.seat)
  await offline(others.seat)
  for (let nth = 0; nth < 50; nth++) {
    const customerId = own[nth % own.length]!
    must(await field.seat.call('customers.addFact', { customerId, label: 'Замір', value: `№ ${nth}` }))
  }
  await field.seat.until('sync', ({ waiting }) => waiting === 50)
  for (const customerId of own) must(await others.seat.call('customers.edit', { customerId, changes: { city: 'Нове місто' } }))
  await office().regainServer()
  for (const { seat } of [field, others]) must(await seat.call('sync.now', {}))
  for (const { seat } of [field, others]) await upToDate(seat)
  const measured = async (customerId: CustomerId) =>
    (await cardOf(others.seat, customerId)).facts.filter(({ label }) => label === 'Замір').length
  await until('all fifty are at the others', 15_000, async () => {
    const counts = await Promise.all(own.map(measured))
    return counts.reduce((sum, count) => sum + count, 0) === 50
  })
  for (const customerId of own) {
    await until('the city is here', 10_000, async () => (await cardOf(field.seat, customerId)).customer.city === 'Нове місто')
  }
})

test('an analyst sees neither numbers nor amounts, on the screen or behind it', async () => {
  const operator = await office().desktop('operator')
  const analyst = await office().desktop('analyst')
  const cards = await Promise.all(
    must(await operator.seat.call('cases.list', { limit: 500 })).map(({ customerId }) => cardOf(operator.seat, customerId)),
  )
  const rich = cards.find(({ customer, contactPoints }) => customer.lifetimeValue > 99_999 && contactPoints.length > 0)!
  const { customerId, name, lifetimeValue, monthlyValue } = rich.customer
  const masked = await cardOf(analyst.seat, customerId)
  expect(masked.customer.name).toBe(name)
  const answer = JSON.stringify(masked)
  const secrets = rich.contactPoints.map(({ value }) => value)
  for (const secret of [...secrets, ...secrets.map((one) => one.slice(-7))]) expect(answer).not.toContain(secret)
  for (const amount of [lifetimeValue, monthlyValue]) expect(answer).not.toContain(String(amount))

  // Numbers stand in calls and tasks as well.
  const asks = ['calls.recent', 'calls.missed', 'tasks.list'] as const
  for (const ask of asks) {
    const [whole, hidden] = await Promise.all(
      [operator, analyst].map(async ({ seat }) => JSON.stringify(must(await seat.call(ask, { limit: 100 })))),
    )
    expect(whole, ask).toMatch(/"e164":"\+\d{9,}"/)
    expect(hidden, ask).not.toMatch(/\+\d{9,}/)
  }

  await analyst.page.keyboard.press('Control+K')
  await analyst.page.keyboard.type(name)
  await expect(analyst.page.getByRole('option').first()).toContainText(name)
  await analyst.page.keyboard.press('Enter')
  const card = analyst.page.getByRole('region', { name: 'Картка клієнта' })
  await expect(card.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(card.getByText('•••').first()).toBeVisible()
  const text = await card.innerText()
  for (const secret of secrets) expect(text.replaceAll(/[^+\d@.a-z]/gi, '')).not.toContain(secret.slice(-7))
})
