import { mkdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { dataDirOf } from './data-dir.ts'

/** What an administrator, `npm start` or a test may set. Empty counts as unset. */
const variables = z.object({
  DZVIN_DATA_DIR: z.string().optional(),
  /** 0: any free port. */
  DZVIN_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DZVIN_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DZVIN_DEMO_CUSTOMERS: z.coerce.number().int().min(0).max(10_000_000).default(2_000),
  DZVIN_DEMO_SEED: z.coerce.number().int().default(1),
  /** The central server's address; unset: the desktop stands alone. */
  DZVIN_SERVER_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** How the server's list of devices calls this one; unset: the machine's name. */
  DZVIN_DEVICE_NAME: z.string().max(200).optional(),
  /** Tried once at the start: for the demo, whose accounts are made and printed by its own server. */
  DZVIN_FIRST_LOGIN: z.string().max(100).optional(),
  DZVIN_FIRST_PASSWORD: z.string().max(200).optional(),
  /** Browser host: the program to open a window with; unset: the address is printed. */
  DZVIN_BROWSER: z.string().optional(),
  /** Browser host: `frame` (default) puts the media page into the interface page, `own` expects a page of its own. */
  DZVIN_MEDIA_PAGE: z.enum(['frame', 'own']).default('frame'),
})

export interface HostEnvironment {
  readonly dataDir: string
  readonly resourcesDir: string
  readonly pagesDir: string
  readonly workerUrl: URL
  readonly version: string
  readonly server: ServerEnvironment | undefined
  readonly port: number
  readonly logLevel: string
  readonly demoCustomers: number
  readonly demoSeed: number
  readonly browser: string | undefined
  readonly mediaInPage: boolean
}

export interface ServerEnvironment {
  readonly url: string
  readonly deviceName: string
  readonly first?: { readonly login: string; readonly password: string }
}

/** `entry`: the URL of the running bundle, `<root>/out/main/x.js`. Makes the data folder, for its owner only. */
export function readEnvironment(env: NodeJS.ProcessEnv, entry: string): HostEnvironment {
  const parsed = variables.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) throw new Error(`The environment is not right:\n${z.prettifyError(parsed.error)}`)
  const set = parsed.data
  const root = fileURLToPath(new URL('../../', entry))
  const dataDir = set.DZVIN_DATA_DIR ?? dataDirOf(process.platform, env)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return {
    dataDir,
    resourcesDir: join(root, 'resources'),
    pagesDir: join(root, 'out/renderer'),
    workerUrl: new URL('./writer-worker.js', entry),
    version: z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version,
    server: set.DZVIN_SERVER_URL === undefined ? undefined : serverOf(set.DZVIN_SERVER_URL, set),
    port: set.DZVIN_PORT,
    logLevel: set.DZVIN_LOG_LEVEL,
    demoCustomers: set.DZVIN_DEMO_CUSTOMERS,
    demoSeed: set.DZVIN_DEMO_SEED,
    browser: set.DZVIN_BROWSER,
    mediaInPage: set.DZVIN_MEDIA_PAGE === 'frame',
  }
}

function serverOf(url: string, set: z.infer<typeof variables>): ServerEnvironment {
  const { DZVIN_FIRST_LOGIN: login, DZVIN_FIRST_PASSWORD: password, DZVIN_DEVICE_NAME: deviceName = hostname() } = set
  return { url, deviceName, ...(login && password && { first: { login, password } }) }
}
