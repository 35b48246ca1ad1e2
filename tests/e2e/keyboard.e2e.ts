import { expect, type Locator, type Page } from '@playwright/test'
import { tabTo } from './tab-to.ts'
import { answer, bar, card, hangUpAndWrapUp, note, palette, simulate, tabs, test, wrapUp } from './workplace.ts'

/** Work without a mouse: nothing in this file clicks, but for the caller that the demo line is asked for. */
test.use({ actionTimeout: 20_000 })
test.beforeEach(({ workplace }) => expect(workplace.complaints).toEqual([]))

const heading = (page: Page) => card(page).getByRole('heading', { level: 1 })
const field = (page: Page) => page.getByRole('searchbox', { name: 'Набрати номер або знайти клієнта' })

async function findAndOpen(page: Page, spelled: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type(spelled)
  await expect(palette(page).getByRole('option').first()).toContainText('Жозефіна Бондаренко')
  await page.keyboard.press('Enter')
  await expect(heading(page)).toContainText('Жозефіна Бондаренко')
}

test('find, dial, talk, correct a fact, agree on a callback and finish', async ({ page }) => {
  await findAndOpen(page, 'Zhozefina Bondarenk')
  await tabTo(
    page,
    card(page)
      .getByRole('button', { name: /^Подзвонити/ })
      .first(),
  )
  await page.keyboard.press('Enter')
  await expect(tabs(page)).toContainText('Жозефіна Бондаренко')
  await expect(bar(page).getByRole('button', { name: 'Утримати' })).toBeVisible()
  await expect(heading(page)).toContainText('Жозефіна Бондаренко')

  await page.keyboard.press('F3')
  await expect(bar(page)).toContainText('На утриманні')
  await page.keyboard.press('h')
  await expect(bar(page).getByRole('button', { name: 'Утримати' })).toBeVisible()
  await page.keyboard.press('F4')
  await expect(bar(page)).toContainText('Мікрофон вимкнено')
  await page.keyboard.press('m')
  await expect(bar(page)).not.toContainText('Мікрофон вимкнено')

  await page.keyboard.press('d')
  const pad = page.getByRole('dialog', { name: 'Тонові цифри' })
  await expect(pad.getByRole('button', { name: 'Цифра 1' })).toBeFocused()
  await page.keyboard.type('42#')
  await expect(pad.getByLabel('Надіслано: 42#')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(pad).toBeHidden()

  const city = card(page).getByRole('button', { name: /^Місто:/ })
  await tabTo(page, city)
  await page.keyboard.press('Enter')
  await page.keyboard.type('Чернівці')
  await page.keyboard.press('Enter')
  await expect(card(page).getByRole('button', { name: 'Місто: Чернівці' })).toBeFocused()

  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()
  await tabTo(page, wrapUp(page).getByRole('button', { name: 'Передзвонити' }))
  await page.keyboard.press('Enter')
  const form = wrapUp(page).getByRole('group', { name: 'Передзвонити' })
  await tabTo(page, form.getByRole('radio').first())
  await page.keyboard.press('ArrowRight')
  await tabTo(page, form.getByLabel('Про що домовилися'))
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Сказати, коли приїде майстер')
  await page.keyboard.press('Enter')
  await expect(
    wrapUp(page)
      .getByRole('listitem')
      .filter({ hasText: /^\s*Передзвонити/ }),
  ).toBeVisible()
  await page.keyboard.press('F6')
  await page.keyboard.type('Домовилися передзвонити')
  await page.keyboard.press('Escape')
  for (const key of ['1', '1', 'Enter']) await page.keyboard.press(key)
  await expect(wrapUp(page)).toBeHidden()

  await page.keyboard.press('Control+K')
  await page.keyboard.type('Перейти: Завдання')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'Сказати, коли приїде майстер' })).toBeVisible()
  await findAndOpen(page, 'Bondarenko Zhozef')
  await expect(card(page).getByRole('button', { name: 'Місто: Чернівці' })).toBeVisible()
})

test('a number is dialled as it is typed, and hung up', async ({ page }) => {
  await page.keyboard.press('F9')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('067 555 12 34')
  await expect(bar(page)).toContainText('Наберемо 067 555 12 34')
  await page.keyboard.press('Enter')
  await expect(tabs(page)).toContainText('набираємо')
  // Single keys belong to the call, once it is one.
  await expect(page.locator('input:focus')).toHaveCount(0)
  await page.keyboard.press('F8')
  await expect(tabs(page)).toHaveCount(0)
})

