import { type FromPage, type PageRole, wireVersion } from '#shared/contract/wire.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { Connection, ReconnectingWire } from './connect-wire.ts'

/** What Electron's preload gives to the page. */
export interface PreloadPort {
  readonly role: PageRole
  send(message: FromPage): void
  onMessage(listener: (message: unknown) => void): void
}

/** Electron's main process lives as long as its pages: the wire is up from the start. */
export function connectPreload(role: PageRole, port: PreloadPort): ReconnectingWire {
  const messages = new Emitter<unknown>()
  const connection = new Cell<Connection>('connected')
  port.onMessage((message) => {
    if (isRefusal(message)) connection.set('lost')
    messages.emit(message)
  })
  port.send({ t: 'hello', role, version: wireVersion })
  return { send: (message) => port.send(message), onMessage: (listener) => messages.subscribe(listener), connection }
}

export function isRefusal(message: unknown): message is { t: 'refused'; reason: unknown } {
  return typeof message === 'object' && message !== null && 't' in message && message.t === 'refused'
}
