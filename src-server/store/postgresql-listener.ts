import pg from 'pg'
import type { Log } from '#shared/ports/log.ts'

const firstRetryMs = 250
const longestRetryMs = 10_000

interface Listener {
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** One connection of its own for LISTEN, opened with the first listener and opened again for ever when it is lost. */
export function openListener(config: pg.ClientConfig, log: Log): Listener {
  const heardOn = new Map<string, Set<(payload: string) => void>>()
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let retryMs = firstRetryMs
  let closed = false
  let connecting: Promise<void> | undefined

  function connect(): Promise<void> {
    connecting ??= open().finally(() => {
      connecting = undefined
    })
    return connecting
  }

  async function open(): Promise<void> {
    const next = new pg.Client(config)
    const lost = () => {
      if (client !== next) return
      client = undefined
      void next.end().catch(() => undefined)
      again()
    }
    next.on('error', lost)
    next.on('end', lost)
    next.on('notification', ({ channel, payload }) => {
      for (const heard of heardOn.get(channel) ?? []) heard(payload ?? '')
    })
    try {
      await next.connect()
      for (const channel of heardOn.keys()) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      if (closed) return await next.end()
      client = next
      retryMs = firstRetryMs
    } catch {
      void next.end().catch(() => undefined)
      again()
    }
  }

  function again() {
    if (closed || retry !== undefined) return
    log.warn('News between nodes are interrupted: the connection was lost', { retryMs })
    retry = setTimeout(() => {
      retry = undefined
      void connect()
    }, retryMs)
    retry.unref()
    retryMs = Math.min(retryMs * 2, longestRetryMs)
  }

  return {
    async listen(channel, heard) {
      const known = heardOn.get(channel)
      const all = known ?? new Set()
      all.add(heard)
      heardOn.set(channel, all)
      await connecting
      if (!client) await connect()
      else if (!known) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      return async () => {
        all.delete(heard)
        if (all.size > 0 || heardOn.get(channel) !== all) return
        heardOn.delete(channel)
        await client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`).catch(() => undefined)
      }
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await connecting
      const last = client
      client = undefined
      await last?.end().catch(() => undefined)
    },
  }
}
