import { chromium, expect, type Page } from '@playwright/test'
import { answer, test as base, hangUpAndWrapUp, simulate, status, tabs } from './workplace.ts'

/** A browser of its own for each test, since what it has for a microphone is fixed when it starts. */
const test = base.extend<{ without: string }>({
  without: ['', { option: true }],
  page: async ({ without, launchOptions, locale, timezoneId, viewport }, use) => {
    const args = (launchOptions.args ?? []).filter((arg) => arg !== without)
    const browser = await chromium.launch({ ...launchOptions, args: [...args, '--deny-permission-prompts'] })
    const context = await browser.newContext({ locale, timezoneId, viewport })
    await use(await context.newPage())
    await browser.close()
  },
})

const banner = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words })

for (const [why, without, what, todo, short] of [
  [
    'is forbidden',
    '--use-fake-ui-for-media-stream',
    'Доступ до мікрофона заборонено.',
    'Дозвольте мікрофон для Dzvin',
    'Мікрофон заборонено',
  ],
  ['is not there', '--use-fake-device-for-media-stream', 'Мікрофон не знайдено.', 'Під’єднайте гарнітуру.', 'Немає мікрофона'],
] as const) {
  test.describe(`a microphone that ${why}`, () => {
    test.use({ without })
    test('is missed before the first call, and the call can be answered and heard', async ({ page, workplace }) => {
      await expect(banner(page, what)).toContainText(todo)
      await expect(status(page)).toContainText(short)
      await simulate(page, 'known')
      await answer(page)
      await expect(tabs(page)).toContainText('розмова')
      await expect.poll(async () => (await workplace.audio()).received, { message: 'the caller is heard' }).toBeGreaterThan(0.005)
      expect((await workplace.audio()).spoken).toBe(0)
      await expect(banner(page, what)).toBeVisible()
      await hangUpAndWrapUp(page)
    })
  })
}
