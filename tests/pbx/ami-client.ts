import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One message of the manager interface. A field that comes several times (`Output`) has its values joined by line feeds. */
export type AmiMessage = Readonly<Record<string, string>>

export interface AmiAnswer {
  readonly response: AmiMessage
  /** The list that followed, for actions that answer with one. */
  readonly events: readonly AmiMessage[]
}

interface Waiting {
  readonly resolve: (answer: AmiAnswer) => void
  readonly reject: (error: Error) => void
  readonly events: AmiMessage[]
  response?: AmiMessage
}

/** A small client of the Asterisk Manager Interface for tests: actions and their answers, no unasked events. */
export class AmiClient {
  readonly #socket: Socket
  readonly #waiting = new Map<string, Waiting>()
  #received = ''
  #count = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    socket.on('error', (error) => this.#fail(error)).on('close', () => this.#fail(new Error('the manager connection closed')))
  }

  static async connect(port: number, user: string, secret: string): Promise<AmiClient> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const client = new AmiClient(socket)
    await client.action({ Action: 'Login', Username: user, Secret: secret, Events: 'off' })
    return client
  }

  /** Throws with Asterisk's words when it refuses. */
  action(fields: Readonly<Record<string, string>>): Promise<AmiAnswer> {
    this.#count += 1
    const id = `test-${this.#count}`
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the manager connection closed'))
      this.#waiting.set(id, { resolve, reject, events: [] })
      const lines = Object.entries({ ...fields, ActionID: id }).map(([name, value]) => `${name}: ${value}\r\n`)
      this.#socket.write(`${lines.join('')}\r\n`)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(text: string): void {
    this.#received += text
    for (let end = this.#received.indexOf('\r\n\r\n'); end >= 0; end = this.#received.indexOf('\r\n\r\n')) {
      const message = parseAmi(this.#received.slice(0, end))
      this.#received = this.#received.slice(end + 4)
      this.#take(message)
    }
  }

  #take(message: AmiMessage): void {
    const id = message.ActionID ?? ''
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    if (message.Response !== undefined) {
      waiting.response = message
      if (message.EventList === 'start') return
    } else if (message.EventList !== 'Complete') {
      waiting.events.push(message)
      return
    }
    this.#waiting.delete(id)
    const response = waiting.response ?? message
    if (response.Response === 'Error') waiting.reject(new Error(response.Message ?? response.Output ?? 'refused'))
    else waiting.resolve({ response, events: waiting.events })
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}

function parseAmi(text: string): AmiMessage {
  const message: Record<string, string> = {}
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).trimStart()
    message[name] = name in message ? `${message[name]}\n${value}` : value
  }
  return message
}
