import type { WebSocket } from 'ws'
import type { PageWire } from '#shared/contract/wire.ts'

/** Above this many waiting bytes the page is slow; above `hopeless` it is gone and will come back by itself. */
const slowBytes = 256_000
const hopelessBytes = 32_000_000

/** One page's WebSocket as the app sees it. */
export function socketWire(socket: WebSocket): PageWire {
  // Without a listener a broken frame would end the process; `close` follows.
  socket.on('error', () => socket.terminate())
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > hopelessBytes) return socket.terminate()
      socket.send(JSON.stringify(message))
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => listener(isBinary ? undefined : parse(String(data))))
    },
    onClose(listener) {
      socket.on('close', () => listener())
    },
    close() {
      socket.close()
    },
    backedUp: () => socket.bufferedAmount > slowBytes,
  }
}

/** Undefined for what is no JSON: the app drops it like any malformed message. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
