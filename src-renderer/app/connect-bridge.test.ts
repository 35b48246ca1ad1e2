import { describe, expect, it } from 'vitest'
import type { FromPage } from '#shared/contract/wire.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import { connectBridge } from './connect-bridge.ts'
import type { Connection, ReconnectingWire } from './connect-wire.ts'

function setUp(first: Connection = 'connected') {
  const sent: FromPage[] = []
  const messages = new Emitter<unknown>()
  const connection = new Cell<Connection>(first)
  const wire: ReconnectingWire = {
    send: (message) => {
      JSON.stringify(message)
      sent.push(message)
    },
    onMessage: (listener) => messages.subscribe(listener),
    connection,
  }
  return { bridge: connectBridge(wire), sent, says: (message: unknown) => messages.emit(message), connection }
}

const counts = { missedCalls: 1, openTasks: 2, overdueTasks: 0, openCases: 0 }

describe('calls', () => {
  it('resolve with the value or the failure of their own id', async () => {
    const { bridge, sent, says } = setUp()
    const search = bridge.call('customers.search', { query: 'a' })
    const ready = bridge.call('operator.ready', {})
    const [first, second] = sent.map((message) => (message as { id: number }).id)
    says({ t: 'reply-failed', id: second, failure: { kind: 'line-not-ready' } })
    says({ t: 'reply', id: first, output: [] })
    expect(await search).toEqual({ ok: true, value: [] })
    expect(await ready).toEqual({ ok: false, failure: { kind: 'line-not-ready' } })
  })

  it('wait for the first connection', async () => {
    const { bridge, sent, says, connection } = setUp('connecting')
    const ready = bridge.call('operator.ready', {})
    expect(sent).toEqual([])
    connection.set('connected')
    says({ t: 'reply', id: (sent[0] as { id: number }).id })
    expect(await ready).toEqual({ ok: true, value: undefined })
  })

  it('fail with internal when the connection is lost, pending ones too', async () => {
    const { bridge, connection } = setUp()
    const pending = bridge.call('operator.ready', {})
    connection.set('lost')
    expect(await pending).toEqual({ ok: false, failure: { kind: 'internal' } })
    expect(await bridge.call('operator.ready', {})).toEqual({ ok: false, failure: { kind: 'internal' } })
  })

  it('never reject, even for input that is no JSON', async () => {
    const { bridge } = setUp()
    const circular: { query: string; self?: unknown } = { query: 'a' }
    circular.self = circular
    expect(await bridge.call('customers.search', circular)).toEqual({ ok: false, failure: { kind: 'invalid-input' } })
  })
})

describe('streams', () => {
  it('are subscribed once connected, again after a loss, and left with the last listener', () => {
    const { bridge, sent, connection } = setUp('connecting')
    const stops = [bridge.on('counts', () => {}), bridge.on('counts', () => {})]
    expect(sent).toEqual([])
    connection.set('connected')
    connection.set('lost')
    connection.set('connected')
    expect(sent).toEqual(Array(2).fill({ t: 'subscribe', name: 'counts' }))
    stops[0]!()
    stops[0]!()
    expect(sent).toHaveLength(2)
    stops[1]!()
    expect(sent[2]).toEqual({ t: 'unsubscribe', name: 'counts' })
  })

  it('give a later listener the last state', () => {
    const { bridge, says } = setUp()
    bridge.on('counts', () => {})
    says({ t: 'push', name: 'counts', value: counts })
    const heard: unknown[] = []
    bridge.on('counts', (value) => heard.push(value))
    expect(heard).toEqual([counts])
  })

  it('ignore what is no message of the wire or was never subscribed', () => {
    const { bridge, says } = setUp()
    const heard: unknown[] = []
    bridge.on('counts', (value) => heard.push(value))
    for (const bad of [
      null,
      'x',
      { t: 'push' },
      { t: 'push', name: 'toString', value: 1 },
      { t: 'push', name: 'line', value: 1 },
    ])
      says(bad)
    says({ t: 'push', name: 'counts', value: counts })
    expect(heard).toEqual([counts])
  })
})
