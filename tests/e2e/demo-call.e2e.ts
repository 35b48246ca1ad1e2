import { expect, type Page } from '@playwright/test'
import { generateDemoRows } from '#demo/customers/generate.ts'
import { openReadConnection } from '#main/store/connection.ts'
import { scriptRun } from '#shared/domain/script/script.ts'
import {
  answer,
  bar,
  card,
  cardName,
  history,
  note,
  script,
  simulate,
  tabs,
  test,
  type Workplace,
  wrapUp,
  wrapUpInThreeStrokes,
} from './workplace.ts'

/** The first day of a newcomer: `npm start`, a simulated customer, a crash. */
test.use({ customers: undefined })

/** Names of the customers with whom a fresh app starts. */
function demoNames(): Set<string> {
  const rows = generateDemoRows({ customers: 2_000, interactionsPerCustomer: 6, seed: 1, nowMs: Date.now() })
  return new Set([...rows].flatMap((row) => (row.entity === 'customers' ? [String(row.fields.name)] : [])))
}

/** Enter until an answer is asked for, then the first one by its digit: it ends no script, so that no outcome is suggested. */
async function answerScript(page: Page): Promise<void> {
  const options = script(page).getByRole('group', { name: 'Відповіді клієнта' })
  const title = script(page).getByRole('heading', { level: 3 })
  while (!(await options.isVisible())) {
    const before = (await title.textContent()) ?? ''
    await page.keyboard.press('Enter')
    await expect(title).not.toHaveText(before)
  }
  const asked = (await title.textContent()) ?? ''
  await page.keyboard.press('1')
  await expect(title).not.toHaveText(asked)
}

test('a known customer is popped, heard, talked to by the script, wrapped up in three strokes and remembered', async ({
  page,
  workplace,
}) => {
  const typed = `Перевірено лінію, код ${Date.now().toString(36)}`
  await simulate(page, 'known')
  const name = await cardName(page)
  expect(demoNames()).toContain(name)
  await expect(tabs(page)).toHaveCount(1)
  await expect(tabs(page)).toContainText(name)
  await expect(bar(page)).toContainText(name)
  await expect(page.getByTestId('announcer')).toContainText(name)
  await expect(
    card(page)
      .getByRole('button', { name: /^Подзвонити/ })
      .first(),
  ).toBeVisible()
  await expect(history(page).getByRole('article').first()).toBeVisible()
  await expect(script(page).getByRole('heading', { level: 3 })).toBeVisible()

  await answer(page)
  await expect.poll(async () => (await workplace.audio()).received, { message: 'the customer is heard' }).toBeGreaterThan(0.005)
  await expect.poll(async () => (await workplace.audio()).spoken, { message: 'the operator speaks' }).toBeGreaterThan(0.005)

  await answerScript(page)
  await page.keyboard.press('F6')
  await page.keyboard.type(typed)
  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()
  await expect(note(page)).toHaveValue(typed)
  await wrapUpInThreeStrokes(page)
  await expect(tabs(page)).toHaveCount(0)

  await page.getByRole('button', { name: 'Клієнти' }).click()
  await page.getByLabel('Пошук клієнта').fill(name)
  await page.getByRole('option').filter({ hasText: name }).first().click()
  await expect(card(page)).toContainText(name)
  const newest = history(page).getByRole('article').first()
  await expect(newest).toContainText(typed)
  await expect(newest).toContainText('Вирішено в розмові')
  expect(storedAnswers(workplace), 'answers kept with the call').toEqual([expect.arrayContaining([expect.any(String)])])
})

/** The given answers of each call, as they are on the disk. */
function storedAnswers({ dataDir }: Workplace): unknown[][] {
  const database = openReadConnection(`${dataDir}/dzvin.db`)
  try {
    const rows = database.prepare<[], string>('SELECT run FROM script_runs').pluck().all()
    return rows.map((row) => Object.values(scriptRun.parse(JSON.parse(row)).answers))
  } finally {
    database.close()
  }
}

test('killed in the middle of a word, the app comes back with the note and the call to wrap up', async ({ page, workplace }) => {
  await simulate(page, 'known')
  const name = await cardName(page)
  await answer(page)
  const typed = await typeUntilDeath(page, workplace)

  await workplace.enter()
  await expect(tabs(page)).toHaveCount(1)
  await expect(tabs(page)).toContainText('оформлення')
  await expect(tabs(page)).toContainText(name)
  await expect(wrapUp(page)).toBeVisible()
  const kept = await note(page).inputValue()
  expect(typed.whole.startsWith(kept), `a beginning of what was typed: ${kept}`).toBe(true)
  expect(kept.length, 'all but the last half second').toBeGreaterThanOrEqual(typed.dueLength)
  await wrapUpInThreeStrokes(page)

  await page.getByRole('button', { name: 'Клієнти' }).click()
  await page.getByLabel('Пошук клієнта').fill(name)
  await page.getByRole('option').filter({ hasText: name }).first().click()
  await expect(history(page).getByRole('article').first()).toContainText(kept)
})

/** Types a long note and kills the app amid it. `dueLength`: how much of it was older than 500 ms then. */
async function typeUntilDeath(page: Page, workplace: Workplace): Promise<{ whole: string; dueLength: number }> {
  const whole = 'Клієнт каже, що роутер перезавантажується щовечора. '.repeat(5).trim()
  await page.keyboard.press('F6')
  await expect(note(page)).toBeFocused()
  const keystrokes = await note(page).evaluateHandle((area: HTMLTextAreaElement) => {
    const seen: { atMs: number; length: number }[] = []
    area.addEventListener('input', () => seen.push({ atMs: Date.now(), length: area.value.length }))
    return seen
  })
  const typing = page.keyboard.type(whole, { delay: 30 })
  await expect.poll(async () => (await note(page).inputValue()).length).toBeGreaterThan(60)
  const killedMs = Date.now()
  await workplace.kill()
  await typing
  const seen = await keystrokes.jsonValue()
  expect(seen.at(-1)?.length, 'killed before the end').toBe(whole.length)
  return { whole, dueLength: seen.findLast(({ atMs }) => atMs <= killedMs - 500)?.length ?? 0 }
}
