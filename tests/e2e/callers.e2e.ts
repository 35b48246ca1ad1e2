import { expect, type Page } from '@playwright/test'
import {
  answer,
  asking,
  bar,
  card,
  cardName,
  hangUpAndWrapUp,
  history,
  script,
  simulate,
  tabs,
  test,
  type Who,
  type Workplace,
} from './workplace.ts'

/** Everyone who may call, as the operator meets them. */
test.use({ actionTimeout: 20_000 })
test.beforeEach(({ workplace }) => expect(workplace.complaints).toEqual([]))

const names = (page: Page) => asking(page).getByRole('option')

/** Rings until a call is as `fits` wants it, and gives its number as it is shown. The demo line picks its callers by chance. */
async function ring(page: Page, { seat }: Workplace, who: Who, fits = async () => true): Promise<string> {
  for (let tries = 0; tries < 30; tries++) {
    await simulate(page, who)
    const [item] = await seat().until('work', (work) => work.length === 1)
    const number = item?.caller.number?.display ?? ''
    // Who is called back on a number with these ends is busy or gone.
    if (!/9[789]$/.test(number) && (await fits())) return number
    await page.keyboard.press('F8')
    await expect(tabs(page)).toHaveCount(0)
  }
  throw new Error(`nobody fitting called: ${who}`)
}

/** A call with that number again, from here: the demo line picks its callers itself. */
async function dial(page: Page, number: string): Promise<void> {
  await page.keyboard.press('F9')
  await page.keyboard.type(number)
  await page.keyboard.press('Enter')
  await expect(tabs(page)).toHaveCount(1)
}

test('several on one number: a digit chooses, and it is remembered', async ({ page, workplace }) => {
  const number = await ring(page, workplace, 'shared', async () => {
    await expect(asking(page).or(card(page))).toBeVisible()
    // Some shared numbers have a likely owner; then there is a card instead of a choice.
    return asking(page).isVisible()
  })
  await expect(asking(page)).toContainText('кілька клієнтів')
  expect(await names(page).count()).toBeGreaterThan(1)
  const second = ((await names(page).nth(1).locator('bdi').first().textContent()) ?? '').trim()
  await answer(page)
  await page.keyboard.press('2')
  expect(await cardName(page)).toBe(second)
  await expect(tabs(page)).toContainText(second)
  await expect(script(page)).toBeVisible()
  await hangUpAndWrapUp(page)

  await dial(page, number)
  expect(await cardName(page)).toBe(second)
})

test('an unknown caller becomes a customer with the number filled in, and is known the next time', async ({
  page,
  workplace,
}) => {
  const name = 'Новенька Одарка'
  const number = await ring(page, workplace, 'unknown')
  await expect(asking(page).getByRole('heading', { level: 1 })).toHaveText(number)
  await answer(page)
  await asking(page).getByRole('button', { name: 'Новий клієнт' }).click()
  await expect(asking(page).getByLabel('Телефон')).toHaveValue(number)
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  expect(await cardName(page)).toBe(name)
  await expect(card(page)).toContainText(number)
  await hangUpAndWrapUp(page)

  await dial(page, number)
  expect(await cardName(page)).toBe(name)
  await expect(history(page).getByRole('article')).toHaveCount(1)
})

test('a withheld number is named so, and its customer can be found', async ({ page }) => {
  await simulate(page, 'anonymous')
  await expect(tabs(page)).toContainText('Прихований номер')
  await expect(bar(page)).toContainText('Прихований номер')
  await expect(page.getByTestId('announcer')).toContainText('Прихований номер')
  await answer(page)
  await asking(page).getByLabel('Пошук клієнта').fill('а')
  const found = names(page).first()
  const name = ((await found.locator('bdi').first().textContent()) ?? '').trim()
  await found.click()
  expect(await cardName(page)).toBe(name)
  await hangUpAndWrapUp(page)
})

test('a VIP is marked as one', async ({ page }) => {
  await simulate(page, 'vip')
  await expect(card(page).getByText('VIP', { exact: true })).toBeVisible()
  await page.keyboard.press('F8')
  await expect(tabs(page)).toHaveCount(0)
})

test('a hostile name is harmless text in every place', async ({ page, workplace }) => {
  const plain = '<img src=x onerror=alert(1)>'
  await simulate(page, 'hostile')
  // Whatever the name would make is looked for, beside the complaints that every test ends with.
  const intruders = () => page.locator('img[src=x], body script').count()
  await expect(bar(page)).toContainText(plain)
  await expect(asking(page).locator('bdi').filter({ hasText: plain }).first()).toBeVisible()
  for (const place of [bar(page), asking(page), tabs(page), page.getByTestId('announcer')]) {
    expect(await place.first().textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/u)
  }
  expect(await intruders()).toBe(0)
  const apart = await page.evaluate((text) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const bare: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (node.textContent?.includes(text) && !parent?.closest('bdi,[role=alert]')) bare.push(parent?.outerHTML ?? '')
    }
    return bare
  }, plain)
  expect(apart, 'text that is not isolated').toEqual([])

  await answer(page)
  await asking(page).getByRole('button', { name: 'Новий клієнт' }).click()
  await asking(page).getByRole('button', { name: 'Створити картку' }).click()
  expect(await cardName(page)).toContain(plain)
  await expect(tabs(page)).toContainText(plain)
  expect(await intruders()).toBe(0)
  await hangUpAndWrapUp(page)

  await page.getByRole('button', { name: 'Журнал' }).click()
  await page.getByRole('tab', { name: 'Нещодавні' }).click()
  await expect(page.getByRole('row').filter({ hasText: plain })).toHaveCount(1)
  await page.getByRole('button', { name: 'Клієнти' }).click()
  await page.getByLabel('Пошук клієнта').fill('<img')
  await expect(page.getByRole('option').filter({ hasText: plain })).toHaveCount(1)
  expect(await intruders()).toBe(0)
  expect(workplace.complaints).toEqual([])
})

test('a wrong match is corrected in the call, and the correction is remembered', async ({ page, workplace }) => {
  const number = await ring(page, workplace, 'known')
  const wrong = await cardName(page)
  await answer(page)
  await card(page).getByRole('button', { name: 'Це інший клієнт' }).click()
  const search = asking(page).getByLabel('Пошук клієнта')
  await expect(search).toBeFocused()
  await search.fill('а')
  const other = names(page).filter({ hasNotText: wrong }).first()
  const right = ((await other.locator('bdi').first().textContent()) ?? '').trim()
  await other.click()
  await expect(card(page).getByRole('heading', { level: 1 })).toHaveText(right)
  await expect(tabs(page)).toContainText(right)
  await hangUpAndWrapUp(page)

  await dial(page, number)
  expect(await cardName(page)).toBe(right)
})
