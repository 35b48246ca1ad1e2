import { join } from 'node:path'
import type { ElectronParts } from './electron-parts.ts'
import { pageScheme } from './page-address.ts'

export interface PrepareAppOptions {
  readonly dataDir: string
  /** Engine switches as name and value. */
  readonly switches: readonly (readonly [string, string])[]
}

/** What must happen before Electron is ready. False: another instance has this data folder, and was told to show itself. */
export function prepareApp({ app, protocol }: ElectronParts, options: PrepareAppOptions): boolean {
  app.setPath('userData', join(options.dataDir, 'electron'))
  app.enableSandbox()
  for (const [name, value] of options.switches) app.commandLine.appendSwitch(name, value)
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ])
  return app.requestSingleInstanceLock()
}
