import { type FromPage, type PageRole, wireVersion } from '#shared/contract/wire.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import { isRefusal } from './connect-preload.ts'
import type { Connection, ReconnectingWire } from './connect-wire.ts'

/** The part of a WebSocket that is needed. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>

export interface SocketHost {
  open(): Socket
  after(delayMs: number, run: () => void): void
  /** 0-1 */
  random(): number
}

const firstDelayMs = 200
const maxDelayMs = 5_000

/** A WebSocket to the browser host that comes back by itself: doubling delays with jitter, for ever. */
export function connectSocket(role: PageRole, host: SocketHost): ReconnectingWire {
  const messages = new Emitter<unknown>()
  const connection = new Cell<Connection>('connecting')
  let socket: Socket | undefined
  let failures = 0
  let refused = false

  const connect = () => {
    const opened = host.open()
    opened.onopen = () => {
      socket = opened
      opened.send(JSON.stringify({ t: 'hello', role, version: wireVersion } satisfies FromPage))
      connection.set('connected')
    }
    opened.onmessage = ({ data }) => {
      const message = typeof data === 'string' ? parse(data) : undefined
      if (message === undefined) return
      // Another version: only loading the page anew helps. `busy`: another page has this place, it may become free.
      if (isRefusal(message)) refused = message.reason === 'version'
      else failures = 0
      messages.emit(message)
    }
    opened.onclose = () => {
      socket = undefined
      connection.set('lost')
      if (refused) return
      const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** failures++)
      host.after(ceilingMs * (0.5 + host.random() / 2), connect)
    }
  }
  connect()

  return {
    send: (message) => socket?.send(JSON.stringify(message)),
    onMessage: (listener) => messages.subscribe(listener),
    connection,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
