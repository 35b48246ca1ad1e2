import type { FromPage, PageRole } from '#shared/contract/wire.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import { connectPreload, type PreloadPort } from './connect-preload.ts'
import { connectSocket } from './connect-socket.ts'

export type Connection = 'connecting' | 'connected' | 'lost'

/** A page's end of the wire. It says hello by itself, at each connection anew. */
export interface ReconnectingWire {
  /** Sent if connected, else dropped: who needs an answer watches `connection`. */
  send(message: FromPage): void
  /** Hears each message of the main process as it came, unparsed. */
  onMessage(listener: (message: unknown) => void): Unsubscribe
  /** `lost` until the next try has succeeded; for good when the main process refused this page's version. */
  readonly connection: ReadonlyCell<Connection>
}

declare global {
  interface Window {
    /** Set by Electron's preload, absent in the browser host. */
    readonly dzvin?: PreloadPort
  }
}

/** The one place that knows the host: Electron's preload, or a WebSocket to where the page came from. */
export function connectWire(role: PageRole): ReconnectingWire {
  if (window.dzvin) return connectPreload(role, window.dzvin)
  return connectSocket(role, {
    open: () => new WebSocket(`ws://${window.location.host}/wire`),
    after: (delayMs, run) => void window.setTimeout(run, delayMs),
    random: Math.random,
  })
}
