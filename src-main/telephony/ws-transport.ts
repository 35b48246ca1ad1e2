import { EmitterImpl, type Transport, TransportState } from 'sip.js'
import WebSocket, { type RawData } from 'ws'
import type { Clock } from '#shared/ports/clock.ts'
import { deliver, type DropCause, refuse } from './guards/admit.ts'
import { readableParties } from './guards/readable-parties.ts'
import type { SipTrace } from './sip-trace.ts'

export interface WsTransportOptions {
  /** `ws://…` or `wss://…` */
  readonly server: string
  readonly clock: Clock
  readonly connectTimeoutMs: number
  /** A ping every so often; the socket is cut when nothing at all came `pongWithinMs` after one. */
  readonly pingEveryMs: number
  readonly pongWithinMs: number
  /** Certificates (PEM) to trust instead of the well-known authorities. */
  readonly authorities?: readonly string[]
  readonly onDropped: (cause: DropCause, fields: Readonly<Record<string, unknown>>) => void
  /** A request was read and understood: the PBX still knows this phone. */
  readonly onRequest: () => void
  readonly trace?: SipTrace
}

/** Nothing that could be SIP is longer; `ws` cuts the connection at this size instead of filling the memory. */
const maxPayloadBytes = 1_048_576
const closeWithinMs = 1_000

/** SIP over WebSocket (RFC 7118) for sip.js, one socket after another; whether and when to connect anew is decided elsewhere. */
export class WsTransport implements Transport {
  readonly protocol: string
  readonly stateChange = new EmitterImpl<TransportState>()
  onConnect: (() => void) | undefined
  onDisconnect: ((error?: Error) => void) | undefined
  onMessage: ((message: string) => void) | undefined
  /** Heard beside sip.js: the open socket is gone. */
  onLost: (() => void) | undefined
  readonly #options: WsTransportOptions
  #state = TransportState.Disconnected
  #socket: WebSocket | undefined
  #opening: Promise<void> | undefined
  #readMs = 0
  #heard = false
  #stopKeepAlive = () => {}

  constructor(_logger: unknown, options: WsTransportOptions) {
    this.#options = options
    this.protocol = options.server.startsWith('wss:') ? 'WSS' : 'WS'
  }

  get state(): TransportState {
    return this.#state
  }

  /** When the message that is being handled was read from the socket (monotonic ms). */
  get readMs(): number {
    return this.#readMs
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected
  }

  /** Rejects with the error of `ws`, `net` or `tls`. */
  connect(): Promise<void> {
    if (this.isConnected()) return Promise.resolve()
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined))
    return this.#opening
  }

  #open(): Promise<void> {
    this.#enter(TransportState.Connecting)
    const { server, connectTimeoutMs, authorities } = this.#options
    return new Promise((resolve, reject) => {
      let socket: WebSocket
      try {
        socket = new WebSocket(server, 'sip', {
          handshakeTimeout: connectTimeoutMs,
          perMessageDeflate: false,
          // A turn for each message: sip.js answers 500 to a re-INVITE that is read in the turn of the ACK before it.
          allowSynchronousEvents: false,
          maxPayload: maxPayloadBytes,
          ...(authorities ? { ca: [...authorities] } : {}),
        })
      } catch (error) {
        this.#enter(TransportState.Disconnected)
        return reject(error)
      }
      let failure: Error | undefined
      this.#socket = socket
      socket.on('open', () => {
        this.#keepAlive(socket)
        this.#enter(TransportState.Connected)
        resolve()
      })
      socket.on('message', (data) => this.#read(socket, data))
      socket.on('pong', () => (this.#heard = true))
      socket.on('error', (error) => (failure = error))
      socket.on('close', (code) => {
        failure ??= new Error(`WebSocket closed (${code})`)
        this.#gone(socket, failure)
        reject(failure)
      })
    })
  }

  #gone(socket: WebSocket, failure: Error): void {
    if (socket !== this.#socket) return
    this.#stopKeepAlive()
    this.#socket = undefined
    const was = this.#state
    this.#enter(TransportState.Disconnected, was === TransportState.Disconnecting ? undefined : failure)
    if (was === TransportState.Connected || was === TransportState.Disconnecting) this.onLost?.()
  }

  #enter(state: TransportState, failure?: Error): void {
    const was = this.#state
    if (state === was) return
    this.#state = state
    this.stateChange.emit(state)
    if (state === TransportState.Connected) this.onConnect?.()
    if (state === TransportState.Disconnected && was !== TransportState.Connecting) this.onDisconnect?.(failure)
  }

  #read(socket: WebSocket, data: RawData): void {
    if (socket !== this.#socket) return
    const { clock, trace, onDropped, onRequest } = this.#options
    this.#readMs = clock.monotonicMs()
    this.#heard = true
    const bytes = bytesOf(data)
    if (bytes.byteLength <= 4 && /^[\r\n]*$/.test(bytes.toString())) return
    const text = bytes.toString('utf8')
    const refused = refuse(bytes, text)
    if (refused) return onDropped(refused, { bytes: bytes.byteLength })
    trace?.('in', text, this.#readMs)
    deliver(
      text,
      (message) => {
        this.onMessage?.(readableParties(message))
        if (!message.startsWith('SIP/2.0 ')) onRequest()
      },
      (cause, error) => onDropped(cause, { bytes: bytes.byteLength, cause: error instanceof Error ? error.message : 'unknown' }),
    )
  }

  #keepAlive(socket: WebSocket): void {
    const { clock, pingEveryMs, pongWithinMs } = this.#options
    let cancel = () => {}
    const ping = () => {
      this.#heard = false
      socket.ping()
      cancel = clock.after(pongWithinMs, () => {
        if (!this.#heard) return socket.terminate()
        cancel = clock.after(Math.max(0, pingEveryMs - pongWithinMs), ping)
      })
    }
    cancel = clock.after(pingEveryMs, ping)
    this.#stopKeepAlive = () => cancel()
  }

  send(message: string): Promise<void> {
    const socket = this.#socket
    if (!socket || !this.isConnected()) return Promise.reject(new Error('Not connected'))
    this.#options.trace?.('out', message, this.#options.clock.monotonicMs())
    return new Promise((resolve, reject) => socket.send(message, (error) => (error ? reject(error) : resolve())))
  }

  /** Cuts the socket without a closing handshake: it answers no more. */
  cut(): void {
    this.#socket?.terminate()
  }

  async disconnect(): Promise<void> {
    const socket = this.#socket
    if (!socket) return
    this.#enter(TransportState.Disconnecting)
    const cancel = this.#options.clock.after(closeWithinMs, () => socket.terminate())
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.close(1000)
    })
    cancel()
  }

  dispose(): Promise<void> {
    return this.disconnect()
  }
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? Buffer.from(data) : data
}
