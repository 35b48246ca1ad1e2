import { access } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { until } from '../pbx/until.ts'
import { filesBelow } from './files-below.ts'
import { cardOf, type Desktop, must, officeOfFile, offline, rail, someCustomer } from './office.ts'

/** People and their computers, as an administrator keeps them, and what the others see of it. */
const office = officeOfFile()
test.use({ actionTimeout: 20_000 })

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const deviceOf = ({ dataDir }: Desktop) => path.basename(dataDir)

async function administration(tab: string): Promise<Desktop> {
  const desktop = await office().desktop('administrator')
  await rail(desktop.page).getByRole('button', { name: 'Керування' }).click()
  await desktop.page.getByRole('tab', { name: tab }).click()
  return desktop
}

/** The box itself is drawn by its label. */
const tick = (form: Locator, territory: string) =>
  form.getByRole('group', { name: 'Території' }).getByText(territory, { exact: true }).click()

/** Presses the button of a device's row and the one that confirms it. */
async function actOn(page: Page, action: string, device: string): Promise<void> {
  await page.getByRole('button', { name: `${action}: ${device}`, exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: action }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
}

test('a new user gets a one-time password, signs in with it elsewhere and must choose another', async () => {
  const { page } = await administration('Користувачі')
  await page.getByRole('button', { name: 'Новий користувач' }).click()
  const form = page.getByRole('dialog', { name: 'Новий користувач' })
  await form.getByRole('textbox', { name: 'Ім’я' }).fill('Зразок Перший')
  await form.getByRole('textbox', { name: 'Логін' }).fill('zrazok1')
  await tick(form, 'Територія 1')
  await form.getByRole('button', { name: 'Створити' }).click()
  const shown = page.getByRole('alertdialog', { name: 'Одноразовий пароль' })
  const oneTime = await shown.locator('code').innerText()
  await shown.getByRole('button', { name: 'Передано' }).click()
  await expect(page.getByText(oneTime)).toHaveCount(0)
  await expect(page.getByRole('row').filter({ hasText: 'zrazok1' })).toBeVisible()

  const own = 'чотири слова і ще одне'
  const elsewhere = (await office().desktop(undefined)).page
  await elsewhere.getByRole('textbox', { name: 'Логін' }).fill('zrazok1')
  await elsewhere.getByLabel('Пароль', { exact: true }).fill(oneTime)
  await elsewhere.keyboard.press('Enter')
  await expect(title(elsewhere)).toHaveText('Придумайте власний пароль')
  await elsewhere.getByLabel('Одноразовий пароль').fill(oneTime)
  await elsewhere.getByLabel('Новий пароль', { exact: true }).fill(own)
  await elsewhere.getByLabel('Новий пароль ще раз').fill(own)
  await elsewhere.keyboard.press('Enter')
  await expect(rail(elsewhere)).toBeVisible()
  await expect(elsewhere.getByRole('button', { name: 'Обліковий запис: Зразок Перший' })).toBeVisible()
})

test('customers of a territory that was taken away vanish from the desktop within seconds', async () => {
  const operator = await office().desktop('operator2')
  const { page, seat } = await administration('Користувачі')
  const seen = must(await operator.seat.call('cases.list', { limit: 500 })).length
  await page.getByRole('row').filter({ hasText: 'operator2' }).click()
  const form = page.getByRole('dialog')
  for (const nth of [2, 3, 4, 5, 6]) await tick(form, `Територія ${nth}`)
  await form.getByRole('button', { name: 'Зберегти' }).click()
  await expect(form).toBeHidden()
  const left = await until('they vanish', 10_000, async () => {
    const cases = must(await operator.seat.call('cases.list', { limit: 500 }))
    return cases.length < seen && cases
  })
  const here = new Set(left.map(({ customerId }) => customerId))
  const everywhere = must(await seat.call('cases.list', { limit: 500 }))
  const gone = everywhere.find(({ customerId }) => !here.has(customerId))
  await until('the card is gone as well', 10_000, async () => {
    const card = await operator.seat.call('customers.card', { customerId: gone!.customerId })
    return !card.ok && card.failure.kind === 'not-found'
  })
})

test('a revoked device is signed out with the reason, and let in again', async () => {
  const operator = await office().desktop('operator1')
  const { page } = await administration('Пристрої')
  await actOn(page, 'Скасувати доступ', deviceOf(operator))
  await expect(title(operator.page)).toHaveText('Вхід у Dzvin')
  await expect(operator.page.getByText('Доступ цього комп’ютера скасовано.')).toBeVisible()
  await page.getByRole('button', { name: `Дозволити знову: ${deviceOf(operator)}`, exact: true }).click()
  await expect(page.getByRole('button', { name: `Скасувати доступ: ${deviceOf(operator)}`, exact: true })).toBeVisible()
  await operator.page.getByLabel('Пароль', { exact: true }).fill(office().server.account('operator1').password)
  await operator.page.keyboard.press('Enter')
  await expect(rail(operator.page)).toBeVisible()
})

test('a wiped device leaves no file behind; what it had not sent is accepted from quarantine', async () => {
  const operator = await office().desktop('operator1')
  const customerId = await someCustomer(operator.seat)
  const database = (await filesBelow(operator.dataDir)).find((file) => path.basename(file) === 'dzvin.db')!
  const { page, seat } = await administration('Пристрої')
  operator.line.cut()
  await offline(operator.seat)
  must(await operator.seat.call('customers.edit', { customerId, changes: { city: 'Не надіслано' } }))
  await actOn(page, 'Стерти дані', deviceOf(operator))
  operator.line.mend()
  await expect(operator.page.getByText('Адміністратор видалив дані на цьому комп’ютері.')).toBeVisible({ timeout: 30_000 })
  await until('the folder of the copy is gone', 10_000, () =>
    access(path.dirname(database)).then(
      () => false,
      () => true,
    ),
  )
  expect((await filesBelow(operator.dataDir)).filter((file) => file.includes('copies'))).toEqual([])

  await page.getByRole('tab', { name: 'Карантин' }).click()
  const held = page.getByRole('listitem').filter({ hasText: 'Не надіслано' })
  await held.getByRole('checkbox').check({ force: true })
  await page.getByRole('button', { name: 'Прийняти' }).click()
  await expect(held).toHaveCount(0)
  await until('it is at the desktops', 10_000, async () => (await cardOf(seat, customerId)).customer.city === 'Не надіслано')

  await page.getByRole('tab', { name: 'Журнал аудиту' }).click()
  await page.getByRole('button', { name: 'Перевірити журнал' }).click()
  await expect(page.getByText('Журнал цілий')).toBeVisible()
})
