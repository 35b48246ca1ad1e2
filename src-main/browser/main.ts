import { join } from 'node:path'
import { logFile, pinoLog } from '#system/pino-log.ts'
import { compose } from '../compose.ts'
import { DemoMemory, demoSwitches } from '../host/demo-memory.ts'
import { readEnvironment } from '../host/environment.ts'
import { openInProcessPage } from '../host/in-process-page.ts'
import { RememberedLook } from '../host/remembered-look.ts'
import { openAppWindow } from './app-window.ts'
import { startBrowserHost } from './browser-host.ts'
import { LaunchFile } from './launch-file.ts'
import { memorySecrets } from './memory-secrets.ts'
import { openLink } from './open-link.ts'

/** A PBX that does not answer to the last BYE does not keep us. */
const endTimeoutMs = 5_000

/** The app behind 127.0.0.1: for machines without Electron, for thin clients and for the end-to-end tests. */
const environment = readEnvironment(process.env, import.meta.url)
const log = pinoLog(environment.logLevel, logFile(join(environment.dataDir, 'logs/dzvin.log')))
// A phone that dies in the middle of a call is worse than one with a defect in its log.
process.on('uncaughtException', (error) => log.error('Uncaught', { error }))
process.on('unhandledRejection', (error) => log.error('Unhandled rejection', { error }))

const launchFile = new LaunchFile(environment.dataDir)
const running = await launchFile.running()
if (running) {
  console.log(`Dzvin already works with ${environment.dataDir}: ${running.origin}`)
  process.exit(3)
}

const memory = new DemoMemory(environment.dataDir)
const { desktop, host } = await start().catch((error: unknown) => {
  log.error('Start-up failed', { error })
  console.error(`Dzvin could not start: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
})
launchFile.write({ pid: process.pid, origin: host.origin, link: host.issueLink() })

const switches = memory.demo ? demoSwitches.map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)) : []
const shell = openInProcessPage((wire) => desktop.pages.accept(wire))
shell.on('host', ({ demo }) => memory.remember(demo))

const window = environment.browser
  ? openAppWindow({
      program: environment.browser,
      origin: host.origin,
      cookie: host.issueCookie(),
      profileDir: join(environment.dataDir, 'browser-profile'),
      switches,
    })
  : undefined

let ending = false
async function end(code: number): Promise<void> {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(code), endTimeoutMs).unref()
  window?.close()
  launchFile.remove()
  shell.dispose()
  try {
    await host.dispose()
    await desktop.dispose()
  } catch (error) {
    log.error('Not ended in order', { error })
  }
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
// Whoever started us is gone without a word.
process.on('disconnect', () => void end(0))

if (window) {
  console.log('Dzvin is open in its own window. Close it, or press Ctrl+C, to end.')
  const code = await window.closed
  if (code !== 0 && !ending) console.log(`The window could not be kept open (${environment.browser} ended with ${code}).`)
  await end(code)
} else {
  console.log(`Dzvin: ${host.issueLink()}`)
  console.log('Open this address in Chromium, Chrome or Edge; it lets one browser in, once. Ctrl+C ends Dzvin.')
}

async function start() {
  const desktop = await compose({
    dataDir: environment.dataDir,
    resourcesDir: environment.resourcesDir,
    workerUrl: environment.workerUrl,
    host: { kind: 'browser', version: environment.version, mediaInPage: environment.mediaInPage },
    secrets: memorySecrets(),
    look: new RememberedLook(environment.dataDir),
    ...(environment.server && { server: { ...environment.server, openPage: openLink } }),
    // Where a PBX was in use, an empty database is a loss to be seen, not one to be filled with invented people.
    demoCustomers: memory.demo ? environment.demoCustomers : 0,
    demoSeed: environment.demoSeed,
    log,
  })
  const host = await startBrowserHost({
    pagesDir: environment.pagesDir,
    port: environment.port,
    accept: (wire) => desktop.pages.accept(wire),
    log: log.child('browser'),
  })
  return { desktop, host }
}
