import { expect, type Page, test } from '@playwright/test'
import { until } from '../pbx/until.ts'
import { badge, cardOf, must, officeOfFile, offline, someCustomer, upToDate } from './office.ts'

/** The badge and what is behind it: what waits, what was refused. */
const office = officeOfFile()
test.use({ actionTimeout: 20_000 })

const panel = (page: Page) => page.getByRole('dialog', { name: 'Синхронізація' })

test('the badge goes from up to date to offline with what waits, and back when it was sent', async () => {
  const { page, seat, line } = await office().desktop('operator1')
  const customerId = await someCustomer(seat)
  await expect(badge(page)).toHaveText('Актуально')
  line.cut()
  await expect(badge(page)).toHaveText(/^Без мережі з /)
  must(await seat.call('customers.edit', { customerId, changes: { city: 'Умань' } }))
  must(await seat.call('customers.edit', { customerId, changes: { address: 'вул. Садова, 1' } }))
  await expect(badge(page)).toHaveAccessibleName(/Сервер не відповідає з .*Тут чекають 2 зміни\./)
  await badge(page).press('Enter')
  await expect(panel(page)).toContainText('усе зберігається тут і пізніше надішлеться саме')
  await expect(panel(page).getByRole('listitem')).toHaveCount(2)
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'Умань' })).toBeVisible()
  line.mend()
  await panel(page).getByRole('button', { name: 'Спробувати зараз' }).click()
  await expect(panel(page)).toContainText('Нічого не чекає.')
  await page.keyboard.press('Escape')
  await expect(badge(page)).toHaveText('Актуально')
})

test('what a cut in rights refused is shown with its reason; one is mended and sent again, one discarded', async () => {
  const { page, seat, line } = await office().desktop('operator2')
  const admin = await office().desktop('administrator')
  const setRole = async (role: 'operator' | 'analyst') =>
    must(await admin.seat.call('admin.changeUser', { userId: 'user-operator2', changes: { role } }))
  const [mended, dropped] = [await someCustomer(seat, 0), await someCustomer(seat, 1)]
  const cityBefore = (await cardOf(admin.seat, dropped)).customer.city
  line.cut()
  await offline(seat)
  must(await seat.call('customers.edit', { customerId: mended, changes: { city: 'Перше' } }))
  must(await seat.call('customers.edit', { customerId: dropped, changes: { city: 'Друге' } }))
  await setRole('analyst')
  line.mend()
  await expect(badge(page)).toHaveText('Відхилено 2', { timeout: 30_000 })
  await badge(page).click()
  const first = panel(page).getByRole('listitem').filter({ hasText: 'Перше' })
  await expect(first).toContainText('Вашій ролі цього не дозволено.')
  await page.keyboard.press('Escape')

  await setRole('operator')
  await badge(page).click()
  await first.getByRole('button', { name: 'Виправити й надіслати знову' }).click()
  const form = page.getByRole('dialog', { name: /виправити й надіслати$/ })
  await form.getByRole('textbox', { name: 'Місто' }).fill('Виправлене')
  await form.getByRole('button', { name: 'Надіслати знову' }).click()
  await until('it has arrived', 10_000, async () => (await cardOf(admin.seat, mended)).customer.city === 'Виправлене')

  await panel(page).getByRole('listitem').filter({ hasText: 'Друге' }).getByRole('button', { name: 'Відкинути' }).click()
  const question = page.getByRole('alertdialog', { name: 'Відкинути цю зміну?' })
  await expect(question).toContainText('Друге')
  await question.getByRole('button', { name: 'Відкинути' }).click()
  await expect(question).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(badge(page)).toHaveText('Актуально')
  await upToDate(seat)
  expect((await cardOf(seat, dropped)).customer.city).toBe(cityBefore)
})