test('a second call leaves what is being typed alone; tabs are swapped by keys', async ({ page, workplace }) => {
  await simulate(page, 'vip')
  await answer(page)
  await page.keyboard.press('F6')
  await page.keyboard.type('Перша ')
  const before = await note(page).boundingBox()
  await workplace.seat().call('demo.simulate', { who: 'unknown' })
  await expect(tabs(page)).toHaveCount(2)
  await expect(note(page)).toBeFocused()
  await page.keyboard.type('нотатка')
  await expect(note(page)).toHaveValue('Перша нотатка')
  // Where it was, as big as it was, and nothing over it.
  expect(await note(page).boundingBox()).toEqual(before)
  const covered = await note(page).evaluate((area) => {
    const { left, top, width, height } = area.getBoundingClientRect()
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + width * x, top + height * y] as const))
    return points.some(([x, y]) => document.elementFromPoint(x, y) !== area)
  })
  expect(covered).toBe(false)
  await expect(page.getByTestId('announcer')).toContainText('Дзвонить')

  // Answering the second holds the first.
  await page.keyboard.press('F2')
  await expect(tabs(page).nth(0)).toContainText('утримано')
  await expect(tabs(page).nth(1)).toContainText('розмова')
  await expect(tabs(page).nth(1)).toHaveAttribute('aria-current', 'true')
  await expect(note(page)).toHaveValue('')
  await page.keyboard.press('Control+1')
  await expect(tabs(page).nth(0)).toHaveAttribute('aria-current', 'true')
  await expect(note(page)).toHaveValue('Перша нотатка')
  // The keys are for who is spoken with; once nobody is, for the tab that is open.
  await page.keyboard.press('F3')
  await expect(tabs(page).nth(1)).toContainText('утримано')
  await page.keyboard.press('F3')
  await expect(tabs(page).nth(0)).toContainText('розмова')
  await expect(tabs(page).nth(1)).toContainText('утримано')
  await hangUpAndWrapUp(page)
  await expect(tabs(page)).toHaveCount(1)
  await hangUpAndWrapUp(page)
  await expect(tabs(page)).toHaveCount(0)
})

test('Esc closes what is open and never hangs up on somebody by the way', async ({ page }) => {
  await simulate(page, 'vip')
  await answer(page)
  const menu = page.getByRole('menu')
  const dialog = page.getByRole('dialog')
  const openings: readonly (readonly [string, Locator, () => Promise<void>])[] = [
    ['palette', palette(page), () => page.keyboard.press('Control+K')],
    ['list of shortcuts', dialog, () => page.keyboard.press('F1')],
    ['keypad', dialog, () => page.keyboard.press('d')],
    [
      'audio devices',
      menu,
      async () => {
        await tabTo(page, bar(page).getByRole('button', { name: 'Звук' }))
        await page.keyboard.press('Enter')
      },
    ],
    [
      'operator’s state',
      menu,
      async () => {
        await tabTo(page, page.getByRole('button', { name: /^Мій стан/ }))
        await page.keyboard.press('Enter')
      },
    ],
    [
      'new contact',
      dialog,
      async () => {
        await tabTo(page, card(page).getByRole('button', { name: 'Додати контакт' }))
        await page.keyboard.press('Enter')
      },
    ],
    [
      'field that is edited in place',
      card(page).getByRole('textbox', { name: 'Місто' }),
      async () => {
        await tabTo(page, card(page).getByRole('button', { name: /^Місто:/ }))
        await page.keyboard.press('Enter')
        await page.keyboard.type('Не туди')
      },
    ],
    [
      'new fact',
      card(page).getByRole('textbox', { name: 'Додати факт' }),
      async () => {
        await tabTo(page, card(page).getByRole('button', { name: 'Додати факт' }))
        await page.keyboard.press('Enter')
      },
    ],
  ]
  for (const [what, opened, open] of openings) {
    await open()
    await expect(opened, `${what} is open`).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(opened, `${what} is closed`).toBeHidden()
    await expect(tabs(page), `the call goes on after ${what}`).toContainText('розмова')
  }
  // Out of the note, not out of the call, however often.
  await page.keyboard.press('F6')
  await page.keyboard.press('Escape')
  await expect(note(page)).not.toBeFocused()
  await expect(tabs(page)).toContainText('розмова')
  await page.keyboard.press('Escape')
  await expect(tabs(page)).toContainText('розмова')
  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()
})
