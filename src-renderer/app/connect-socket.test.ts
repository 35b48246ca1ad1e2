import { describe, expect, it } from 'vitest'
import { wireVersion } from '#shared/contract/wire.ts'
import { connectSocket, type Socket } from './connect-socket.ts'

class FakeSocket implements Socket {
  readonly sent: unknown[] = []
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  send(text: unknown): void {
    this.sent.push(JSON.parse(String(text)))
  }
  close(): void {
    this.onclose?.call(this as never, {} as CloseEvent)
  }
  opens(): void {
    this.onopen?.call(this as never, {} as Event)
  }
  hears(data: unknown): void {
    this.onmessage?.call(this as never, { data } as MessageEvent)
  }
}

function setUp(random = 1) {
  const sockets: FakeSocket[] = []
  const timers: { delayMs: number; run: () => void }[] = []
  const wire = connectSocket('ui', {
    open: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket
    },
    after: (delayMs, run) => void timers.push({ delayMs, run }),
    random: () => random,
  })
  return { wire, sockets, timers, last: () => sockets.at(-1)! }
}

const hello = { t: 'hello', role: 'ui', version: wireVersion }

describe('connectSocket', () => {
  it('says hello first, at each connection anew', () => {
    const { wire, timers, last } = setUp()
    expect(wire.connection.get()).toBe('connecting')
    last().opens()
    expect(wire.connection.get()).toBe('connected')
    wire.send({ t: 'subscribe', name: 'line' })
    expect(last().sent).toEqual([hello, { t: 'subscribe', name: 'line' }])
    last().close()
    expect(wire.connection.get()).toBe('lost')
    timers[0]!.run()
    last().opens()
    expect(last().sent).toEqual([hello])
    expect(wire.connection.get()).toBe('connected')
  })

  it('tries again with doubling delays up to five seconds, and quickly again once it heard something', () => {
    const { timers, last } = setUp()
    for (let round = 0; round < 7; round++) {
      last().close()
      timers.at(-1)!.run()
    }
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([200, 400, 800, 1600, 3200, 5000, 5000])
    last().opens()
    last().hears('{"t":"push","name":"line"}')
    last().close()
    expect(timers.at(-1)!.delayMs).toBe(200)
  })

  it('spreads the tries of many pages', () => {
    const { timers, last } = setUp(0)
    last().close()
    expect(timers[0]!.delayMs).toBe(100)
  })

  it('stays lost when its version is refused', () => {
    const { wire, timers, last } = setUp()
    last().opens()
    last().hears('{"t":"refused","reason":"version"}')
    last().close()
    expect(wire.connection.get()).toBe('lost')
    expect(timers).toEqual([])
  })

  it('drops what is no JSON and what is sent without a connection', () => {
    const { wire, last } = setUp()
    const heard: unknown[] = []
    wire.onMessage((message) => heard.push(message))
    wire.send({ t: 'subscribe', name: 'line' })
    last().opens()
    last().hears('{')
    last().hears(new ArrayBuffer(2))
    last().hears('{"t":"push"}')
    expect(heard).toEqual([{ t: 'push' }])
  })
})
