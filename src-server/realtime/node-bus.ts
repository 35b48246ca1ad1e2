import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { EventBus, ServerEvent } from './event-bus.ts'
import { localBus } from './local-bus.ts'
import { mergeEvents, readParcel } from './server-event.ts'

/** The way of texts between nodes. */
export interface Carrier {
  /** Below it a text surely goes through. */
  readonly maxBytes: number
  send(text: string): Promise<void>
  listen(heard: (text: string) => void): Promise<() => Promise<void>>
}

/** What comes within this time goes together: PostgreSQL takes few notifications a second, but large ones. */
const gatherMs = 10

/** News here at once, and to the other nodes in parcels. What cannot be sent is dropped: news are hints. */
export async function nodeBus(carrier: Carrier, node: string, clock: Clock, log: Log): Promise<EventBus> {
  const here = localBus()
  let gathered: ServerEvent[] = []
  let stopWaiting: (() => void) | undefined
  let sending: Promise<void> = Promise.resolve()

  const stop = await carrier.listen((text) => {
    const parcel = readParcel(text)
    if (parcel && parcel.node !== node) for (const event of parcel.events) here.publish(event)
  })

  function send(): void {
    stopWaiting = undefined
    const events = mergeEvents(gathered)
    gathered = []
    sending = sending.then(async () => {
      for (const text of parcelsOf(node, events, carrier.maxBytes)) {
        await carrier.send(text).catch((cause) => log.warn('News did not reach the other nodes', { cause }))
      }
    })
  }

  return {
    publish(event) {
      here.publish(event)
      gathered.push(event)
      stopWaiting ??= clock.after(gatherMs, send)
    },
    subscribe: here.subscribe,
    async close() {
      stopWaiting?.()
      if (gathered.length > 0) send()
      await sending
      await stop()
      await here.close()
    },
  }
}

function parcelsOf(node: string, events: readonly ServerEvent[], maxBytes: number): string[] {
  const text = JSON.stringify({ node, events })
  if (Buffer.byteLength(text) <= maxBytes) return events.length === 0 ? [] : [text]
  if (events.length === 1) {
    const [only] = events
    // Too many territories to name: everybody asks.
    return only?.kind === 'changes' ? parcelsOf(node, [{ kind: 'changes', territories: ['*'] }], maxBytes) : []
  }
  const half = Math.ceil(events.length / 2)
  return [...parcelsOf(node, events.slice(0, half), maxBytes), ...parcelsOf(node, events.slice(half), maxBytes)]
}
