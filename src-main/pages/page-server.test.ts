import { describe, expect, it, vi } from 'vitest'
import type { StreamName } from '#shared/contract/streams.ts'
import { type PageWire, type ToPage, toPage, wireVersion } from '#shared/contract/wire.ts'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { Log } from '#shared/ports/log.ts'
import { StoreUnavailable } from '#shared/ports/store.ts'
import type { Handlers } from './handlers.ts'
import { createPageServer } from './page-server.ts'
import type { StreamSource, StreamSources } from './stream-sources.ts'

class FakeWire implements PageWire {
  readonly sent: ToPage[] = []
  closed = false
  full = false
  #message: (message: unknown) => void = () => {}
  readonly #close: (() => void)[] = []

  send(message: ToPage): void {
    this.sent.push(toPage.parse(JSON.parse(JSON.stringify(message))))
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener
  }
  onClose(listener: () => void): void {
    this.#close.push(listener)
  }
  close(): void {
    if (this.closed) return
    this.closed = true
    for (const listener of this.#close) listener()
  }
  backedUp(): boolean {
    return this.full
  }
  says(message: unknown): void {
    this.#message(message)
  }
}

function logOf(lines: string[]): Log {
  const at = (level: string) => (message: string, fields?: object) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child: () => logOf(lines) }
}

class ManualSource<T> implements StreamSource<T> {
  readonly changes = new Emitter<T>()
  now: T | undefined
  inForce: readonly T[] = []
  current = () => this.now
  replay = () => this.inForce
  subscribe(listener: (value: T) => void) {
    return this.changes.subscribe(listener)
  }
}

function setUp(handlers: Partial<Handlers> = {}, checkOutputs = true) {
  const lines: string[] = []
  const sources = new Map<StreamName, ManualSource<unknown>>()
  const source = (name: StreamName) => {
    const found = sources.get(name) ?? new ManualSource<unknown>()
    sources.set(name, found)
    return found
  }
  const streams = new Proxy({}, { get: (_, name) => source(name as StreamName) }) as StreamSources
  const media = { attach: vi.fn<(wire: PageWire) => void>() }
  const server = createPageServer({ handlers: handlers as Handlers, streams, media, log: logOf(lines), checkOutputs })
  const open = (role: 'ui' | 'media' = 'ui') => {
    const wire = new FakeWire()
    server.accept(wire)
    wire.says({ t: 'hello', role, version: wireVersion })
    return wire
  }
  return { server, media, lines, source, open }
}

const answered = (wire: FakeWire, count: number) => vi.waitFor(() => expect(wire.sent).toHaveLength(count))

describe('hello', () => {
  it('refuses a page of another version with a clear answer', () => {
    const { server } = setUp()
    const wire = new FakeWire()
    server.accept(wire)
    wire.says({ t: 'hello', role: 'ui', version: wireVersion + 1 })
    expect(wire.sent).toEqual([{ t: 'refused', reason: 'version' }])
    expect(wire.closed).toBe(true)
  })

  it('closes a page that speaks before its hello', () => {
    const { server } = setUp()
    const wire = new FakeWire()
    server.accept(wire)
    wire.says({ t: 'call', id: 1, name: 'phone.answer', input: {} })
    expect(wire.closed).toBe(true)
  })

  it('closes a page that claims another role than the host knows', () => {
    const { server, media } = setUp()
    const wire = new FakeWire()
    server.accept(wire, 'ui')
    wire.says({ t: 'hello', role: 'media', version: wireVersion })
    expect(wire.closed).toBe(true)
    expect(media.attach).not.toHaveBeenCalled()
  })

  it('gives a media page on, with everything after its hello', () => {
    const { media, open } = setUp()
    const wire = open('media')
    const given = media.attach.mock.calls[0]![0]
    const heard: unknown[] = []
    given.onMessage((message) => heard.push(message))
    given.send({ t: 'ask', id: 1, step: 'mute', input: {} })
    wire.says({ t: 'answer', id: 1 })
    expect(wire.sent).toEqual([{ t: 'ask', id: 1, step: 'mute', input: {} }])
    expect(heard).toEqual([{ t: 'answer', id: 1 }])
  })
})

