import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { ElectronParts } from '#main/electron/electron-parts.ts'

/**
 * Electron as far as the shell uses it. Each fake may only have members that the real thing has (`Partial<Record<keyof …>>`),
 * and asking for one that is not faked throws, so that the shell cannot use more than what is tested here.
 */
type Members<T> = Partial<Record<keyof T, unknown>>

export class FakeFrame implements Members<Electron.WebFrameMain> {
  url: string
  constructor(url: string) {
    this.url = url
  }
}

export class FakeContents extends EventEmitter implements Members<Electron.WebContents> {
  readonly sent: { readonly channel: string; readonly text: string }[] = []
  mainFrame = new FakeFrame('about:blank')
  reloads = 0
  gone = false
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  getURL = () => this.mainFrame.url
  isDestroyed = () => this.gone
  reload = () => {
    this.reloads += 1
  }
  send: (channel: string, text: string) => void = (channel, text) => {
    this.sent.push({ channel, text })
  }
  setWindowOpenHandler: Electron.WebContents['setWindowOpenHandler'] = (handler) => {
    this.openHandler = handler
  }
}

export class FakeWindow extends EventEmitter implements Members<Electron.BrowserWindow> {
  readonly webContents = strict(new FakeContents(), 'webContents') as FakeContents
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly done: string[] = []
  focused = false
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  loadURL = async (url: string) => {
    this.webContents.mainFrame = new FakeFrame(url)
  }
  show = () => void this.done.push('show')
  hide = () => void this.done.push('hide')
  focus = () => void this.done.push('focus')
  restore = () => void this.done.push('restore')
  isMinimized = () => false
  isFocused = () => this.focused
  isDestroyed = () => false
}

export class FakeTray extends EventEmitter implements Members<Electron.Tray> {
  toolTip = ''
  menu: Electron.MenuItemConstructorOptions[] = []
  setToolTip = (text: string) => {
    this.toolTip = text
  }
  setContextMenu = (menu: unknown) => {
    this.menu = menu as Electron.MenuItemConstructorOptions[]
  }
}

export class FakeNotification extends EventEmitter implements Members<Electron.Notification> {
  readonly options: Electron.NotificationConstructorOptions
  shown = false
  closed = false
  constructor(options: Electron.NotificationConstructorOptions) {
    super()
    this.options = options
  }
  show = () => {
    this.shown = true
  }
  close = () => {
    this.closed = true
  }
}

class FakeApp extends EventEmitter implements Members<Electron.App> {
  readonly done: string[] = []
  readonly switches = new Map<string, string>()
  isPackaged = true
  locked = true
  commandLine = { appendSwitch: (name: string, value = '') => void this.switches.set(name, value) }
  enableSandbox = () => void this.done.push('enableSandbox')
  setPath = (name: string, path: string) => void this.done.push(`setPath ${name} ${path}`)
  requestSingleInstanceLock = () => this.locked
  setAsDefaultProtocolClient = (scheme: string) => void this.done.push(`protocol ${scheme}`)
  quit = () => void this.done.push('quit')
}

class FakeProtocol implements Members<Electron.Protocol> {
  schemes: Electron.CustomScheme[] = []
  handlers = new Map<string, (request: Request) => Promise<Response>>()
  registerSchemesAsPrivileged = (schemes: Electron.CustomScheme[]) => {
    this.schemes = schemes
  }
  handle = (scheme: string, handler: (request: Request) => Promise<Response>) => void this.handlers.set(scheme, handler)
}

class FakeSession implements Members<Electron.Session> {
  request: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null
  check: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null
  device: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null
  setPermissionRequestHandler = (handler: typeof this.request) => {
    this.request = handler
  }
  setPermissionCheckHandler = (handler: typeof this.check) => {
    this.check = handler
  }
  setDevicePermissionHandler = (handler: typeof this.device) => {
    this.device = handler
  }
}

class FakeSafeStorage implements Members<Electron.SafeStorage> {
  available = true
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret'
  isAsyncEncryptionAvailable = async () => this.available
  getSelectedStorageBackend = () => this.backend
  encryptStringAsync = async (text: string) => Buffer.from(`locked:${[...text].reverse().join('')}`)
  decryptStringAsync = async (bytes: Buffer) => {
    const text = bytes.toString()
    if (!text.startsWith('locked:')) throw new Error('not ours')
    return { shouldReEncrypt: false, result: [...text.slice(7)].reverse().join('') }
  }
}

export function fakeElectron() {
  const windows: FakeWindow[] = []
  const trays: FakeTray[] = []
  const notifications: FakeNotification[] = []
  const shortcuts = new Map<string, () => void>()
  const app = new FakeApp()
  const ipcMain = new EventEmitter()
  const protocol = new FakeProtocol()
  const session = new FakeSession()
  const safeStorage = new FakeSafeStorage()
  const icon = { empty: false, isEmpty: () => icon.empty }

  const fakes = {
    app: strict(app, 'app'),
    BrowserWindow: class extends FakeWindow {
      constructor(options: Electron.BrowserWindowConstructorOptions) {
        super(options)
        windows.push(this)
        app.emit('web-contents-created', {}, this.webContents)
      }
    },
    Menu: { setApplicationMenu: () => {}, buildFromTemplate: (template: unknown) => template },
    Notification: class extends FakeNotification {
      static isSupported = () => true
      constructor(options: Electron.NotificationConstructorOptions) {
        super(options)
        notifications.push(this)
      }
    },
    Tray: class extends FakeTray {
      constructor() {
        super()
        trays.push(this)
      }
    },
    globalShortcut: {
      register: (keys: string, run: () => void) => shortcuts.set(keys, run),
      unregisterAll: () => shortcuts.clear(),
    },
    ipcMain,
    nativeImage: { createFromPath: () => icon },
    protocol: strict(protocol, 'protocol'),
    safeStorage: strict(safeStorage, 'safeStorage'),
    session: { defaultSession: strict(session, 'session') },
  } satisfies Record<keyof ElectronParts, unknown>

  const electron = fakes as unknown as ElectronParts
  return { electron, app, windows, trays, notifications, shortcuts, ipcMain, protocol, session, safeStorage, icon }
}

/** Throws for a member that the fake lacks, where plain JavaScript would go on with undefined. */
function strict<T extends object>(fake: T, name: string): T {
  return new Proxy(fake, {
    get(target, key) {
      if (typeof key === 'string' && key !== 'then' && key !== 'toJSON' && !key.startsWith('_') && !(key in target)) {
        throw new Error(`Not faked: ${name}.${key}`)
      }
      return Reflect.get(target, key)
    },
  })
}
