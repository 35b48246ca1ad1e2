import WebSocket, { type RawData } from 'ws'
import type { Result } from '#shared/domain/failure/failure.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { NewsListener, NewsSocket } from '#shared/sync/client/sync-transport.ts'
import { type News, news } from '#shared/sync/protocol.ts'

export interface NewsSocketOptions {
  /** `http://…` or `https://…` */
  readonly serverUrl: string
  readonly clock: Clock
  accessToken(): Promise<Result<string>>
  tokenRefused(): void
}

const handshakeMs = 10_000
const maxPayloadBytes = 65_536
/** A ping every so often; a socket that has not even answered that is dead. */
const pingEveryMs = 15_000
const pongWithinMs = 7_000

/** One connection to `/sync/news`; when to connect anew is decided elsewhere. */
export function openNews(options: NewsSocketOptions, listener: NewsListener): NewsSocket {
  const { serverUrl, clock, accessToken, tokenRefused } = options
  let socket: WebSocket | undefined
  let over = false
  let cancelPing = () => {}

  const down = () => {
    if (over) return
    over = true
    cancelPing()
    socket?.terminate()
    listener.down()
  }
  const ping = () => {
    let answered = false
    socket?.once('pong', () => (answered = true))
    socket?.ping()
    cancelPing = clock.after(pongWithinMs, () => {
      if (!answered) return down()
      cancelPing = clock.after(pingEveryMs - pongWithinMs, ping)
    })
  }

  accessToken().then((token) => {
    if (over) return
    if (!token.ok) return down()
    socket = new WebSocket(new URL('/sync/news', serverUrl.replace(/^http/, 'ws')), {
      headers: { authorization: `Bearer ${token.value}` },
      handshakeTimeout: handshakeMs,
      maxPayload: maxPayloadBytes,
      perMessageDeflate: false,
      followRedirects: false,
    })
    socket.on('open', () => {
      cancelPing = clock.after(pingEveryMs, ping)
      listener.up()
    })
    socket.on('message', (data, binary) => {
      const said = binary ? undefined : readNews(data)
      if (said && !over) listener.heard(said)
    })
    socket.on('unexpected-response', (_request, response) => {
      if (response.statusCode === 401) tokenRefused()
      down()
    })
    // `close` follows each error.
    socket.on('error', () => {})
    socket.on('close', down)
  }, down)

  return {
    say: (state) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: 'presence', state }))
    },
    close: () => {
      if (over) return
      over = true
      cancelPing()
      socket?.close(1000)
      if (socket?.readyState !== WebSocket.CLOSED) socket?.terminate()
    },
  }
}

function readNews(data: RawData): News | undefined {
  try {
    return news.safeParse(JSON.parse(String(data))).data
  } catch {
    return undefined
  }
}
