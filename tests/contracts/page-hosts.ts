import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { startBrowserHost } from '#main/browser/browser-host.ts'
import { toMainChannel } from '#main/electron/channels.ts'
import { IpcWires } from '#main/electron/ipc-wires.ts'
import { pageAddress } from '#main/electron/page-address.ts'
import type { PageServer } from '#main/pages/page-server.ts'
import { connectPreload } from '#renderer/app/connect-preload.ts'
import { connectSocket, type Socket } from '#renderer/app/connect-socket.ts'
import type { ReconnectingWire } from '#renderer/app/connect-wire.ts'
import type { PageRole } from '#shared/contract/wire.ts'
import type { Log } from '#shared/ports/log.ts'
import { FakeContents, FakeFrame, fakeElectron } from '../electron/fake-electron.ts'

/** A host under test: opens pages with the renderer's own code over the host's real wire. */
export interface PageHost {
  readonly name: string
  openPage(role: PageRole): ReconnectingWire
  dispose(): Promise<void>
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

/** Electron's IPC in memory: our shell's wires on a fake of the `electron` module. */
export async function electronHost(server: PageServer): Promise<PageHost> {
  const { electron, ipcMain } = fakeElectron()
  const wires = new IpcWires(electron, (wire, role) => server.accept(wire, role), silent)
  return {
    name: 'electron',
    openPage(role) {
      const contents = new FakeContents()
      contents.mainFrame = new FakeFrame(pageAddress(role))
      const listeners: ((message: unknown) => void)[] = []
      contents.send = (_channel, text) => queueMicrotask(() => listeners.forEach((listener) => listener(JSON.parse(text))))
      wires.add(contents as never, role)
      return connectPreload(role, {
        role,
        send: (message) => {
          const text = JSON.stringify(message)
          queueMicrotask(() => ipcMain.emit(toMainChannel, { sender: contents, senderFrame: contents.mainFrame }, text))
        },
        onMessage: (listener) => listeners.push(listener),
      })
    },
    dispose: async () => {},
  }
}

/** The browser host on a real port, with the cookie a page would have. */
export async function browserHost(server: PageServer): Promise<PageHost> {
  const pagesDir = await mkdtemp(join(tmpdir(), 'dzvin-contract-'))
  await writeFile(join(pagesDir, 'index.html'), '')
  const host = await startBrowserHost({ pagesDir, port: 0, accept: (wire) => server.accept(wire), log: silent })
  const { name, value } = host.issueCookie()
  const sockets: WebSocket[] = []
  let ended = false
  return {
    name: 'browser',
    openPage: (role) =>
      connectSocket(role, {
        open: () => {
          const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/wire`, {
            origin: host.origin,
            headers: { Cookie: `${name}=${value}` },
          })
          sockets.push(socket)
          return socket as unknown as Socket
        },
        after: (delayMs, run) => void setTimeout(() => ended || run(), delayMs).unref(),
        random: () => 0,
      }),
    async dispose() {
      ended = true
      for (const socket of sockets) socket.on('error', () => {}).terminate()
      await host.dispose()
      await rm(pagesDir, { recursive: true })
    },
  }
}
