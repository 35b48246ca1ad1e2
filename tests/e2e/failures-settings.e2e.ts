import path from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3-multiple-ciphers'
import { simulate, status, tabs, test, type Workplace } from './workplace.ts'

test('values that cannot be are refused with words, and nothing is changed', async ({ page, workplace }) => {
  await page.getByRole('button', { name: 'Налашт.' }).click()
  await page.getByRole('tab', { name: 'Дзвінки' }).click()
  const add = page.getByRole('button', { name: 'Додати поле' })
  const header = page.getByLabel('Заголовок', { exact: true })
  for (const wrong of ['Campaign', 'X-Кампанія', 'X-A B', 'X-<b>']) {
    await header.fill(wrong)
    await add.click()
    await expect(page.getByText('Назва починається з X-')).toBeVisible()
  }
  await header.fill('X-Campaign')
  await add.click()
  await expect(page.getByText('Назва починається з X-')).toBeHidden()
  await expect(page.getByText('Це поле потрібне')).toBeVisible()
  await page.getByLabel('Підпис').fill('Кампанія')
  await add.click()
  await expect(page.getByText('X-Campaign')).toBeVisible()

  const seat = workplace.seat()
  const before = await seat.until('settings', () => true)
  for (const changes of [
    { theme: 'pink' },
    { language: 'xx' },
    { operatorName: 'x'.repeat(101) },
    { callerTrust: { order: [], homeCountry: 'UA', headerFields: {} } },
    { callerTrust: { order: ['from'], homeCountry: 'UKRAINE', headerFields: {} } },
    { media: { ringerVolume: 7, speakerVolume: 1 } },
    { dtmf: 'smoke signals' },
  ]) {
    expect(await seat.call('settings.change', changes as never)).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } })
  }
  expect(await seat.until('settings', () => true)).toEqual(before)
})

/** Writes what no version of the app would, while it does not run. */
async function damageRecord(workplace: Workplace, damage: (record: Record<string, unknown>) => string): Promise<void> {
  await workplace.stop()
  const database = new Database(path.join(workplace.dataDir, 'dzvin.db'))
  const [text] = database.prepare<[], string>(`SELECT value FROM device_values WHERE key = 'settings'`).pluck().all()
  const damaged = damage(JSON.parse(text ?? '{}') as Record<string, unknown>)
  database.prepare(`UPDATE device_values SET value = ? WHERE key = 'settings'`).run(damaged)
  database.close()
  await workplace.enter()
}

test('of a damaged record the sound fields are kept and the others fall back', async ({ page, workplace }) => {
  await workplace.seat().call('settings.change', { operatorName: 'Оператор 7', dtmf: 'info' })
  await damageRecord(workplace, (record) => JSON.stringify({ ...record, theme: 42, media: 'loud', callerTrust: null }))
  expect(await workplace.seat().until('settings', () => true)).toMatchObject({
    operatorName: 'Оператор 7',
    dtmf: 'info',
    theme: 'system',
    media: { ringerVolume: 0.6, speakerVolume: 1 },
    callerTrust: { homeCountry: 'UA' },
  })
  await simulate(page, 'known')
  await expect(tabs(page)).toHaveCount(1)
})

test('of a record that is none nothing is left, and the app starts with what a new one has', async ({ page, workplace }) => {
  await workplace.seat().call('settings.change', { operatorName: 'Оператор 7' })
  for (const text of ['{"theme":', '[1,2]', '"words"', 'null']) {
    await damageRecord(workplace, () => text)
    expect(await workplace.seat().until('settings', () => true), text).toMatchObject({ operatorName: '', theme: 'system' })
  }
  await expect(status(page)).toContainText('Усе збережено')
})
