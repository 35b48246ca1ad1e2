import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { generateDemoRows } from '#demo/customers/generate.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import { type Asterisk, startAsterisk } from '../pbx/asterisk.ts'
import { audioEnergy } from '../pbx/audio-energy.ts'
import { baresipCall } from '../pbx/baresip.ts'
import { sippCall } from '../pbx/callers.ts'
import { ensurePbx } from '../pbx/ensure-pbx.ts'
import { type AppProcess, startApp } from './app-process.ts'
import { watchAudio } from './audio-in-page.ts'

/** The product's main job against a real PBX, from the first ring to the history after a crash. */
const demoCustomers = 40
let asterisk: Asterisk
let dataDir: string
let app: AppProcess | undefined

test.beforeAll(async () => {
  test.setTimeout(900_000)
  asterisk = await startAsterisk(await ensurePbx({ say: (line) => console.log(line) }), { agents: 1 })
  dataDir = await mkdtemp(path.join(tmpdir(), 'dzvin-e2e-'))
})

test.afterAll(async () => {
  await app?.stop()
  await asterisk?.stop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

interface Known {
  readonly name: string
  readonly number: string
  readonly display: string
}

/** Demo customers with a Ukrainian number that is theirs alone; six interactions a customer is what the app seeds with. */
function knownCustomers(): Known[] {
  const rows = [...generateDemoRows({ customers: demoCustomers, interactionsPerCustomer: 6, seed: 1, nowMs: Date.now() })]
  const phones = rows.flatMap((row) => (row.entity === 'contact_points' && row.fields.kind === 'phone' ? [row.fields] : []))
  return rows.flatMap((row) => {
    if (row.entity !== 'customers' || row.fields.kind !== 'person' || row.fields.language !== 'uk') return []
    const own = phones.filter((phone) => phone.customerId === row.id)
    const [number] = own.map((phone) => String(phone.value))
    if (number === undefined || own.length !== 1 || phones.filter((phone) => phone.value === number).length !== 1) return []
    return [{ name: String(row.fields.name), number, display: readNumber(number, 'UA')?.display ?? number }]
  })
}

async function enter(page: Page): Promise<void> {
  app = await startApp(dataDir, demoCustomers)
  await page.goto(app.link)
  await expect(page.getByRole('navigation', { name: 'Розділи' })).toBeVisible()
}

async function connectLine(page: Page): Promise<void> {
  const [agent] = asterisk.agents
  if (agent === undefined) throw new Error('no agent')
  await page.getByRole('button', { name: 'Налашт.' }).click()
  await page.getByRole('tab', { name: 'Лінія' }).click()
  await page.getByLabel('Адреса сервера').fill(asterisk.wsUrl)
  await page.getByLabel('Користувач SIP').fill(agent.user)
  await page.getByLabel('Пароль', { exact: true }).fill(agent.password)
  await page.getByRole('button', { name: 'Зберегти й під’єднати' }).click()
  await expect
    .poll(() => asterisk.cli(`pjsip show endpoint ${agent.user}`), { message: 'registered at the PBX' })
    .toContain('Not in use')
  await page.getByRole('button', { name: 'Дзвінки', exact: true }).click()
}

/** The pop of a ringing call: who, by which number, for which queue, with which script; then answered by key. */
async function popAndAnswer(page: Page, who: Known, queue: string, script: string): Promise<void> {
  const bar = page.getByRole('banner')
  await expect(bar).toContainText(who.name)
  await expect(bar).toContainText(who.display)
  await expect(bar).toContainText(queue)
  await expect(page.getByRole('alert')).toContainText(who.name)
  const panel = page.getByRole('region', { name: 'Картка клієнта' })
  await expect(panel.getByRole('heading', { level: 1 })).toContainText(who.name)
  await expect(panel).toContainText(who.display)
  await expect(panel, 'the number that the customer dialled').toContainText('+48 22 555 0')
  await expect(page.getByRole('list', { name: 'Історія звернень' }).getByRole('article').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: script })).toBeVisible()
  await page.keyboard.press('F2')
}

/** Both directions at both ends: the page's own statistics, and the PBX's recordings from the caller (rx) and to him (tx). */
async function heardBothWays(audio: Awaited<ReturnType<typeof watchAudio>>, call: number): Promise<void> {
  await expect.poll(async () => (await audio()).received, { message: 'the page hears the caller' }).toBeGreaterThan(0.005)
  await expect.poll(async () => (await audio()).spoken, { message: 'the page speaks' }).toBeGreaterThan(0.005)
  for (const side of ['rx', 'tx']) {
    await expect
      .poll(async () => {
        const file = (await readdir(asterisk.recordingsDir)).filter((name) => name.endsWith(`-${side}.wav`)).sort()[call]
        if (file === undefined) return 0
        return (await audioEnergy(path.join(asterisk.recordingsDir, file)).catch(() => undefined))?.soundSeconds ?? 0
      }, `sound in the PBX's recording ${side}`)
      .toBeGreaterThan(0.3)
  }
}

test('a call pops the card, is talked, wrapped up by keyboard, and is in the history after a crash', async ({ page }) => {
  test.setTimeout(180_000)
  const [first, second] = knownCustomers()
  if (first === undefined || second === undefined) throw new Error('no customers to call')
  const note = `Роутер замінено, код ${Date.now().toString(36)}`
  const audio = await watchAudio(page)
  await enter(page)
  await connectLine(page)

  // SIPp, whom the carrier vouches for by P-Asserted-Identity; the operator hangs up.
  const support = await sippCall(asterisk, {
    from: '380440000000',
    to: asterisk.queues.support,
    durationMs: 120_000,
    pai: first.number.replace('+', ''),
  })
  await popAndAnswer(page, first, 'Підтримка', 'Технічна підтримка')
  await heardBothWays(audio, 0)
  await page.keyboard.press('F6')
  await page.keyboard.type(note)
  await page.keyboard.press('F8')
  expect(await support.done).toMatchObject({ answered: 1, failed: 0 })
  const panel = page.getByRole('region', { name: 'Підсумок дзвінка' })
  await expect(panel.getByRole('textbox', { name: 'Нотатка' })).toHaveValue(note)
  await panel.getByRole('button', { name: 'Рахунки й оплата' }).click()
  await page.keyboard.press('2')
  const outcome = (await panel.getByRole('status').last().textContent())?.trim() ?? ''
  expect(outcome).not.toBe('')
  await page.keyboard.press('Control+Enter')
  await expect(panel).toBeHidden()

  // baresip, known by its From; the caller hangs up, three strokes wrap it up.
  const sales = await baresipCall(asterisk, { from: second.number.replace('+', ''), to: asterisk.queues.sales })
  await popAndAnswer(page, second, 'Підключення', 'Укладання договору')
  await heardBothWays(audio, 1)
  const { heard } = await sales.stop()
  expect(heard?.soundSeconds).toBeGreaterThan(0.3)
  await expect(panel).toBeVisible()
  for (const key of ['3', '1', 'Enter']) await page.keyboard.press(key)
  await expect(panel).toBeHidden()

  await app?.kill()
  await enter(page)
  await page.getByRole('button', { name: 'Клієнти' }).click()
  await page.getByLabel('Пошук клієнта').fill(first.name)
  await page.getByRole('option').first().click()
  const newest = page.getByRole('list', { name: 'Історія звернень' }).getByRole('article').first()
  await expect(newest).toContainText(note)
  await expect(newest).toContainText(outcome)
})
