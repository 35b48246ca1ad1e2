import { expect, type Page } from '@playwright/test'
import { watchAudio } from './audio-in-page.ts'
import { answer, hangUpAndWrapUp, simulate, status, tabs, test, type Workplace } from './workplace.ts'

/** The page that holds the audio is a window of its own, and goes. */
test.use({ env: { DZVIN_MEDIA_PAGE: 'own' } })

const words = 'Звукова частина застосунку не запущена'
const banner = (page: Page) =>
  page
    .getByRole('alert')
    .filter({ hasText: words })
    .filter({ has: page.getByRole('button', { name: 'Перезавантажити вікно' }) })

/** The window with the audio, in the browser that was let in already. */
async function openMediaPage(page: Page) {
  const media = await page.context().newPage()
  const audio = await watchAudio(media)
  await media.goto(new URL('/media.html', page.url()).href)
  await page.bringToFront()
  return { media, audio }
}

async function heard(audio: Workplace['audio']): Promise<void> {
  await expect.poll(async () => (await audio()).received, { message: 'the caller is heard' }).toBeGreaterThan(0.005)
}

test('without its audio page the app says so, says why a call cannot be answered, and works again with a new one', async ({
  page,
  workplace: _,
}) => {
  await expect(banner(page)).toContainText('перезавантажте вікно')
  await expect(status(page)).toContainText('Звук не запущено')
  const first = await openMediaPage(page)
  await expect(banner(page)).toBeHidden()
  await expect(status(page)).toContainText('Мікрофон готовий')
  await simulate(page, 'known')
  await answer(page)
  await heard(first.audio)
  await hangUpAndWrapUp(page)

  await simulate(page, 'known')
  await first.media.close()
  await expect(banner(page)).toBeVisible()
  await page.keyboard.press('F2')
  await expect(page.getByRole('region', { name: 'Сповіщення' }).getByRole('alert').filter({ hasText: words })).toBeVisible()
  await expect(tabs(page), 'it still rings and waits').toContainText('дзвонить')

  const second = await openMediaPage(page)
  await expect(banner(page)).toBeHidden()
  await answer(page)
  await heard(second.audio)
  await hangUpAndWrapUp(page)
})
