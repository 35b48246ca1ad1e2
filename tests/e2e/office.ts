import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import { type AppProcess, startApp } from './app-process.ts'
import { type Seat, takeSeat } from './seat.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** One desktop of the office, its page open, and a second page without a screen. */
export interface Desktop {
  readonly page: Page
  readonly seat: Seat
  readonly app: AppProcess
  readonly dataDir: string
}

/** A server and its desktops, each with data of its own; all gone after the test. */
export interface Office {
  readonly server: ServerProcess
  /** Ends the server as a crash would. */
  loseServer(): Promise<void>
  /** Starts it again where it was. */
  regainServer(): Promise<void>
  /** A desktop that signs `role` in by itself at its start; undefined: one at its sign-in page. */
  desktop(role: string | undefined): Promise<Desktop>
  /** The same desktop after a restart of its app. */
  restart(desktop: Desktop, env?: Readonly<Record<string, string>>): Promise<Desktop>
}

interface Parts {
  serverCustomers: number
  office: Office
}

export const test = base.extend<Parts>({
  serverCustomers: [60, { option: true }],
  office: async ({ browser, serverCustomers }, use) => {
    const dir = await mkdtemp(path.join(tmpdir(), 'dzvin-office-'))
    const serverDir = path.join(dir, 'server')
    let server = await startServer(serverDir, serverCustomers)
    const port = Number(new URL(server.url).port)
    const desktops = new Set<Desktop>()
    let made = 0
    const open = async (dataDir: string, env: Readonly<Record<string, string>>): Promise<Desktop> => {
      const app = await startApp(dataDir, 0, { DZVIN_SERVER_URL: server.url, ...env })
      const page = await pageOf(browser, app)
      const desktop = { app, page, dataDir, seat: await takeSeat(page.context(), app.origin) }
      desktops.add(desktop)
      return desktop
    }
    const close = async (desktop: Desktop) => {
      desktops.delete(desktop)
      desktop.seat.leave()
      await desktop.page.context().close()
      await desktop.app.stop()
    }
    try {
      await use({
        get server() {
          return server
        },
        loseServer: () => server.kill(),
        regainServer: async () => {
          server = await startServer(serverDir, serverCustomers, port)
        },
        async desktop(role) {
          const account = role === undefined ? undefined : server.account(role)
          const desktop = await open(path.join(dir, `desktop-${++made}`), {
            ...(account && { DZVIN_FIRST_LOGIN: account.login, DZVIN_FIRST_PASSWORD: account.password }),
          })
          if (role !== undefined) await ready(desktop)
          return desktop
        },
        async restart(desktop, env = {}) {
          await close(desktop)
          return open(desktop.dataDir, env)
        },
      })
    } finally {
      for (const desktop of [...desktops]) await close(desktop)
      await server.stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})

async function pageOf(browser: Browser, app: AppProcess): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(app.link)
  return page
}

/** Signed in, and the first copy complete. */
async function ready({ page, seat }: Desktop): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Розділи' })).toBeVisible()
  await seat.call('settings.change', { demo: { callsByThemselves: false } })
  await upToDate(seat)
}

export async function upToDate(seat: Seat): Promise<void> {
  await seat.until('sync', ({ kind, waiting }) => kind === 'up-to-date' && waiting === 0)
}
