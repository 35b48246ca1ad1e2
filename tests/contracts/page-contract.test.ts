import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Handlers } from '#main/pages/handlers.ts'
import { createPageServer } from '#main/pages/page-server.ts'
import type { StreamSources } from '#main/pages/stream-sources.ts'
import { connectBridge } from '#renderer/app/connect-bridge.ts'
import type { StreamValue } from '#shared/contract/streams.ts'
import { maxMessageLength, type PageWire } from '#shared/contract/wire.ts'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { callId, customerId } from '#shared/domain/ids.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { Log } from '#shared/ports/log.ts'
import { browserHost, electronHost, type PageHost } from './page-hosts.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }
const theCall = callId.parse('018f4d3e-7a00-7000-8000-000000000001')
const counts = (missedCalls: number): StreamValue<'counts'> => ({ missedCalls, openTasks: 0, overdueTasks: 0, openCases: 0 })
/** Spelled by a caller: bidi controls, markup, a zero byte, an emoji, a line separator. */
const hostile = '\u202Eevil\u202C <script>alert(1)</script> \u0000 ☎️ \u2028 Ґанна'

function desktop() {
  const countsNow = new Cell(counts(1))
  const levels = new Emitter<StreamValue<'levels'>>()
  const inForce: StreamValue<'progress'>[] = [{ key: 'seed', done: 1, total: 2 }]
  const progress = new Emitter<StreamValue<'progress'>>()
  const slow = Promise.withResolvers<void>()
  const media: PageWire[] = []
  const handlers: Partial<Handlers> = {
    'phone.dial': async ({ number }) => (number === '0' ? fail('number-invalid') : ok({ callId: theCall })),
    'phone.hangUp': async () => ok(),
    'customers.addFact': async ({ customerId: _, ...fact }) => ok({ factId: theCall as never, ...fact }) as never,
    'operator.ready': async () => {
      await slow.promise
      return ok()
    },
    'work.saveNote': async ({ text }) => ok({ saved: text.length === 20_000 }),
    'phone.answer': async () => {
      throw new Error('defect')
    },
  }
  const sources: Partial<StreamSources> = {
    counts: { current: () => countsNow.get(), subscribe: (listener) => countsNow.subscribe(listener) },
    progress: { replay: () => inForce, subscribe: (listener) => progress.subscribe(listener) },
    levels: { subscribe: (listener) => levels.subscribe(listener) },
  }
  const server = createPageServer({
    handlers: handlers as Handlers,
    streams: sources as StreamSources,
    media: { attach: (wire) => media.push(wire) },
    log: silent,
  })
  return { server, countsNow, levels, progress, slow, media }
}

describe.each([
  ['electron', electronHost],
  ['browser', browserHost],
] as const)('the contract over %s', (_name, open) => {
  let main: ReturnType<typeof desktop>
  let host: PageHost
  beforeEach(async () => {
    main = desktop()
    host = await open(main.server)
  })
  afterEach(() => host.dispose())

  const openBridge = () => connectBridge(host.openPage('ui'))

  it('answers with values, with nothing, and with failures', async () => {
    const bridge = openBridge()
    expect(await bridge.call('phone.dial', { number: '101' })).toEqual({ ok: true, value: { callId: theCall } })
    expect(await bridge.call('phone.hangUp', { callId: theCall })).toEqual({ ok: true, value: undefined })
    expect(await bridge.call('phone.dial', { number: '0' })).toEqual({ ok: false, failure: { kind: 'number-invalid' } })
    expect(await bridge.call('phone.dial', { number: '' })).toEqual({ ok: false, failure: { kind: 'invalid-input' } })
    expect(await bridge.call('phone.explode' as 'phone.dial', { number: '1' })).toEqual({
      ok: false,
      failure: { kind: 'unknown-command' },
    })
    expect(await bridge.call('phone.answer', { callId: theCall })).toEqual({ ok: false, failure: { kind: 'internal' } })
  })

  it('carries any text as it is', async () => {
    const fact = { label: 'note', value: hostile }
    const result = await openBridge().call('customers.addFact', { customerId: customerId.parse(theCall), ...fact })
    expect(result).toMatchObject({ ok: true, value: fact })
  })

  it('lets no slow command hold up others', async () => {
    const bridge = openBridge()
    const ready = bridge.call('operator.ready', {})
    expect(await bridge.call('phone.hangUp', { callId: theCall })).toMatchObject({ ok: true })
    main.slow.resolve()
    expect(await ready).toMatchObject({ ok: true })
  })

  it('takes the longest note there is', async () => {
    const result = await openBridge().call('work.saveNote', { interactionId: theCall as never, text: 'ї'.repeat(20_000) })
    expect(result).toEqual({ ok: true, value: { saved: true } })
  })

  it('gives a state at once and its changes in order, to every page', async () => {
    const heard: number[][] = [[], []]
    for (const list of heard) openBridge().on('counts', ({ missedCalls }) => list.push(missedCalls))
    await vi.waitFor(() => expect(heard).toEqual([[1], [1]]))
    for (let value = 2; value <= 20; value++) main.countsNow.set(counts(value))
    await vi.waitFor(() => expect(heard[1]).toHaveLength(20))
    const all = Array.from({ length: 20 }, (_, at) => at + 1)
    expect(heard).toEqual([all, all])
  })

  it('replays events in force, and stops a source when nobody listens', async () => {
    const bridge = openBridge()
    const heard: unknown[] = []
    bridge.on('progress', (value) => heard.push(value))
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    const stop = bridge.on('levels', () => {})
    await vi.waitFor(() => expect(main.levels.size).toBe(1))
    stop()
    await vi.waitFor(() => expect(main.levels.size).toBe(0))
  })

  it('gives a media page its wire', async () => {
    const page = host.openPage('media')
    page.onMessage((message) => {
      const { id } = message as { id: number }
      page.send({ t: 'answer', id, output: { sdp: 'v=0' } })
    })
    await vi.waitFor(() => expect(main.media).toHaveLength(1))
    const answer = new Promise((resolve) => main.media[0]!.onMessage(resolve))
    main.media[0]!.send({ t: 'ask', id: 3, step: 'local', input: { sessionId: 's' } })
    expect(await answer).toEqual({ t: 'answer', id: 3, output: { sdp: 'v=0' } })
  })

  it('cuts a page off that sends an oversize message', async () => {
    const wire = host.openPage('media')
    await vi.waitFor(() => expect(main.media).toHaveLength(1))
    const closed = new Promise<void>((resolve) => main.media[0]!.onClose(resolve))
    wire.send({ t: 'report', report: 'x'.repeat(maxMessageLength) })
    await closed
  })
})
