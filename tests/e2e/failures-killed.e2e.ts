import { expect, type Page } from '@playwright/test'
import { answer, card, cardName, history, note, simulate, tabs, test, type Workplace, wrapUp } from './workplace.ts'

/** The app ends without a word, at each stage of a call. */
async function crash(workplace: Workplace): Promise<void> {
  await workplace.kill()
  await workplace.enter()
}

async function openCustomer(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Клієнти' }).click()
  await page.getByLabel('Пошук клієнта').fill(name)
  await page.getByRole('option').filter({ hasText: name }).first().click()
  await expect(card(page)).toContainText(name)
}

test('while it rang: no tab is left, and the caller is among those to be called back', async ({ page, workplace }) => {
  await simulate(page, 'known')
  const name = await cardName(page)
  const [item] = await workplace.seat().until('work', (work) => work.length === 1)
  const number = item?.caller.number?.display ?? ''
  // The row is written right after the pop went out.
  await expect
    .poll(async () => await workplace.seat().call('calls.recent', { limit: 1 }))
    .toMatchObject({
      value: [{ outcome: 'in-progress' }],
    })
  await crash(workplace)
  await expect(tabs(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Журнал' }).click()
  const row = page.getByRole('row').filter({ hasText: number })
  await expect(row).toContainText(name)
  await expect(row.getByRole('button', { name: /Передзвонити|Подзвонити/ })).toBeVisible()
  expect(await workplace.seat().call('calls.missed', { limit: 1 })).toMatchObject({ value: [{ outcome: 'failed' }] })
})

test('while it rang and something was typed: it comes back to be wrapped up, as a call that nobody took', async ({
  page,
  workplace,
}) => {
  await simulate(page, 'known')
  await page.keyboard.press('F6')
  await page.keyboard.type('Ще не відповіли')
  await expect(page.getByRole('status').filter({ hasText: 'збережено' }).first()).toBeVisible()
  await crash(workplace)
  await expect(tabs(page)).toHaveCount(1)
  await expect(note(page)).toHaveValue('Ще не відповіли')
  await expect
    .poll(async () => workplace.seat().call('calls.recent', { limit: 1 }))
    .toMatchObject({
      value: [{ outcome: 'failed' }],
    })
})

test('in the call and then in its wrap-up: acknowledged note, new customer, case and outcome are there', async ({
  page,
  workplace,
}) => {
  await simulate(page, 'known')
  const name = await cardName(page)
  await answer(page)
  await page.keyboard.press('F6')
  await page.keyboard.type('Сказане в розмові')
  await expect(page.getByRole('status').filter({ hasText: 'збережено' }).first()).toBeVisible()
  const seat = workplace.seat()
  const [item] = await seat.until('work', (work) => work.length === 1)
  const created = await seat.call('work.createCustomer', { kind: 'person', name: 'Свідок Аварії', number: '+380500000077' })
  expect(created).toMatchObject({ ok: true })
  await crash(workplace)
  await expect(tabs(page)).toContainText([name])
  await expect(tabs(page)).toContainText('оформлення')
  await expect(wrapUp(page)).toBeVisible()
  await expect(note(page)).toHaveValue('Сказане в розмові')

  await page.keyboard.press('F6')
  await page.keyboard.press('End')
  await page.keyboard.type(' і після неї')
  await expect(page.getByRole('status').filter({ hasText: 'збережено' }).first()).toBeVisible()
  await crash(workplace)
  await expect(note(page)).toHaveValue('Сказане в розмові і після неї')
  const again = workplace.seat()
  if (!item) throw new Error('no call')
  const finished = again.call('work.finish', { interactionId: item.interactionId, note: 'Остаточно', dispositionId: undefined })
  const refused = await finished
  if (!refused.ok) expect(refused.failure.kind).toBe('disposition-required')
  for (const key of ['Escape', '1', '1', 'Enter']) await page.keyboard.press(key)
  await expect(tabs(page)).toHaveCount(0)
  // Acknowledged, so it may die at once.
  await crash(workplace)
  await expect(tabs(page)).toHaveCount(0)
  await openCustomer(page, name)
  await expect(history(page).getByRole('article').first()).toContainText(/Сказане в розмові і після неї|Остаточно/)
  await openCustomer(page, 'Свідок Аварії')
})
