import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as electron from 'electron'
import { logFile, pinoLog } from '#system/pino-log.ts'
import { systemClock } from '#system/system-clock.ts'
import { compose } from '../compose.ts'
import { DemoMemory, demoSwitches } from '../host/demo-memory.ts'
import { readEnvironment } from '../host/environment.ts'
import { RememberedLook } from '../host/remembered-look.ts'
import { readPageFiles } from '../pages/page-files.ts'
import { openOutside } from './open-outside.ts'
import { prepareApp } from './prepare-app.ts'
import { openSafeSecrets } from './safe-secrets.ts'
import { openShell } from './shell.ts'

const environment = readEnvironment(process.env, import.meta.url)
const log = pinoLog(environment.logLevel, logFile(join(environment.dataDir, 'logs/dzvin.log')))
// A phone that dies in the middle of a call is worse than one with a defect in its log.
process.on('uncaughtException', (error) => log.error('Uncaught', { error }))
process.on('unhandledRejection', (error) => log.error('Unhandled rejection', { error }))

const memory = new DemoMemory(environment.dataDir)
const first = prepareApp(electron, { dataDir: environment.dataDir, switches: memory.demo ? demoSwitches : [] })
if (first) await run()
else electron.app.quit()

async function run(): Promise<void> {
  const { app } = electron
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  const files = await readPageFiles(environment.pagesDir)
  // Not awaited at the top level: Electron is ready only after this module has been evaluated.
  app
    .whenReady()
    .then(async () => {
      const desktop = await compose({
        dataDir: environment.dataDir,
        resourcesDir: environment.resourcesDir,
        workerUrl: environment.workerUrl,
        host: { kind: 'electron', version: environment.version, mediaInPage: false },
        secrets: await openSafeSecrets(electron, environment.dataDir, process.platform, log),
        look: new RememberedLook(environment.dataDir),
        ...(environment.server && { server: { ...environment.server, openPage: (url) => openOutside(electron, url) } }),
        // Where a PBX was in use, an empty database is a loss to be seen, not one to be filled with invented people.
        demoCustomers: memory.demo ? environment.demoCustomers : 0,
        demoSeed: environment.demoSeed,
        log,
      })
      await openShell({
        electron,
        accept: (wire, role) => desktop.pages.accept(wire, role),
        files,
        preloadPath: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
        resourcesDir: environment.resourcesDir,
        memory,
        argv: process.argv.slice(1),
        clock: systemClock,
        log: log.child('electron'),
        dispose: () => desktop.dispose(),
      })
    })
    .catch((error: unknown) => {
      log.error('Start-up failed', { error })
      electron.dialog.showErrorBox(
        'Dzvin',
        `${error instanceof Error ? error.message : error}\n\n${environment.dataDir}/logs/dzvin.log`,
      )
      app.exit(1)
    })
}
