import type { BrowserContext } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Bridge } from '#renderer/app/bridge.ts'
import { connectBridge } from '#renderer/app/connect-bridge.ts'
import { connectSocket, type Socket } from '#renderer/app/connect-socket.ts'
import type { StreamName, StreamValue } from '#shared/contract/streams.ts'

export interface Seat extends Bridge {
  /** Resolves with the first value of the stream, present or to come, that fits. */
  until<N extends StreamName>(name: N, fits: (value: StreamValue<N>) => boolean): Promise<StreamValue<N>>
  leave(): void
}

/** A second interface page without a screen, let in by the cookie of a browser that entered already. */
export async function takeSeat(context: BrowserContext, origin: string): Promise<Seat> {
  const cookie = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ')
  let socket: WebSocket | undefined
  const wire = connectSocket('ui', {
    open: () => {
      socket = new WebSocket(`${origin.replace('http', 'ws')}/wire`, { headers: { cookie, origin } })
      socket.on('error', () => {})
      return socket as unknown as Socket
    },
    after: (delayMs, run) => void setTimeout(run, delayMs).unref(),
    random: Math.random,
  })
  const bridge = connectBridge(wire)
  return {
    ...bridge,
    until(name, fits) {
      return new Promise((resolve) => {
        const stop = bridge.on(name, (value) => {
          if (!fits(value)) return
          resolve(value)
          // `on` may answer before it has returned.
          queueMicrotask(() => stop())
        })
      })
    },
    leave: () => socket?.terminate(),
  }
}
