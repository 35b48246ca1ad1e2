import { join } from 'node:path'
import type { PageRole, PageWire } from '#shared/contract/wire.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { DemoMemory } from '../host/demo-memory.ts'
import { openInProcessPage } from '../host/in-process-page.ts'
import type { PageFile } from '../pages/page-files.ts'
import { followCallsOutside } from './calls-outside.ts'
import type { ElectronParts } from './electron-parts.ts'
import { guardContents } from './guard-contents.ts'
import { IpcWires } from './ipc-wires.ts'
import { servePageProtocol } from './page-protocol.ts'
import { hearTelLinks } from './tel-links.ts'
import { openTray } from './tray.ts'
import { openMediaWindow, openUiWindow } from './windows.ts'

/** A PBX that does not answer to the last BYE does not keep us. */
const endTimeoutMs = 5_000

export interface ShellOptions {
  readonly electron: ElectronParts
  readonly accept: (wire: PageWire, role?: PageRole) => void
  readonly files: ReadonlyMap<string, PageFile>
  readonly preloadPath: string
  readonly resourcesDir: string
  readonly memory: DemoMemory
  readonly argv: readonly string[]
  readonly clock: Clock
  readonly log: Log
  /** Closes the database and hangs up; called once, before the app ends. */
  readonly dispose: () => Promise<void>
}

/** Everything around the pages: windows, tray, notifications, links, shortcuts. Call after `ready`. */
export async function openShell(options: ShellOptions): Promise<void> {
  const { electron, log } = options
  const { app } = electron
  guardContents(electron, log)
  servePageProtocol(electron, options.files)
  const wires = new IpcWires(electron, options.accept, log)
  const page = openInProcessPage((wire) => options.accept(wire))
  page.on('host', ({ demo }) => options.memory.remember(demo))
  // A packaged Windows or Linux app has no menu of its own; macOS keeps its own for copy and paste.
  if (process.platform !== 'darwin') electron.Menu.setApplicationMenu(null)

  const icon = (name: string) => join(options.resourcesDir, 'icons', name)
  const windows = { electron, wires, preloadPath: options.preloadPath, iconPath: icon('icon.png'), clock: options.clock, log }
  const [, window] = await Promise.all([openMediaWindow(windows), openUiWindow(windows)])

  let quitting = false
  const show = () => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const tray = openTray({ electron, page, iconPath: icon('tray.png'), show, quit: () => app.quit() })
  window.on('close', (event) => {
    // The phone stays reachable behind a closed window, where something is left to open it again.
    if (quitting || !tray) return
    event.preventDefault()
    window.hide()
  })
  window.on('closed', () => app.quit())
  app.on('second-instance', show)
  app.on('activate', show)

  hearTelLinks(electron, options.argv, (number) => {
    show()
    page.call('phone.dial', { number }).then(
      (failure) => failure && log.warn('A tel: link was not dialled', { kind: failure.kind }),
      (error: unknown) => log.error('A tel: link was not dialled', { error }),
    )
  })
  followCallsOutside({ electron, page, window, show })

  let disposed = false
  app.on('before-quit', () => {
    quitting = true
  })
  app.on('will-quit', (event) => {
    if (disposed) return
    disposed = true
    event.preventDefault()
    options.clock.after(endTimeoutMs, () => app.exit(0))
    electron.globalShortcut.unregisterAll()
    page.dispose()
    options
      .dispose()
      .catch((error: unknown) => log.error('Not ended in order', { error }))
      .finally(() => app.quit())
  })
}
