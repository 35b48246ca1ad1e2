import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import type { Result } from '#shared/domain/failure/failure.ts'
import type { CustomerId } from '#shared/domain/ids.ts'
import { type AppProcess, startApp } from './app-process.ts'
import { layLine, type OfficeLine } from './office-line.ts'
import { type Seat, takeSeat } from './seat.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** One desktop of the office, its page open, and a second page without a screen. */
export interface Desktop {
  readonly page: Page
  readonly seat: Seat
  readonly app: AppProcess
  readonly dataDir: string
  /** Its way to the server. */
  readonly line: OfficeLine
}

export interface SignIn {
  readonly login: string
  readonly password: string
}

/** A server and its desktops, each with data of its own. */
export interface Office {
  readonly server: ServerProcess
  /** Ends the server as a crash would. */
  loseServer(): Promise<void>
  /** Starts it again where it was. */
  regainServer(): Promise<void>
  /** A desktop that signs somebody in by itself at its start, by role or login; undefined: one at its sign-in page. */
  desktop(who: string | undefined, env?: Readonly<Record<string, string>>): Promise<Desktop>
  /** The same desktop after a restart of its app. */
  restart(desktop: Desktop, env?: Readonly<Record<string, string>>): Promise<Desktop>
}

/** A server for the tests of this file, one after the other; the desktops of each test end with it. */
export function officeOfFile(customers = 60): () => Office {
  let opened: Awaited<ReturnType<typeof openOffice>> | undefined
  test.beforeAll(async ({ browser }) => {
    opened = await openOffice(browser, customers)
  })
  test.afterEach(() => opened?.closeDesktops())
  test.afterAll(() => opened?.close())
  return () => {
    if (!opened) throw new Error('the office is not open yet')
    return opened.office
  }
}

async function openOffice(browser: Browser, customers: number) {
  const dir = await mkdtemp(path.join(tmpdir(), 'dzvin-office-'))
  const serverDir = path.join(dir, 'server')
  let server = await startServer(serverDir, customers)
  const port = Number(new URL(server.url).port)
  const desktops = new Set<Desktop>()
  let made = 0
  const open = async (dataDir: string, line: OfficeLine, env: Readonly<Record<string, string>>): Promise<Desktop> => {
    const app = await startApp(dataDir, 0, { DZVIN_SERVER_URL: line.url, DZVIN_DEVICE_NAME: path.basename(dataDir), ...env })
    const page = await pageOf(browser, app)
    const desktop = { app, page, dataDir, line, seat: await takeSeat(page.context(), app.origin) }
    desktops.add(desktop)
    return desktop
  }
  const close = async (desktop: Desktop) => {
    desktops.delete(desktop)
    desktop.seat.leave()
    await desktop.page.context().close()
    await desktop.app.stop()
  }
  const office: Office = {
    get server() {
      return server
    },
    loseServer: () => server.kill(),
    regainServer: async () => {
      server = await startServer(serverDir, customers, port)
    },
    async desktop(who, env = {}) {
      const account = who === undefined ? undefined : server.account(who)
      const desktop = await open(path.join(dir, `desk-${++made}`), await layLine(port), { ...asFirst(account), ...env })
      if (who !== undefined) await ready(desktop)
      return desktop
    },
    async restart(desktop, env = {}) {
      await close(desktop)
      return open(desktop.dataDir, desktop.line, env)
    },
  }
  const closeDesktops = async () => {
    for (const desktop of [...desktops]) {
      await close(desktop)
      await desktop.line.close()
    }
  }
  return {
    office,
    closeDesktops,
    async close() {
      await closeDesktops()
      await server.stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Environment that signs somebody in at the start. */
export function asFirst(account: SignIn | undefined): Record<string, string> {
  return account ? { DZVIN_FIRST_LOGIN: account.login, DZVIN_FIRST_PASSWORD: account.password } : {}
}

async function pageOf(browser: Browser, app: AppProcess): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(app.link)
  return page
}

/** Signed in, and the first copy complete. */
export async function ready({ page, seat }: Pick<Desktop, 'page' | 'seat'>): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Розділи' })).toBeVisible()
  await seat.call('settings.change', { demo: { callsByThemselves: false } })
  await upToDate(seat)
}

export async function upToDate(seat: Seat): Promise<void> {
  await seat.until('sync', ({ kind, waiting }) => kind === 'up-to-date' && waiting === 0)
}

/** Until the desktop has noticed that it is alone. */
export async function offline(seat: Seat): Promise<void> {
  await seat.until('sync', ({ kind }) => kind === 'offline')
}

export const badge = (page: Page) => page.getByRole('button', { name: /^Синхронізація:/ })
export const rail = (page: Page) => page.getByRole('navigation', { name: 'Розділи' })

/** What a command answered; a failure is not expected. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.kind)
  return result.value
}

export const cardOf = async (seat: Seat, customerId: CustomerId) => must(await seat.call('customers.card', { customerId }))

/** The `nth` of the customers with a case, in the same order at each desktop that has them. */
export async function someCustomer(seat: Seat, nth = 0): Promise<CustomerId> {
  const cases = must(await seat.call('cases.list', { limit: 500 }))
  const found = [...new Set(cases.map(({ customerId }) => customerId))].sort()[nth]
  if (!found) throw new Error('the demo has not so many customers with a case')
  return found
}
