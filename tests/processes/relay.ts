import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Passes TCP on to a port of 127.0.0.1, each chunk later by `delayMs` in either direction. */
export class Relay {
  readonly #server: Server
  readonly #address: string
  readonly #sockets = new Set<Socket>()

  static async start(address: string, port: number, delayMs: number): Promise<Relay> {
    const relay = new Relay(address, port, delayMs)
    relay.#server.listen(0, address)
    await once(relay.#server, 'listening')
    return relay
  }

  private constructor(address: string, port: number, delayMs: number) {
    this.#address = address
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1')
      for (const socket of [near, far]) {
        socket.setNoDelay(true)
        this.#sockets.add(socket)
        socket.on('error', () => socket.destroy())
      }
      passOn(near, far, delayMs)
      passOn(far, near, delayMs)
    })
  }

  get url(): string {
    return `http://${this.#address}:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

/** More on its way than this, and the sender is held: a relay must not be an endless buffer. */
const mostOnTheWay = 256 * 1024

function passOn(from: Socket, to: Socket, delayMs: number): void {
  let onTheWay = 0
  const later = (work: () => void) => (delayMs === 0 ? work() : void setTimeout(work, delayMs))
  from.on('data', (chunk: Buffer) => {
    onTheWay += chunk.length
    if (onTheWay > mostOnTheWay) from.pause()
    later(() => {
      if (to.destroyed) return
      to.write(chunk, () => {
        onTheWay -= chunk.length
        if (onTheWay <= mostOnTheWay) from.resume()
      })
    })
  })
  from.on('end', () => later(() => to.end()))
  from.on('close', (failed) => later(() => (failed ? to.destroy() : to.end())))
}
