import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import type { PageRole } from '#shared/contract/wire.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import { roleArgument } from './channels.ts'
import type { ElectronParts } from './electron-parts.ts'
import type { IpcWires } from './ipc-wires.ts'
import { pageAddress } from './page-address.ts'

export interface WindowsOptions {
  readonly electron: ElectronParts
  readonly wires: IpcWires
  readonly preloadPath: string
  readonly iconPath: string
  readonly clock: Clock
  readonly log: Log
}

/** A page that crashed is loaded again after this long: at once would spin when it crashes at its start. */
const revivalMs = 500

/** The interface's window; shown when its first paint is ready. */
export async function openUiWindow(options: WindowsOptions): Promise<BrowserWindow> {
  const window = openWindow(options, 'ui', {
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    icon: options.iconPath,
    title: 'Dzvin',
  })
  window.once('ready-to-show', () => window.show())
  await window.loadURL(pageAddress('ui'))
  return window
}

/** The hidden window with the microphone and the calls' audio: the interface may crash with no gap in a call. */
export async function openMediaWindow(options: WindowsOptions): Promise<BrowserWindow> {
  const window = openWindow(options, 'media', { width: 400, height: 300, skipTaskbar: true, focusable: false })
  await window.loadURL(pageAddress('media'))
  return window
}

function openWindow(options: WindowsOptions, role: PageRole, look: BrowserWindowConstructorOptions): BrowserWindow {
  const { wires, clock, log } = options
  const window = new options.electron.BrowserWindow({
    ...look,
    show: false,
    webPreferences: {
      preload: options.preloadPath,
      additionalArguments: [`${roleArgument}${role}`],
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // Timers of an operator's page count a call's seconds; the media page is never seen at all.
      backgroundThrottling: false,
      // Both ring without having been clicked.
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  wires.add(window.webContents, role)
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    log.error('A page died and is loaded again', { role, reason })
    clock.after(revivalMs, () => {
      if (!window.isDestroyed()) window.webContents.reload()
    })
  })
  return window
}
