import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { maxMessageLength, type PageWire } from '#shared/contract/wire.ts'
import type { Log } from '#shared/ports/log.ts'
import { readPageFiles } from '../pages/page-files.ts'
import { checkDoor } from './door.ts'
import { servePage } from './serve-pages.ts'
import { Sessions } from './sessions.ts'
import { socketWire } from './socket-wire.ts'

export interface BrowserHostOptions {
  /** The built pages. */
  readonly pagesDir: string
  /** 0: any free port. */
  readonly port: number
  readonly accept: (wire: PageWire) => void
  readonly log: Log
}

export interface BrowserHost {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** An address that lets one browser in, once. */
  issueLink(): string
  /** A cookie for a window that this process opens itself, at `/opening`. */
  issueCookie(): { readonly name: string; readonly value: string }
  dispose(): Promise<void>
}

/** Serves the pages and their wire on 127.0.0.1. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { log } = options
  const files = await readPageFiles(options.pagesDir)
  const http = createServer({ headersTimeout: 10_000, requestTimeout: 10_000, maxHeaderSize: 16_384 })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = http.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const sessions = new Sessions(port)

  http.on('request', (request, response) => {
    servePage(request, response, { files, origin, sessions, log }).catch((error: unknown) => {
      log.warn('A page was not served', { error })
      response.destroy()
    })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageLength, perMessageDeflate: false })
  http.on('upgrade', (request, socket, head) => {
    const refusal = request.url === '/wire' ? checkDoor(request.headers, 'socket', origin, sessions) : 'path'
    if (refusal) {
      log.warn('Socket turned away', { refusal })
      // A reset in the meantime must not end the process.
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => options.accept(socketWire(opened)))
  })

  return {
    origin,
    issueLink: () => `${origin}/enter?token=${sessions.issueToken()}`,
    issueCookie: () => ({ name: sessions.cookieName, value: sessions.issueCookie() }),
    async dispose() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      http.closeAllConnections()
      await closed
    },
  }
}
