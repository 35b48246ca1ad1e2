import type { IpcMainEvent, WebContents } from 'electron'
import { maxMessageLength, type PageRole, type PageWire } from '#shared/contract/wire.ts'
import type { Log } from '#shared/ports/log.ts'
import { toMainChannel, toPageChannel } from './channels.ts'
import type { ElectronParts } from './electron-parts.ts'
import { isOurPage } from './page-address.ts'

interface OpenWire {
  readonly hear: (message: unknown) => void
  readonly close: () => void
}

/** The wires of our windows' pages: a page's hello opens one, its reload, crash or end closes it. */
export class IpcWires {
  readonly #accept: (wire: PageWire, role: PageRole) => void
  readonly #log: Log
  readonly #roles = new Map<WebContents, PageRole>()
  readonly #open = new Map<WebContents, OpenWire>()

  constructor({ ipcMain }: ElectronParts, accept: (wire: PageWire, role: PageRole) => void, log: Log) {
    this.#accept = accept
    this.#log = log
    ipcMain.on(toMainChannel, (event, text: unknown) => this.#receive(event, text))
  }

  /** Messages of this window's main frame are heard from now on. */
  add(contents: WebContents, role: PageRole): void {
    this.#roles.set(contents, role)
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#close(contents)
    })
    contents.on('render-process-gone', () => this.#close(contents))
    contents.on('destroyed', () => {
      this.#close(contents)
      this.#roles.delete(contents)
    })
  }

  #receive(event: IpcMainEvent, text: unknown): void {
    const contents = event.sender
    const role = this.#roles.get(contents)
    const frame = event.senderFrame
    // A frame inside the page, a page that was led elsewhere, or a window that is not ours.
    if (!role || !frame || frame !== contents.mainFrame || !isOurPage(frame.url, role))
      return this.#log.warn('IPC from a stranger dropped')
    if (typeof text !== 'string' || text.length > maxMessageLength) {
      this.#log.warn('Oversize IPC message')
      return this.#close(contents)
    }
    const message = parse(text)
    if (isHello(message)) this.#start(contents, role)
    this.#open.get(contents)?.hear(message)
  }

  /** A hello on an open wire is a page that was loaded anew. */
  #start(contents: WebContents, role: PageRole): void {
    this.#close(contents)
    const onMessage: ((message: unknown) => void)[] = []
    const onClose: (() => void)[] = []
    this.#open.set(contents, {
      hear: (message) => onMessage.forEach((listener) => listener(message)),
      close: () => onClose.forEach((listener) => listener()),
    })
    const wire: PageWire = {
      send: (message) => {
        if (!contents.isDestroyed()) contents.send(toPageChannel, JSON.stringify(message))
      },
      onMessage: (listener) => onMessage.push(listener),
      onClose: (listener) => onClose.push(listener),
      close: () => this.#close(contents),
    }
    this.#accept(wire, role)
  }

  #close(contents: WebContents): void {
    const open = this.#open.get(contents)
    this.#open.delete(contents)
    open?.close()
  }
}

function isHello(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 't' in message && message.t === 'hello'
}

/** Undefined for what is no JSON: the app drops it like any malformed message. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
