import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, startChild, tail } from '../pbx/child-process.ts'
import { until } from '../pbx/until.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built app in a process of its own, with the browser host. */
export interface AppProcess {
  readonly origin: string
  /** Lets one browser in, once. */
  readonly link: string
  /** As a crash: nothing is said to it before. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/**
 * `customers`: demo customers put into an empty `dataDir`; undefined for as many as the app itself puts there.
 * `env`: further variables of the app's environment.
 */
export async function startApp(
  dataDir: string,
  customers: number | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<AppProcess> {
  const launchFile = path.join(dataDir, 'launch.json')
  // A killed process leaves its own behind.
  await rm(launchFile, { force: true })
  const child = await startChild(process.execPath, [path.join(root, 'out/main/browser.js')], {
    cwd: root,
    env: {
      DZVIN_DATA_DIR: dataDir,
      DZVIN_PORT: '0',
      DZVIN_BROWSER: '',
      DZVIN_DEMO_CUSTOMERS: customers === undefined ? '' : String(customers),
      DZVIN_DEMO_SEED: '1',
      ...env,
    },
  })
  const launch = await until('the app is up', 30_000, () => readLaunch(launchFile, child))
  return { ...launch, kill: () => kill(child), stop: () => child.end(5_000) }
}

async function readLaunch(file: string, child: Child): Promise<{ origin: string; link: string } | undefined> {
  if (child.exit() !== undefined) throw new Error(`The app ended: ${tail(child)}`)
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.endsWith('}') ? (JSON.parse(text) as { origin: string; link: string }) : undefined
}

async function kill(child: Child): Promise<void> {
  child.signal('SIGKILL')
  await child.exited
}
