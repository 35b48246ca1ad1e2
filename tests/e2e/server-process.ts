import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { startChild, tail } from '../pbx/child-process.ts'
import { freeTcpPorts } from '../pbx/free-ports.ts'
import { until } from '../pbx/until.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const demoAccounts = z.array(z.object({ role: z.string(), login: z.string(), password: z.string() }))

/** The central server in a process of its own, on its embedded database, with demo accounts. */
export interface ServerProcess {
  readonly url: string
  /** A demo account by its login, or the first of a role. */
  account(who: string): { readonly login: string; readonly password: string }
  /** As a crash. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** `port`: the one of a former run, so that desktops find it again. */
export async function startServer(dataDir: string, customers: number, port?: number): Promise<ServerProcess> {
  const [chosen] = port === undefined ? await freeTcpPorts(1) : [port]
  const url = `http://127.0.0.1:${chosen}`
  const child = await startChild(process.execPath, [path.join(root, 'src-server/main.ts')], {
    cwd: root,
    env: {
      DZVIN_SERVER_DATA_DIR: dataDir,
      DZVIN_SERVER_PORT: String(chosen),
      DZVIN_DEMO_CUSTOMERS: String(customers),
      DZVIN_DEMO_SEED: '1',
      DATABASE_URL: '',
    },
  })
  await until('the server is ready', 60_000, async () => {
    if (child.exit() !== undefined) throw new Error(`The server ended: ${tail(child)}`)
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok
  })
  const accounts = demoAccounts.parse(JSON.parse(await readFile(path.join(dataDir, 'demo-accounts.json'), 'utf8')))
  return {
    url,
    account(who) {
      const found = accounts.find(({ login, role }) => login === who || role === who)
      if (!found) throw new Error(`no demo account ${who}`)
      return found
    },
    async kill() {
      child.signal('SIGKILL')
      await child.exited
    },
    stop: () => child.end(10_000),
  }
}