describe('commands', () => {
  it('answers with the value, or with the expected failure', async () => {
    const { open } = setUp({
      'demo.simulate': async ({ who }) => (who === 'vip' ? ok() : fail('demo-line-off')),
    })
    const wire = open()
    wire.says({ t: 'call', id: 1, name: 'demo.simulate', input: { who: 'vip' } })
    wire.says({ t: 'call', id: 2, name: 'demo.simulate', input: { who: 'known' } })
    await answered(wire, 2)
    expect(wire.sent[0]).toMatchObject({ t: 'reply', id: 1 })
    expect(wire.sent[1]).toEqual({ t: 'reply-failed', id: 2, failure: { kind: 'demo-line-off' } })
  })

  it('refuses input that breaks the schema, and logs no value of it', async () => {
    const handler = vi.fn()
    const { open, lines } = setUp({ 'customers.search': handler })
    const wire = open()
    wire.says({ t: 'call', id: 1, name: 'customers.search', input: { query: { secret: 'Olena' } } })
    await answered(wire, 1)
    expect(wire.sent[0]).toMatchObject({ t: 'reply-failed', failure: { kind: 'invalid-input' } })
    expect(handler).not.toHaveBeenCalled()
    expect(lines.join()).not.toContain('Olena')
  })

  it.each(['constructor', '__proto__', 'phone.explode'])('knows no command %s', async (name) => {
    const { open } = setUp()
    const wire = open()
    wire.says({ t: 'call', id: 1, name, input: {} })
    await answered(wire, 1)
    expect(wire.sent[0]).toMatchObject({ t: 'reply-failed', failure: { kind: 'unknown-command' } })
  })

  it('turns a defect into internal and logs the cause; an unreadable store has its own kind', async () => {
    const { open, lines } = setUp({
      'phone.answer': () => Promise.reject(new Error('the roof fell')),
      'cases.list': () => {
        throw new StoreUnavailable('locked')
      },
    })
    const wire = open()
    wire.says({ t: 'call', id: 1, name: 'phone.answer', input: { callId: '018f4d3e-7a00-7000-8000-000000000001' } })
    wire.says({ t: 'call', id: 2, name: 'cases.list', input: { limit: 5 } })
    await answered(wire, 2)
    expect(wire.sent).toContainEqual({ t: 'reply-failed', id: 1, failure: { kind: 'internal' } })
    expect(wire.sent).toContainEqual({ t: 'reply-failed', id: 2, failure: { kind: 'store-unavailable' } })
    expect(lines.filter((line) => line.startsWith('error'))).toHaveLength(2)
  })

  it('finds a reply that breaks the contract when it checks', async () => {
    const handlers = { 'phone.dial': async () => ok({ callId: 7 }) } as unknown as Partial<Handlers>
    const wire = setUp(handlers).open()
    wire.says({ t: 'call', id: 1, name: 'phone.dial', input: { number: '101' } })
    await answered(wire, 1)
    expect(wire.sent[0]).toMatchObject({ t: 'reply-failed', failure: { kind: 'internal' } })
  })

  it('lets no slow command hold up the next', async () => {
    const slow = Promise.withResolvers<ReturnType<typeof ok>>()
    const { open } = setUp({ 'operator.ready': () => slow.promise as never, 'media.testRinger': async () => ok() })
    const wire = open()
    wire.says({ t: 'call', id: 1, name: 'operator.ready', input: {} })
    wire.says({ t: 'call', id: 2, name: 'media.testRinger', input: {} })
    await answered(wire, 1)
    expect(wire.sent[0]).toMatchObject({ id: 2 })
    slow.resolve(ok())
    await answered(wire, 2)
  })

  it('drops malformed messages and lives', async () => {
    const { open, lines } = setUp({ 'media.testRinger': async () => ok() })
    const wire = open()
    for (const bad of [
      null,
      'x',
      7,
      [],
      { t: 'nonsense' },
      { t: 'call', id: -1, name: 'x' },
      { t: 'call', id: 1, name: 'x'.repeat(61) },
    ]) {
      wire.says(bad)
    }
    wire.says({ t: 'call', id: 2, name: 'media.testRinger', input: {} })
    await answered(wire, 1)
    expect(lines.filter((line) => line.includes('Malformed'))).toHaveLength(5)
  })
})

describe('streams', () => {
  const counts = { missedCalls: 1, openTasks: 0, overdueTasks: 0, openCases: 0 }

  it('sends a state on subscription and each later value, until unsubscribed', () => {
    const { open, source } = setUp()
    source('counts').now = counts
    const wire = open()
    wire.says({ t: 'subscribe', name: 'counts' })
    source('counts').changes.emit({ ...counts, missedCalls: 2 })
    wire.says({ t: 'unsubscribe', name: 'counts' })
    source('counts').changes.emit({ ...counts, missedCalls: 3 })
    expect(wire.sent).toEqual([
      { t: 'push', name: 'counts', value: counts },
      { t: 'push', name: 'counts', value: { ...counts, missedCalls: 2 } },
    ])
  })

  it('replays the events still in force, to whoever subscribes later too', () => {
    const { open, source } = setUp()
    source('progress').inForce = [{ key: 'seed', done: 1, total: 2 }]
    const pages = [open(), open()]
    for (const page of pages) page.says({ t: 'subscribe', name: 'progress' })
    for (const page of pages) expect(page.sent).toHaveLength(1)
  })

  it('works a source only while a page listens', () => {
    const { open, source } = setUp()
    const pages = [open(), open()] as const
    for (const page of pages) page.says({ t: 'subscribe', name: 'levels' })
    expect(source('levels').changes.size).toBe(1)
    pages[0].says({ t: 'unsubscribe', name: 'levels' })
    expect(source('levels').changes.size).toBe(1)
    pages[1].close()
    expect(source('levels').changes.size).toBe(0)
  })

  it('leaves levels out while the wire is backed up, and nothing else', () => {
    const { open, source } = setUp()
    const wire = open()
    wire.says({ t: 'subscribe', name: 'levels' })
    wire.says({ t: 'subscribe', name: 'counts' })
    wire.full = true
    source('levels').changes.emit({ microphone: 0.5, speaker: 0 })
    source('counts').changes.emit(counts)
    wire.full = false
    source('levels').changes.emit({ microphone: 0.6, speaker: 0 })
    expect(wire.sent.map((message) => message.t === 'push' && message.name)).toEqual(['counts', 'levels'])
  })

  it('keeps back a value that breaks the contract when it checks', () => {
    const { open, source, lines } = setUp()
    const wire = open()
    wire.says({ t: 'subscribe', name: 'counts' })
    source('counts').changes.emit({ missedCalls: 'many' })
    expect(wire.sent).toEqual([])
    expect(lines.join()).toContain('breaks the contract')
  })
})
