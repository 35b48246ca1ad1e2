import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { type Language, languages } from '#shared/domain/text/language.ts'
import { test, type Workplace } from './workplace.ts'

/** Every main view in three languages, light and dark, of one running page: readable by all, nothing cut off, nothing untranslated. */
type Texts = { readonly [key: string]: string | Texts }

test.use({ actionTimeout: 20_000 })

const localesDir = path.join(import.meta.dirname, '../../resources/locales')

function readTexts(language: Language): Readonly<Record<string, Texts>> {
  const files = readdirSync(path.join(localesDir, language))
  return Object.fromEntries(
    files.map((file) => [
      path.basename(file, '.json'),
      JSON.parse(readFileSync(path.join(localesDir, language, file), 'utf8')) as Texts,
    ]),
  )
}

/** The text of `namespace:a.b.c`. */
function word(language: Language, key: string): string {
  const [namespace = '', keyPath = ''] = key.split(':')
  let texts: string | Texts | undefined = readTexts(language)[namespace]
  for (const part of keyPath.split('.')) texts = typeof texts === 'object' ? texts[part] : undefined
  if (typeof texts !== 'string') throw new Error(`no text ${key}`)
  return texts
}

/** What a text that is missing would show: `group.text`, `namespace:text`, a placeholder, or a value that is none. */
const untranslated = (() => {
  const groups = Object.values(readTexts('en')).flatMap((texts) =>
    Object.keys(texts).filter((key) => typeof texts[key] === 'object'),
  )
  const namespaces = Object.keys(readTexts('en'))
  return new RegExp(
    `(?<![\\w.@/-])(?:(?:${[...new Set(groups)].join('|')})\\.[a-zA-Z][\\w-]*(?![\\w@])|(?:${namespaces.join('|')}):[a-z]\\w*)|\\{\\{|\\[object |\\bundefined\\b|\\bNaN\\b|Invalid Date`,
  )
})()

async function inspect(page: Page, view: string): Promise<void> {
  await test.step(view, async () => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
      .analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
    )
    expect.soft(found, `axe: ${view}`).toEqual([])
    const seen = await page.evaluate(() => {
      const root = document.documentElement
      const said = [...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((element) =>
        ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
      )
      const words: string[] = []
      const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      while (nodes.nextNode()) words.push(nodes.currentNode.textContent ?? '')
      const spill = [...document.querySelectorAll('body *')].filter(
        (element) => element.checkVisibility() && element.getBoundingClientRect().right > root.clientWidth + 1,
      )
      return {
        texts: [...words, ...said],
        overflow: root.scrollWidth - root.clientWidth,
        spill: spill.map((element) => element.outerHTML.slice(0, 200)),
      }
    })
    expect.soft(seen.overflow, `scrolls sideways: ${view}`).toBeLessThanOrEqual(0)
    expect.soft(seen.spill, `beyond the right edge: ${view}`).toEqual([])
    expect
      .soft(
        seen.texts.filter((text) => untranslated.test(text)),
        `untranslated: ${view}`,
      )
      .toEqual([])
    expect.soft(await cutWords(page), `words of the rail cut off: ${view}`).toEqual([])
    expect.soft(await cutNumbers(page), `telephone numbers cut off: ${view}`).toEqual([])
  })
}

/** Numbers that one may press, and that are wider than what shows them. */
async function cutNumbers(page: Page): Promise<string[]> {
  return page.locator('main button bdi').evaluateAll((all) =>
    all
      .filter((one) => /^\+\d[\d\s]+$/.test(one.textContent ?? ''))
      .filter((one) => {
        const { right } = one.getBoundingClientRect()
        for (let box = one.parentElement; box; box = box.parentElement) {
          if (getComputedStyle(box).overflowX !== 'visible' && box.getBoundingClientRect().right < right - 1) return true
        }
        return false
      })
      .map((one) => one.textContent ?? ''),
  )
}

/** Views and the operator's state: one word each, on one line. */
async function cutWords(page: Page): Promise<string[]> {
  return page
    .locator('nav')
    .first()
    .locator('button > span')
    .evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1).map((one) => one.textContent ?? ''),
    )
}

/** By the settings' own radio buttons, without leaving the page. */
async function switchTo(page: Page, workplace: Workplace, language: Language): Promise<void> {
  const before = (await workplace.seat().until('settings', () => true)).language
  await open(page, before, 'settings')
  await page.getByRole('tab', { name: word(before, 'settings:general') }).click()
  await page.getByRole('radio', { name: { uk: 'Українська', ru: 'Русский', en: 'English' }[language] }).click({ force: true })
  await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(word(language, 'settings:title'))
  await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`))
}

async function open(page: Page, language: Language, view: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: word(language, 'common:nav.label') })
  await rail.getByRole('button', { name: word(language, `common:nav.${view}`) }).click()
}

const headings = { customers: 'customers', cases: 'cases', tasks: 'tasks', calls: 'calls', settings: 'settings' } as const

async function lookAround(page: Page, workplace: Workplace, language: Language): Promise<void> {
  const seat = workplace.seat()
  await open(page, language, 'workspace')
  await expect(page.getByText(word(language, 'card:idle.tasks'))).toBeVisible()
  await inspect(page, 'idle')

  await seat.call('demo.simulate', { who: 'vip' })
  const script = page.getByRole('region', { name: word(language, 'script:panel') })
  await expect(script).toBeVisible()
  await expect(
    page
      .getByRole('list', { name: word(language, 'card:timeline.title') })
      .getByRole('article')
      .first(),
  ).toBeVisible()
  await inspect(page, 'ringing')
  const [item] = await seat.until('work', (work) => work.length === 1)
  // Whose caller has given up meanwhile must not look like a fault of the view.
  expect(item?.stage).toBe('ringing')
  await page.keyboard.press('F2')
  await seat.until('work', (work) => work[0]?.call?.phase.kind === 'active')
  await inspect(page, 'in a call')
  await page.keyboard.press('F8')
  await expect(page.getByRole('region', { name: word(language, 'wrap-up:title') })).toBeVisible()
  await inspect(page, 'wrap-up')
  for (const key of ['1', '1', 'Enter']) await page.keyboard.press(key)
  await seat.until('work', (work) => work.length === 0)

  for (const [view, namespace] of Object.entries(headings)) {
    await open(page, language, view)
    await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(word(language, `${namespace}:title`))
    if (view === 'customers') {
      await page.getByLabel(word(language, 'customers:search'), { exact: true }).fill('а')
      await page.getByRole('option').first().click()
      await expect(page.getByRole('region', { name: word(language, 'card:panel') })).toBeVisible()
    }
    await inspect(page, view)
  }
  await page.getByRole('button', { name: word(language, 'settings:about') }).click()
  await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(word(language, 'diagnostics:title'))
  await inspect(page, 'diagnostics')
  await page.keyboard.press('Control+K')
  const palette = page.getByRole('dialog', { name: word(language, 'customers:palette.title') })
  await palette.getByRole('combobox').fill('о')
  await expect(palette.getByRole('option').first()).toBeVisible()
  await inspect(page, 'palette')
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
}

for (const theme of ['light', 'dark'] as const) {
  test(`every view in three languages, ${theme}`, async ({ page, workplace }) => {
    test.setTimeout(300_000)
    await workplace.seat().call('settings.change', { theme })
    await page.evaluate(() => Object.assign(window, { sameWindow: true }))
    for (const language of languages) {
      await switchTo(page, workplace, language)
      await test.step(language, () => lookAround(page, workplace, language))
    }
    expect(await page.evaluate(() => 'sameWindow' in window), 'never loaded anew').toBe(true)
  })
}
