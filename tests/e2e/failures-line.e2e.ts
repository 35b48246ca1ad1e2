import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { expect, type Page } from '@playwright/test'
import { ScriptedPbx } from '#main/telephony/testing/scripted-pbx.ts'
import type { LineState } from '#shared/domain/line/line.ts'
import { freeTcpPorts } from '../pbx/free-ports.ts'
import { selfSigned } from './self-signed.ts'
import { status, test } from './workplace.ts'

/** Every way in which a PBX cannot be had: said in words where it is set up and where the operator works. */
const ended: (() => Promise<unknown>)[] = []
test.afterEach(async () => {
  for (const end of ended.splice(0)) await end()
})

async function startPbx(options: Parameters<typeof ScriptedPbx.start>[0] = {}): Promise<ScriptedPbx> {
  const pbx = await ScriptedPbx.start(options)
  ended.push(() => pbx.stop())
  return pbx
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  ended.push(async () => server.close())
  return (server.address() as AddressInfo).port
}

const form = (page: Page) => page.getByRole('region', { name: 'Телефонна лінія' })
const inForm = (page: Page) => form(page).getByRole('alert')
const banner = (page: Page, words: string) => page.getByRole('alert').filter({ hasText: words }).filter({ hasText: 'спроба' })

async function openLineSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Налашт.' }).click()
  await page.getByRole('tab', { name: 'Лінія' }).click()
}

async function fill(page: Page, { server, user = '101', password = 'secret' }: Account): Promise<void> {
  await page.getByLabel('Адреса сервера').fill(server)
  await page.getByLabel('Користувач SIP').fill(user)
  await page.getByLabel('Пароль', { exact: true }).fill(password)
}

interface Account {
  readonly server: string
  readonly user?: string
  readonly password?: string
}

/** Keeps whatever the status bar says of the line while `during` runs: text that stood there for an instant counts. */
async function seenOfLine(page: Page, during: () => Promise<void>): Promise<string[]> {
  const seen = await status(page).evaluateHandle((bar) => {
    const texts: string[] = []
    new MutationObserver(() => texts.push(bar.textContent ?? '')).observe(bar, {
      subtree: true,
      childList: true,
      characterData: true,
    })
    return texts
  })
  await during()
  return seen.jsonValue()
}

test('each trouble has words of its own, with the next step, in the test of the line and at work', async ({
  page,
  workplace: _,
}) => {
  test.setTimeout(180_000)
  const pbx = await startPbx()
  const silent = await startPbx()
  silent.register = 'silent'
  const strict = await startPbx()
  strict.register = { status: 403 }
  const broken = await startPbx()
  broken.register = { status: 500 }
  const secure = await startPbx({ tls: selfSigned() })
  const website = await listen(createHttpServer((_, response) => response.end('hello')))
  const mute = await listen(createTcpServer(() => {}))
  const [nobody] = await freeTcpPorts(1)
  const cases: readonly (readonly [Account, string, RegExp])[] = [
    [{ server: pbx.url, password: 'guessed' }, 'АТС не прийняла користувача або пароль.', /Введіть їх ще раз/],
    [{ server: 'ws://pbx.invalid:8088/ws' }, 'АТС недосяжна', /Перевірте мережу, VPN, назву сервера й порт/],
    [{ server: `ws://127.0.0.1:${mute}/ws` }, 'АТС недосяжна', /Перевірте мережу/],
    [{ server: `ws://127.0.0.1:${nobody}/ws` }, 'Сервер працює, але відмовив', /Перевірте порт/],
    [{ server: `ws://127.0.0.1:${website}/ws` }, 'відповідає не SIP через WebSocket', /Перевірте шлях/],
    [{ server: secure.url }, 'Сертифікату сервера не можна довіряти', /дійсний сертифікат/],
    [{ server: strict.url }, 'забороняє цьому користувачеві', /дозволити йому реєстрацію/],
    [{ server: broken.url }, 'помилку на своєму боці', /повідомте адміністратора/],
    [{ server: silent.url }, 'не відповідає на реєстрацію', /Зачекайте хвилину/],
  ]
  await openLineSettings(page)
  const said = new Set<string>()
  for (const [account, what, todo] of cases) {
    await test.step(account.server + what, async () => {
      await fill(page, account)
      await page.getByRole('button', { name: 'Перевірити лінію' }).click()
      await expect(inForm(page)).toContainText(what, { timeout: 20_000 })
      await expect(inForm(page)).toContainText(todo)
      said.add(await inForm(page).innerText())
      const seen = await seenOfLine(page, async () => {
        await page.getByRole('button', { name: 'Зберегти й під’єднати' }).click()
        await expect(banner(page, what)).toContainText(todo, { timeout: 20_000 })
        await expect(status(page)).toContainText(/Лінія (не працює|з’єднується)/)
      })
      expect(seen.filter((text) => text.includes('Лінія готова'))).toEqual([])
    })
  }
  expect(said.size, 'two of them are alike: nobody there, and nobody who answers').toBe(cases.length - 1)

  // Who corrects it is connected at once, whatever the wait for the next try was.
  await fill(page, pbx.account)
  await page.getByRole('button', { name: 'Зберегти й під’єднати' }).click()
  await expect(status(page)).toContainText('Лінія готова')
  await expect(banner(page, '')).toHaveCount(0)
})

test('an address that no phone can use is refused in the form, and said when it came another way', async ({
  page,
  workplace,
}) => {
  await openLineSettings(page)
  for (const server of ['http://pbx.test/ws', 'pbx.test:8089', 'wss://', 'ws://[half/ws']) {
    await fill(page, { server })
    await page.getByRole('button', { name: 'Зберегти й під’єднати' }).click()
    await expect(form(page)).toContainText('Адреса має починатися з ws:// або wss://')
  }
  await page.getByLabel('Адреса сервера').fill('')
  await expect(form(page)).toContainText('Це поле потрібне')
  const line = { server: 'gopher://pbx.test', user: '101' }
  const tested = await workplace.seat().call('line.test', { line, password: 'x' })
  expect(tested).toMatchObject({ ok: false, failure: { kind: 'line-bad-address' } })
  await workplace.seat().call('line.configure', { line, password: 'x' })
  await expect(banner(page, 'Адреса сервера не годиться')).toContainText('Вона має починатися з ws:// або wss://')
  await expect(status(page)).toContainText('Лінія не працює')
})

test('a PBX that stops is missed at once and found again by itself', async ({ page, workplace }) => {
  const pbx = await ScriptedPbx.start()
  const { port } = pbx
  const { server, user, password } = pbx.account
  await workplace.seat().call('line.configure', { line: { server, user }, password })
  await expect(status(page)).toContainText('Лінія готова')
  const states: LineState[] = []
  const stop = workplace.seat().on('line', (state) => states.push(state))
  await pbx.stop()
  await expect(banner(page, 'АТС')).toBeVisible()
  await expect(status(page)).not.toContainText('Лінія готова')
  await workplace.seat().until('line', (state) => state.kind === 'down' && state.problem.kind === 'line-refused')
  await expect(banner(page, 'Сервер працює, але відмовив')).toBeVisible()
  const whileGone = states.slice(states.findIndex(({ kind }) => kind === 'down'))
  expect(whileGone.map(({ kind }) => kind)).not.toContain('registered')

  const again = await startPbx({ port })
  await expect(status(page)).toContainText('Лінія готова', { timeout: 30_000 })
  await expect(banner(page, '')).toHaveCount(0)
  expect(again.contact).not.toBe('')
  stop()
})
