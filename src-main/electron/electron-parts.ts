import type * as electron from 'electron'

/** The parts of Electron that the shell uses; passed in, so that a test can give its own. */
export type ElectronParts = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'Menu'
  | 'Notification'
  | 'Tray'
  | 'globalShortcut'
  | 'ipcMain'
  | 'nativeImage'
  | 'protocol'
  | 'safeStorage'
  | 'session'
>
