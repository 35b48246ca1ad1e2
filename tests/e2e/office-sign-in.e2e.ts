import { expect, type Page, test } from '@playwright/test'
import { TOTP } from 'otpauth'
import { until } from '../pbx/until.ts'
import { asFirst, must, officeOfFile, offline, rail, someCustomer, upToDate } from './office.ts'
import { tabTo } from './tab-to.ts'

/** The way in and out of a desktop, on the screen. */
const office = officeOfFile()
test.use({ actionTimeout: 20_000 })

const login = (page: Page) => page.getByRole('textbox', { name: 'Логін' })
const password = (page: Page) => page.getByLabel('Пароль', { exact: true })
const title = (page: Page) => page.getByRole('heading', { level: 1 })
const account = (page: Page) => page.getByRole('button', { name: /^Обліковий запис:/ })

async function signIn(page: Page, who: { login: string; password: string }): Promise<void> {
  await login(page).fill(who.login)
  await password(page).fill(who.password)
  await page.keyboard.press('Enter')
}

async function choose(page: Page, action: RegExp | string): Promise<void> {
  await account(page).click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('by keyboard alone: what is wrong is said in words, the language is changed, the right password lets in', async () => {
  const { page } = await office().desktop(undefined)
  const who = office().server.account('operator1')
  await expect(title(page)).toHaveText('Вхід у Dzvin')
  await expect(login(page)).toBeFocused()
  await page.keyboard.type(who.login)
  await page.keyboard.press('Tab')
  await page.keyboard.type('не той пароль')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Неправильний логін або пароль.')
  await expect(password(page)).toBeFocused()

  const languages = page.getByRole('radiogroup', { name: 'Мова' })
  await tabTo(page, languages.getByRole('radio', { name: 'Українська' }))
  await page.keyboard.press('ArrowRight')
  await expect(title(page)).toHaveText('Вход в Dzvin')
  await page.keyboard.press('ArrowRight')
  await expect(title(page)).toHaveText('Sign in to Dzvin')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(title(page)).toHaveText('Вхід у Dzvin')

  await tabTo(page, password(page), 'Shift+Tab')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(who.password)
  await page.keyboard.press('Enter')
  await expect(rail(page)).toBeVisible()
})

test('a restart asks for the password, also while the server is away, and the copy is there', async () => {
  const first = await office().desktop('operator1')
  const who = office().server.account('operator1')
  const known = must(await first.seat.call('cases.list', { limit: 500 })).length
  first.line.cut()
  const { page, seat } = await office().restart(first)
  await expect(page.getByText('без сервера працює до')).toBeVisible()
  await expect(login(page)).toHaveValue(who.login)
  await expect(password(page)).toBeFocused()
  await page.keyboard.type('не той пароль')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Неправильний логін або пароль.')
  await page.keyboard.type(who.password)
  await page.keyboard.press('Enter')
  await expect(rail(page)).toBeVisible()
  expect(must(await seat.call('cases.list', { limit: 500 }))).toHaveLength(known)
  await account(page).click()
  await expect(page.getByText('Вхід без сервера діє до')).toBeVisible()
  await page.keyboard.press('Escape')
  first.line.mend()
  await seat.until('session', (session) => session.kind === 'signed-in' && !session.offline)
})

test('signing out leaves the copy and says what is not sent; somebody else never gets in with it', async () => {
  const desktop = await office().desktop('operator1')
  const { page, seat, line } = desktop
  line.cut()
  await offline(seat)
  must(await seat.call('customers.edit', { customerId: await someCustomer(seat), changes: { city: 'Суми' } }))
  await choose(page, 'Вийти')
  const question = page.getByRole('alertdialog', { name: 'Вийти?' })
  await expect(question).toContainText('1 зміну ще не надіслано.')
  await question.getByRole('button', { name: 'Вийти' }).click()
  await expect(title(page)).toHaveText('Вхід у Dzvin')
  expect(await seat.call('cases.list', { limit: 1 })).toMatchObject({ ok: false })
  await signIn(page, { login: 'operator2', password: office().server.account('operator2').password })
  await expect(page.getByRole('alert')).toContainText('для цього логіна тут немає копії')
  line.mend()
  await signIn(page, office().server.account('operator1'))
  await expect(rail(page)).toBeVisible()
  await upToDate(seat)
})

test('a second factor is set up and asked for from then on, and taken away again', async () => {
  const desktop = await office().desktop('operator2')
  const { page } = desktop
  const who = office().server.account('operator2')
  await choose(page, /^Другий фактор/)
  const dialog = page.getByRole('dialog', { name: 'Другий фактор' })
  await expect(dialog.getByRole('img', { name: 'QR-код для застосунку-автентифікатора' })).toBeVisible()
  const secret = (await dialog.locator('bdi').innerText()).replaceAll(' ', '')
  const totp = new TOTP({ secret })
  await dialog.getByRole('textbox', { name: 'Код' }).fill('000000')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('Код неправильний.')
  let used = totp.generate()
  await dialog.getByRole('textbox', { name: 'Код' }).fill(used)
  await page.keyboard.press('Enter')
  const codes = page.getByRole('alertdialog', { name: 'Другий фактор' })
  await expect(codes).toContainText('Збережіть ці запасні коди.')
  const [recovery] = await codes.getByRole('listitem').allInnerTexts()
  await codes.getByRole('button', { name: 'Збережено' }).click()

  await choose(page, 'Вийти')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Вийти' }).click()
  await signIn(page, who)
  const code = page.getByRole('textbox', { name: 'Код' })
  await expect(code).toBeFocused()
  // Each code is good once, also the one that it was set up with.
  await code.fill(used)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Код неправильний.')
  await code.fill(recovery!.trim())
  await page.keyboard.press('Enter')
  await expect(rail(page)).toBeVisible()

  used = await until('the next code', 40_000, () => (totp.generate() === used ? undefined : totp.generate()))
  await choose(page, /^Другий фактор/)
  await page.getByRole('textbox', { name: 'Код' }).fill(used)
  await page.getByRole('button', { name: 'Вимкнути' }).click()
  await expect(page.getByText('Другий фактор вимкнено')).toBeVisible()
})

test('own sessions are listed, and another one is ended from here', async () => {
  const here = await office().desktop('supervisor')
  const there = await office().desktop('supervisor')
  await choose(here.page, 'Мої сеанси')
  const dialog = here.page.getByRole('dialog', { name: 'Мої сеанси' })
  const names = [here, there].map(({ dataDir }) => dataDir.split('/').at(-1)!)
  await expect(dialog.getByText('цей', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: `Завершити сеанс на ${names[1]}` }).click()
  await expect(dialog.getByRole('button', { name: `Завершити сеанс на ${names[1]}` })).toBeHidden()
  await expect(title(there.page)).toHaveText('Вхід у Dzvin')
  const again = await office().restart(there, asFirst(office().server.account('supervisor')))
  await expect(rail(again.page)).toBeVisible()
})
