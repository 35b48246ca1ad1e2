import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** One desktop's way to the server, which can be cut as by a pulled plug; its address stays. */
export interface OfficeLine {
  readonly url: string
  cut(): void
  mend(): void
  /** From now on each chunk, at most 64 KiB, takes so long, one after the other. */
  slow(chunkMs: number): void
  close(): Promise<void>
}

/** Passes on to `port` of this machine, whether somebody listens there or not. */
export async function layLine(port: number): Promise<OfficeLine> {
  const sockets = new Set<Socket>()
  let whole = true
  let chunkMs = 0
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.setNoDelay(true)
    from.on('data', (chunk) => {
      from.pause()
      setTimeout(() => to.write(chunk, () => from.resume()), chunkMs)
    })
    // Behind the last chunk, which may still be waiting.
    from.on('end', () => setTimeout(() => to.end(), chunkMs))
    from.on('error', () => to.destroy())
    from.on('close', (failed) => {
      sockets.delete(from)
      if (failed) to.destroy()
    })
  }
  const server = createServer((near) => {
    if (!whole) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    pass(near, far)
    pass(far, near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      whole = false
      hangUp()
    },
    mend: () => {
      whole = true
    },
    slow: (ms) => {
      chunkMs = ms
    },
    async close() {
      hangUp()
      server.close()
      await once(server, 'close')
    },
  }
}
