import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, type ConsoleMessage, expect, type Locator, type Page } from '@playwright/test'
import type { CommandInput } from '#shared/contract/commands.ts'
import { type AppProcess, startApp } from './app-process.ts'
import { type PageAudio, watchAudio } from './audio-in-page.ts'
import { type Seat, takeSeat } from './seat.ts'

export type Who = CommandInput<'demo.simulate'>['who']

/** An operator's screen at an app of its own with the demo line, in Ukrainian; what it says wrong is in `complaints`. */
export interface Workplace {
  readonly dataDir: string
  /** Another page at the same app, for what has no button. */
  seat(): Seat
  readonly audio: () => Promise<PageAudio>
  /** Dialogs that opened, errors that the page threw or logged. A test must leave it empty. */
  readonly complaints: readonly string[]
  /** As after a power cut: nothing is said to the app before. */
  kill(): Promise<void>
  /** In order. */
  stop(): Promise<void>
  /** The app anew with the same data, and the page at it. */
  enter(): Promise<void>
}

interface Parts {
  /** Demo customers; undefined for what a newcomer gets. */
  customers: number | undefined
  /** Further variables of the app's environment. */
  env: Readonly<Record<string, string>>
  /** A new folder for the app's data, which is gone after the test. */
  dataDir: string
  workplace: Workplace
}

export const test = base.extend<Parts>({
  customers: [60, { option: true }],
  env: [{}, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: a fixture of Playwright names what it needs in a pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'dzvin-e2e-'))
    await use(dataDir)
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  },
  workplace: async ({ page, customers, env, dataDir }, use) => {
    const audio = await watchAudio(page)
    const complaints = listen(page)
    let app: AppProcess | undefined
    let seat: Seat | undefined
    const workplace: Workplace = {
      dataDir,
      audio,
      complaints,
      seat() {
        if (!seat) throw new Error('the app is not running')
        return seat
      },
      async kill() {
        seat?.leave()
        seat = undefined
        await app?.kill()
      },
      async stop() {
        seat?.leave()
        seat = undefined
        await app?.stop()
      },
      async enter() {
        app = await startApp(dataDir, customers, env)
        await page.goto(app.link)
        await expect(page.getByRole('navigation', { name: 'Розділи' })).toBeVisible()
        seat = await takeSeat(page.context(), app.origin)
        // Whoever else rang now and then would be one call too many.
        await seat.call('settings.change', { demo: { callsByThemselves: false } })
        await expect(status(page)).toContainText('Демонстраційна лінія готова')
      },
    }
    try {
      await workplace.enter()
      await use(workplace)
      expect(complaints).toEqual([])
    } finally {
      seat?.leave()
      await app?.stop()
    }
  },
})

function listen(page: Page): string[] {
  const complaints: string[] = []
  const hear = (message: ConsoleMessage) => {
    // Of an app that a test has killed.
    if (message.type() === 'error' && !/WebSocket|ERR_CONNECTION_REFUSED/.test(message.text())) complaints.push(message.text())
  }
  page.on('console', hear)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return complaints
}

// ---- what stands where on the screen

export const bar = (page: Page): Locator => page.getByRole('banner')
export const tabs = (page: Page): Locator => page.getByRole('navigation', { name: 'Дзвінки в роботі' }).getByRole('button')
export const status = (page: Page): Locator => page.getByRole('region', { name: 'Стан застосунку' })
export const card = (page: Page): Locator => page.getByRole('region', { name: 'Картка клієнта' })
/** Instead of the card while nobody is sure who calls. */
export const asking = (page: Page): Locator => page.getByRole('region', { name: 'Хто дзвонить' })
export const history = (page: Page): Locator => page.getByRole('list', { name: 'Історія звернень' })
export const script = (page: Page): Locator => page.getByRole('region', { name: 'Сценарій розмови' })
export const wrapUp = (page: Page): Locator => page.getByRole('region', { name: 'Підсумок дзвінка' })
export const note = (page: Page): Locator => page.getByRole('textbox', { name: 'Нотатка' })
export const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Пошук і команди' })

/** The name on the card that is shown. */
export async function cardName(page: Page): Promise<string> {
  const name = card(page).getByRole('heading', { level: 1 })
  await expect(name).not.toBeEmpty()
  return ((await name.textContent()) ?? '').trim()
}

// ---- what an operator does

const words: Readonly<Record<Who, string>> = {
  known: 'Відомий клієнт',
  shared: 'Номер на кількох',
  unknown: 'Невідомий номер',
  anonymous: 'Прихований номер',
  vip: 'VIP',
  hostile: 'Шкідливе ім’я',
}

/** Presses "Simulate a call" and waits for the ring. */
export async function simulate(page: Page, who: Who): Promise<void> {
  await page.getByRole('button', { name: 'Демодзвінок' }).click()
  await page.getByRole('menuitem', { name: words[who] }).click()
  await expect(tabs(page)).toContainText(['дзвонить'])
}

export async function answer(page: Page): Promise<void> {
  await page.keyboard.press('F2')
  await expect(bar(page).getByRole('button', { name: 'Утримати' })).toBeVisible()
}

/** Group, disposition, Enter. Technical support, solved in the call: neither a note nor a follow-up is asked for. */
export async function wrapUpInThreeStrokes(page: Page): Promise<void> {
  for (const key of ['1', '1', 'Enter']) await page.keyboard.press(key)
  await expect(wrapUp(page)).toBeHidden()
}

export async function hangUpAndWrapUp(page: Page): Promise<void> {
  await page.keyboard.press('F8')
  await expect(wrapUp(page)).toBeVisible()
  await wrapUpInThreeStrokes(page)
}
