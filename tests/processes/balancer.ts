import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** When a connection came in, milliseconds of this process's monotonic clock. */
export interface Arrival {
  readonly atMs: number
}

/** Any proxy before two nodes: TCP in turn, and a node that does not answer is passed over. */
export class Balancer {
  readonly arrivals: Arrival[] = []
  readonly #ports: readonly number[]
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((client) => this.#accept(client))
  #next = 0

  static async start(ports: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports)
    balancer.#server.listen(0, '127.0.0.1')
    await once(balancer.#server, 'listening')
    return balancer
  }

  private constructor(ports: readonly number[]) {
    this.#ports = ports
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(client: Socket): void {
    this.arrivals.push({ atMs: performance.now() })
    this.#keep(client)
    this.#try(client, this.#ports.length)
  }

  #try(client: Socket, triesLeft: number): void {
    if (triesLeft === 0 || client.destroyed) return void client.destroy()
    const port = this.#ports[this.#next++ % this.#ports.length]!
    const node = connect(port, '127.0.0.1')
    const passOver = () => this.#try(client, triesLeft - 1)
    node.once('error', passOver)
    node.once('connect', () => {
      node.off('error', passOver)
      this.#keep(node)
      client.pipe(node).pipe(client)
      client.on('close', () => node.destroy())
      node.on('close', () => client.destroy())
    })
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }
}
