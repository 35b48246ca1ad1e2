import { expect, type Page, test } from '@playwright/test'
import { until } from '../pbx/until.ts'
import { cardOf, must, officeOfFile, offline, rail, someCustomer, upToDate } from './office.ts'
import { tabTo } from './tab-to.ts'

/** The conflict inbox, without a mouse. */
const office = officeOfFile()
test.use({ actionTimeout: 20_000 })

const detail = (page: Page) => page.getByRole('region', { name: 'Розбіжність', exact: true })

test('both values side by side with who, when and where; one is chosen, one written anew, two settled at once', async () => {
  const first = await office().desktop('operator')
  const second = await office().desktop('supervisor')
  const customers = [0, 1, 2, 3].map((nth) => someCustomer(first.seat, nth))
  const [chosen, merged, third, fourth] = (await Promise.all(customers)) as [never, never, never, never]
  const all = [chosen, merged, third, fourth]
  const before = must(await second.seat.call('conflicts.list', { status: 'open', limit: 500 })).length
  second.line.cut()
  await offline(second.seat)
  for (const customerId of all) {
    must(await first.seat.call('customers.edit', { customerId, changes: { preferences: 'дзвонити вранці' } }))
    must(await second.seat.call('customers.edit', { customerId, changes: { preferences: 'писати у Viber' } }))
  }
  await upToDate(first.seat)
  second.line.mend()
  await second.seat.until('sync', ({ conflicts, waiting }) => conflicts === before + all.length && waiting === 0)
  const stands = async (customerId: never) => (await cardOf(first.seat, customerId)).customer.preferences

  const { page, seat } = second
  /** Steps to the conflict of this customer with J alone. */
  const goTo = async (customerId: never) => {
    const list = must(await seat.call('conflicts.list', { status: 'open', limit: 500 }))
    const row = page.locator('[data-conflict][aria-current]')
    await expect(row).toBeFocused()
    const at = list.findIndex((conflict) => conflict.customerId === customerId && conflict.field === 'preferences')
    for (let presses = 0; presses < list.length; presses++) await page.keyboard.press('k')
    for (let presses = 0; presses < at; presses++) await page.keyboard.press('j')
    await expect(row).toHaveAttribute('data-conflict', String(at))
  }
  await tabTo(page, rail(page).getByRole('button', { name: /^Розбіжності/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Розбіжності' })).toBeVisible()

  await goTo(chosen)
  const [kept, lost] = ['Чинне зараз', 'Інше'].map((side) => detail(page).locator('label').filter({ hasText: side }))
  await expect(kept!).toContainText('дзвонити')
  await expect(kept!).toContainText('Оператор 1')
  await expect(kept!).toContainText('desk-1')
  await expect(lost!).toContainText('Viber')
  await expect(lost!).toContainText('Супервізор 1')
  await expect(lost!).toContainText('desk-2')
  await expect(lost!).toContainText(/\d\d:\d\d/)
  await page.keyboard.press('2')
  await expect(lost!.getByRole('radio')).toBeChecked()
  await page.keyboard.press('Enter')
  await until('the other value stands at the other desktop', 10_000, async () => (await stands(chosen)) === 'писати у Viber')

  await goTo(merged)
  await tabTo(page, detail(page).getByRole('button', { name: 'Написати спільне значення' }))
  await page.keyboard.press('Enter')
  await expect(detail(page).getByRole('textbox')).toBeFocused()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('вранці у Viber')
  await tabTo(page, detail(page).getByRole('button', { name: /^Вирішити/ }))
  await page.keyboard.press('Enter')
  await until('the merged value stands', 10_000, async () => (await stands(merged)) === 'вранці у Viber')

  for (const customerId of [third, fourth]) {
    await goTo(customerId)
    await page.keyboard.press('x')
  }
  await expect(page.getByText('вибрано 2')).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Узяти інші' }))
  await page.keyboard.press('Enter')
  for (const customerId of [third, fourth]) {
    await until('both are settled', 10_000, async () => (await stands(customerId)) === 'писати у Viber')
  }
  await until('all are settled', 5_000, async () => {
    const open = must(await first.seat.call('conflicts.list', { status: 'open', limit: 500 }))
    return open.length === before
  })
  await tabTo(page, page.getByRole('radio', { name: /^Відкриті/ }), 'Shift+Tab')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(/^Вирішено: Супервізор 1/)).toBeVisible()
})
