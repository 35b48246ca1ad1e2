import { expect } from '@playwright/test'
import { answer, cardName, note, script, simulate, tabs, test, wrapUp, wrapUpInThreeStrokes } from './workplace.ts'

test('a page that is loaded anew in a call has the tab, the card, the script and the note as they were', async ({
  page,
  workplace,
}) => {
  await simulate(page, 'known')
  const name = await cardName(page)
  await answer(page)
  const step = script(page).getByRole('heading', { level: 3 })
  const first = await step.innerText()
  await page.keyboard.press('Enter')
  await expect(step).not.toHaveText(first)
  const reached = await step.innerText()
  await page.keyboard.press('F6')
  await page.keyboard.type('Перед перезавантаженням')
  // At once: what the last keystrokes wrote leaves with the page.
  await page.reload()

  await expect(tabs(page)).toHaveCount(1)
  await expect(tabs(page)).toContainText('розмова')
  expect(await cardName(page)).toBe(name)
  await expect(step).toHaveText(reached)
  await expect(note(page)).toHaveValue('Перед перезавантаженням')
  await expect
    .poll(async () => (await workplace.audio()).received, { message: 'the caller is heard again' })
    .toBeGreaterThan(0.005)
  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()
  await expect(note(page)).toHaveValue('Перед перезавантаженням')
  await wrapUpInThreeStrokes(page)
})
