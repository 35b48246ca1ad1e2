import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import type { ServerEvent } from './event-bus.ts'
import { type Carrier, nodeBus } from './node-bus.ts'

/** A wire between nodes in this process. */
function wire(maxBytes = 8_000) {
  const hub = new EventEmitter()
  const sent: string[] = []
  const carrier: Carrier = {
    maxBytes,
    async send(text) {
      sent.push(text)
      hub.emit('text', text)
    },
    async listen(heard) {
      hub.on('text', heard)
      return async () => void hub.off('text', heard)
    },
  }
  return { carrier, sent, say: (text: string) => hub.emit('text', text) }
}

async function node(carrier: Carrier, name: string) {
  const clock = new ManualClock()
  const bus = await nodeBus(carrier, name, clock, quietLog)
  const heard: ServerEvent[] = []
  bus.subscribe((event) => heard.push(event))
  return { bus, heard, clock }
}

describe('a bus of nodes', () => {
  it('tells here at once and elsewhere in one parcel, never twice', async () => {
    const { carrier, sent } = wire()
    const one = await node(carrier, 'one')
    const two = await node(carrier, 'two')
    one.bus.publish({ kind: 'changes', territories: ['a'] })
    one.bus.publish({ kind: 'changes', territories: ['b', 'a'] })
    one.bus.publish({ kind: 'rights', userId: 'u' })
    expect(one.heard).toHaveLength(3)
    expect(sent).toHaveLength(0)
    one.clock.advance(10)
    await vi.waitFor(() => expect(two.heard).toHaveLength(2))
    expect(two.heard).toEqual([
      { kind: 'changes', territories: ['a', 'b'] },
      { kind: 'rights', userId: 'u' },
    ])
    expect(sent).toHaveLength(1)
    expect(one.heard).toHaveLength(3)
  })

  it('cuts parcels to what the carrier takes, and asks all to look where that is not enough', async () => {
    const { carrier, sent } = wire(400)
    const one = await node(carrier, 'one')
    const two = await node(carrier, 'two')
    one.bus.publish({ kind: 'changes', territories: Array.from({ length: 100 }, (_, index) => `territory-${index}`) })
    for (let user = 0; user < 20; user += 1) one.bus.publish({ kind: 'rights', userId: `user-${user}` })
    await one.bus.close()
    expect(two.heard).toHaveLength(21)
    expect(two.heard).toContainEqual({ kind: 'changes', territories: ['*'] })
    expect(sent.every((text) => Buffer.byteLength(text) <= 400)).toBe(true)
  })

  it('takes no nonsense from the wire', async () => {
    const { carrier, say } = wire()
    const one = await node(carrier, 'one')
    for (const text of ['', '{', '{"node":"x","events":[{"kind":"format-disk"}]}', '{"node":"x","events":[{"kind":"rights"}]}'])
      say(text)
    expect(one.heard).toEqual([])
  })
})
