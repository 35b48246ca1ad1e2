import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { until } from './until.ts'

export interface SipMessage {
  readonly startLine: string
  /** Names in lower case; several of one name in their order. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: string
}

/** SIP over WebSocket by hand, independent of any SIP library: what is on the wire is what the test sees. */
export class RawSipClient {
  readonly received: SipMessage[] = []
  readonly #socket: WebSocket
  readonly #user: string
  readonly #password: string
  readonly #callId = randomBytes(8).toString('hex')
  #cseq = 0

  private constructor(socket: WebSocket, user: string, password: string) {
    this.#socket = socket
    this.#user = user
    this.#password = password
    socket.on('message', (data) => this.#take(parseSip(String(data))))
  }

  /** `ca`: the PEM text that a wss server's certificate is checked against. */
  static async connect(url: string, agent: { user: string; password: string }, ca?: string): Promise<RawSipClient> {
    const socket = new WebSocket(url, 'sip', { ca, perMessageDeflate: false })
    await once(socket, 'open')
    return new RawSipClient(socket, agent.user, agent.password)
  }

  /** The status of the final answer, after the digest if one is asked for. */
  async register(): Promise<number> {
    const first = await this.#sendRegister()
    const challenge = first.headers['www-authenticate']?.[0]
    if (statusOf(first) !== 401 || challenge === undefined) return statusOf(first)
    return statusOf(await this.#sendRegister(`Authorization: ${this.#digest(challenge)}`))
  }

  async untilRequest(method: string, timeoutMs = 10_000): Promise<SipMessage> {
    return until(`a ${method} comes`, timeoutMs, () => this.received.find(({ startLine }) => startLine.startsWith(`${method} `)))
  }

  respond(request: SipMessage, status: string, extra: { headers?: readonly string[]; body?: string } = {}): void {
    const { via = [], from = [], to = [], cseq = [] } = request.headers
    const tag = to[0]?.includes(';tag=') || status.startsWith('100') ? '' : `;tag=${this.#callId}`
    this.#send(
      [
        `SIP/2.0 ${status}`,
        ...via.map((value) => `Via: ${value}`),
        `From: ${from[0]}`,
        `To: ${to[0]}${tag}`,
        `Call-ID: ${request.headers['call-id']?.[0]}`,
        `CSeq: ${cseq[0]}`,
        `Contact: <sip:${this.#user}@client.invalid;transport=ws>`,
        ...(extra.headers ?? []),
      ],
      extra.body,
    )
  }

  close(): void {
    this.#socket.terminate()
  }

  async #sendRegister(...extra: string[]): Promise<SipMessage> {
    this.#cseq += 1
    const cseq = `${this.#cseq} REGISTER`
    this.#send([
      'REGISTER sip:127.0.0.1 SIP/2.0',
      `Via: SIP/2.0/WS client.invalid;branch=z9hG4bK${randomBytes(6).toString('hex')}`,
      `From: <sip:${this.#user}@127.0.0.1>;tag=${this.#callId}`,
      `To: <sip:${this.#user}@127.0.0.1>`,
      `Call-ID: ${this.#callId}`,
      `CSeq: ${cseq}`,
      `Contact: <sip:${this.#user}@client.invalid;transport=ws>;expires=60`,
      'Max-Forwards: 70',
      ...extra,
    ])
    return until('the REGISTER is answered', 5_000, () =>
      this.received.find((message) => message.startLine.startsWith('SIP/2.0 ') && message.headers.cseq?.[0] === cseq),
    )
  }

  /** RFC 2617 with qop=auth. */
  #digest(challenge: string): string {
    const asked = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="?([^",]*)"?/g)].map(([, name = '', value = '']) => [name, value]),
    )
    const uri = 'sip:127.0.0.1'
    const cnonce = randomBytes(8).toString('hex')
    const secret = md5(`${this.#user}:${asked.realm}:${this.#password}`)
    const response = md5([secret, asked.nonce, '00000001', cnonce, 'auth', md5(`REGISTER:${uri}`)].join(':'))
    return (
      `Digest username="${this.#user}", realm="${asked.realm}", nonce="${asked.nonce}", uri="${uri}", algorithm=MD5, ` +
      `qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"${asked.opaque ? `, opaque="${asked.opaque}"` : ''}`
    )
  }

  #take(message: SipMessage): void {
    this.received.push(message)
    // The PBX asks so whether the link lives.
    if (message.startLine.startsWith('OPTIONS ')) this.respond(message, '200 OK')
    if (!message.startLine.startsWith('CANCEL ')) return
    this.respond(message, '200 OK')
    const callId = message.headers['call-id']?.[0]
    const invite = this.received.find((m) => m.startLine.startsWith('INVITE ') && m.headers['call-id']?.[0] === callId)
    if (invite !== undefined) this.respond(invite, '487 Request Terminated')
  }

  #send(lines: readonly string[], body = ''): void {
    const type = body === '' ? [] : ['Content-Type: application/sdp']
    this.#socket.send([...lines, ...type, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'))
  }
}

export function parseSip(text: string): SipMessage {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2)
  const [startLine = '', ...lines] = head.split('\r\n')
  const headers: Record<string, string[]> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()]
  }
  return { startLine, headers, body }
}

function statusOf(message: SipMessage): number {
  return Number(message.startLine.split(' ')[1])
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
