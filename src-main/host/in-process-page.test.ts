import { describe, expect, it } from 'vitest'
import type { PageWire } from '#shared/contract/wire.ts'
import { openInProcessPage } from './in-process-page.ts'

function setUp() {
  const heard: unknown[] = []
  let wire: PageWire | undefined
  let closed = false
  const page = openInProcessPage((given) => {
    wire = given
    given.onMessage((message) => heard.push(message))
    given.onClose(() => {
      closed = true
    })
  })
  return { page, heard, wire: wire!, closed: () => closed }
}

describe('the seat of the host', () => {
  it('says hello, calls, and gets its failures', async () => {
    const { page, heard, wire } = setUp()
    const dialled = page.call('phone.dial', { number: '101' })
    const ready = page.call('operator.ready', {})
    expect(heard).toEqual([
      expect.objectContaining({ t: 'hello', role: 'ui' }),
      { t: 'call', id: 1, name: 'phone.dial', input: { number: '101' } },
      { t: 'call', id: 2, name: 'operator.ready', input: {} },
    ])
    wire.send({ t: 'reply', id: 2 })
    wire.send({ t: 'reply-failed', id: 1, failure: { kind: 'line-not-ready' } })
    expect(await dialled).toEqual({ kind: 'line-not-ready' })
    expect(await ready).toBeUndefined()
  })

  it('hears its streams and leaves', () => {
    const { page, wire, closed } = setUp()
    const values: unknown[] = []
    page.on('work', (value) => values.push(value))
    wire.send({ t: 'push', name: 'work', value: [] })
    wire.send({ t: 'push', name: 'line', value: {} })
    expect(values).toEqual([[]])
    page.dispose()
    expect(closed()).toBe(true)
  })
})
