import { createHash, randomBytes } from 'node:crypto'
import { createServer as createPlainServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { PbxCall } from './pbx-call.ts'
import { readSip, type SipText, tagOf, writeSip } from './sip-text.ts'

export interface PbxOptions {
  readonly user?: string
  readonly password?: string
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly port?: number
}

/** What it does with a REGISTER: asks for the password, says nothing, or refuses. */
export type RegisterPolicy = 'digest' | 'silent' | { readonly status: number; readonly headers?: readonly string[] }

interface Expectation {
  readonly matches: (message: SipText) => boolean
  readonly resolve: (message: SipText) => void
}

/** A PBX that a test plays by hand over a real WebSocket on 127.0.0.1; only REGISTER is answered by itself. */
export class ScriptedPbx {
  readonly user: string
  readonly password: string
  readonly heard: SipText[] = []
  readonly sockets: WebSocket[] = []
  register: RegisterPolicy = 'digest'
  expiresSeconds = 120
  /** The contact that the phone registered last. */
  contact = ''
  readonly #http: Server
  readonly #expectations = new Set<Expectation>()
  readonly #nonces = new Set<string>()
  readonly #cameFrom = new WeakMap<SipText, WebSocket>()
  readonly #secure: boolean

  private constructor(options: PbxOptions) {
    this.user = options.user ?? '101'
    this.password = options.password ?? 'secret'
    this.#secure = options.tls !== undefined
    this.#http = options.tls ? createTlsServer(options.tls) : createPlainServer()
    const wss = new WebSocketServer({ server: this.#http, handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false) })
    wss.on('connection', (socket) => this.#connected(socket))
  }

  static async start(options: PbxOptions = {}): Promise<ScriptedPbx> {
    const pbx = new ScriptedPbx(options)
    await new Promise<void>((resolve) => pbx.#http.listen(options.port ?? 0, '127.0.0.1', resolve))
    return pbx
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  get url(): string {
    return `${this.#secure ? 'wss' : 'ws'}://127.0.0.1:${this.port}/ws`
  }

  get account() {
    return { server: this.url, user: this.user, domain: 'pbx.test', password: this.password, demo: false }
  }

  /** The latest connection. */
  get socket(): WebSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('Nobody is connected')
    return socket
  }

  send(message: string | Uint8Array, socket = this.socket): void {
    socket.send(message)
  }

  /** The first message that matches, heard already or still to come. `after` leaves out those heard before. */
  wait(matches: (message: SipText) => boolean, after = 0): Promise<SipText> {
    const heard = this.heard.slice(after).find(matches)
    if (heard) return Promise.resolve(heard)
    return new Promise((resolve) => this.#expectations.add({ matches, resolve }))
  }

  request(method: string, after = 0): Promise<SipText> {
    return this.wait((message) => message.status === undefined && message.method === method, after)
  }

  call(options: ConstructorParameters<typeof PbxCall>[1] = {}): PbxCall {
    return new PbxCall(this, options)
  }

  respond(request: SipText, status: number, options: { headers?: readonly string[]; body?: string; tag?: string } = {}): void {
    const tagged = tagOf(request.header('To')) !== '' || status === 100
    this.send(
      writeSip(
        [
          `SIP/2.0 ${status} Scripted`,
          ...request.headers('Via').map((via) => `Via: ${via}`),
          `From: ${request.header('From')}`,
          `To: ${request.header('To')}${tagged ? '' : `;tag=${options.tag ?? 'pbx'}`}`,
          `Call-ID: ${request.header('Call-ID')}`,
          `CSeq: ${request.header('CSeq')}`,
          'Contact: <sip:pbx@pbx.test;transport=ws>',
          ...(options.headers ?? []),
          ...(options.body ? ['Content-Type: application/sdp'] : []),
        ],
        options.body,
      ),
      this.#cameFrom.get(request),
    )
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.sockets.splice(0)) socket.terminate()
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise<void>((resolve) => this.#http.close(() => resolve()))
  }

  #connected(socket: WebSocket): void {
    this.sockets.push(socket)
    socket.on('message', (data) => {
      const message = readSip(data.toString())
      this.heard.push(message)
      this.#cameFrom.set(message, socket)
      if (message.method === 'REGISTER') this.#registerAsked(message)
      for (const expectation of this.#expectations) {
        if (!expectation.matches(message)) continue
        this.#expectations.delete(expectation)
        expectation.resolve(message)
      }
    })
  }

  #registerAsked(request: SipText): void {
    if (this.register === 'silent') return
    if (this.register !== 'digest') return this.respond(request, this.register.status, this.register)
    if (!this.authorized(request)) return this.challenge(request)
    const contact = /<([^>]+)>/.exec(request.header('Contact'))![1]!
    const seconds = Number(/expires=(\d+)/.exec(request.header('Contact'))![1])
    this.contact = seconds === 0 ? '' : contact
    const granted = Math.min(seconds, this.expiresSeconds)
    this.respond(request, 200, { headers: seconds === 0 ? [] : [`Contact: <${contact}>;expires=${granted}`] })
  }

  challenge(request: SipText): void {
    const nonce = randomBytes(12).toString('hex')
    this.#nonces.add(nonce)
    this.respond(request, 401, {
      headers: [`WWW-Authenticate: Digest realm="pbx.test",nonce="${nonce}",qop="auth",algorithm=MD5`],
    })
  }

  /** RFC 2617 §3.2.2, computed here from the password. */
  authorized(request: SipText): boolean {
    const given = Object.fromEntries(
      [...request.header('Authorization').matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(([, name, quoted, bare]) => [
        name,
        quoted ?? bare,
      ]),
    )
    const ha1 = md5(`${this.user}:pbx.test:${this.password}`)
    const ha2 = md5(`${request.method}:${given.uri}`)
    const right = md5([ha1, given.nonce, given.nc, given.cnonce, 'auth', ha2].join(':'))
    return this.#nonces.has(given.nonce ?? '') && given.username === this.user && given.response === right
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
