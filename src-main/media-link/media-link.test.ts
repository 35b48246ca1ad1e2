import type { PageWire, ToPage } from '#shared/contract/wire.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import { describe, expect, it } from 'vitest'
import { createMediaLink } from './media-link.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

class TurnedClock implements Clock {
  #nowMs = 0
  readonly #timers = new Set<{ atMs: number; run: () => void }>()
  epochMs = () => this.#nowMs
  monotonicMs = () => this.#nowMs
  after(delayMs: number, run: () => void) {
    const timer = { atMs: this.#nowMs + delayMs, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }
  turn(ms: number) {
    this.#nowMs += ms
    for (const timer of [...this.#timers]) if (timer.atMs <= this.#nowMs && this.#timers.delete(timer)) timer.run()
  }
  get waiting() {
    return this.#timers.size
  }
}

class FakePage implements PageWire {
  readonly asked: Extract<ToPage, { t: 'ask' }>[] = []
  closed = false
  #hear: (message: unknown) => void = () => undefined
  #close: () => void = () => undefined
  send(message: ToPage) {
    if (message.t === 'ask') this.asked.push(message)
  }
  onMessage(listener: (message: unknown) => void) {
    this.#hear = listener
  }
  onClose(listener: () => void) {
    this.#close = listener
  }
  close() {
    this.closed = true
    this.#close()
  }
  says(message: unknown) {
    this.#hear(message)
  }
  answers(output: unknown, index = this.asked.length - 1) {
    this.says({ t: 'answer', id: this.asked[index]?.id, output })
  }
}

function setUp() {
  const clock = new TurnedClock()
  const link = createMediaLink({ log: silent, clock })
  const page = new FakePage()
  return { clock, link, page }
}

const local = { sessionId: 's1', hold: false, iceRestart: false }

describe('media link', () => {
  it('fails with media-page-missing while no page is attached', async () => {
    const { link } = setUp()
    expect(await link.do('close', { sessionId: 's1' })).toEqual({ ok: false, failure: { kind: 'media-page-missing' } })
    expect(link.state.get().alive).toBe(false)
  })

  it('asks the page and hands back its parsed answer', async () => {
    const { clock, link, page } = setUp()
    link.attach(page)
    const result = link.do('local', local)
    expect(page.asked).toEqual([{ t: 'ask', id: 1, step: 'local', input: local }])
    page.answers({ sdp: 'v=0', extra: 1 })
    expect(await result).toEqual({ ok: true, value: { sdp: 'v=0' } })
    expect(clock.waiting).toBe(0)
  })

  it('takes the answer of a step without output, whose undefined is lost in JSON', async () => {
    const { link, page } = setUp()
    link.attach(page)
    const result = link.do('mute', { sessionId: 's1' })
    page.says(JSON.parse(JSON.stringify({ t: 'answer', id: 1, output: undefined })))
    expect(await result).toEqual({ ok: true, value: undefined })
  })

  it('passes the failure of the page on', async () => {
    const { link, page } = setUp()
    link.attach(page)
    const result = link.do('local', local)
    page.says({ t: 'answer-failed', id: 1, failure: { kind: 'media-failed', params: { reason: 'x' } } })
    expect(await result).toEqual({ ok: false, failure: { kind: 'media-failed', params: { reason: 'x' } } })
  })

  it('refuses an answer that is not of the step', async () => {
    const { link, page } = setUp()
    link.attach(page)
    const result = link.do('local', local)
    page.answers({ sdp: 5 })
    expect(await result).toMatchObject({ ok: false, failure: { kind: 'media-failed' } })
  })

  it('gives a step 5 s and open 15 s', async () => {
    const { clock, link, page } = setUp()
    link.attach(page)
    const done: string[] = []
    const open = link.do('open', { sessionId: 's1', iceServers: [] }).finally(() => done.push('open'))
    const mute = link.do('mute', { sessionId: 's1' }).finally(() => done.push('mute'))
    clock.turn(4_999)
    await Promise.resolve()
    expect(done).toEqual([])
    clock.turn(1)
    expect(await mute).toMatchObject({ ok: false, failure: { kind: 'media-failed', params: { reason: 'timeout' } } })
    expect(done).toEqual(['mute'])
    clock.turn(10_000)
    expect(await open).toMatchObject({ ok: false, failure: { kind: 'media-failed' } })
    page.answers(undefined, 0)
  })

  it('ignores answers to unknown ids and whatever is no message', async () => {
    const { link, page } = setUp()
    link.attach(page)
    const result = link.do('local', local)
    page.says({ t: 'answer', id: 99, output: { sdp: 'wrong' } })
    page.says({ t: 'answer', id: -1 })
    page.says('garbage')
    page.says(null)
    page.says({ t: 'call', id: 1, name: 'settings', input: {} })
    page.answers({ sdp: 'right' })
    expect(await result).toEqual({ ok: true, value: { sdp: 'right' } })
  })

  it('fails what is pending when the wire closes', async () => {
    const { clock, link, page } = setUp()
    link.attach(page)
    const result = link.do('local', local)
    page.close()
    expect(await result).toMatchObject({ ok: false, failure: { kind: 'media-failed' } })
    expect(link.state.get().alive).toBe(false)
    expect(clock.waiting).toBe(0)
  })

  it('lets a new page replace the old one', async () => {
    const { link, page } = setUp()
    const second = new FakePage()
    link.attach(page)
    const lost = link.do('local', local)
    link.attach(second)
    expect(page.closed).toBe(true)
    expect(await lost).toMatchObject({ ok: false, failure: { kind: 'media-failed' } })
    expect(link.state.get().alive).toBe(true)
    page.says({ t: 'report', report: { kind: 'devices', microphone: 'denied', microphones: [], speakers: [] } })
    expect(link.state.get().microphone).toBe('unknown')
    const result = link.do('local', local)
    second.answers({ sdp: 'two' })
    expect(await result).toEqual({ ok: true, value: { sdp: 'two' } })
  })

  it('tells a new page what is in force', () => {
    const { link, page } = setUp()
    const chosen = { speakerId: 'a', ringerVolume: 1, speakerVolume: 1 }
    void link.do('devices', chosen)
    void link.do('ring', { sound: 'ring' })
    void link.do('ring', { sound: 'off' })
    link.attach(page)
    expect(page.asked.map(({ step, input }) => [step, input])).toEqual([
      ['devices', chosen],
      ['ring', { sound: 'off' }],
    ])
  })

  it('keeps the devices that the page reports and passes each report on', () => {
    const { link, page } = setUp()
    const heard: string[] = []
    link.onReport(({ kind }) => heard.push(kind))
    link.attach(page)
    const microphones = [{ deviceId: 'm', label: 'Headset' }]
    page.says({ t: 'report', report: { kind: 'devices', microphone: 'ready', microphones, speakers: [] } })
    page.says({ t: 'report', report: { kind: 'levels', levels: { microphone: 0.5, speaker: 2 } } })
    page.says({ t: 'report', report: { kind: 'connection', sessionId: 's1', state: 'connected' } })
    expect(link.state.get()).toEqual({ alive: true, microphone: 'ready', microphones, speakers: [] })
    expect(heard).toEqual(['devices', 'connection'])
  })

  it('closes the page and its pending steps on dispose', async () => {
    const { clock, link, page } = setUp()
    link.attach(page)
    const result = link.do('local', local)
    link.dispose()
    expect(page.closed).toBe(true)
    expect(await result).toMatchObject({ ok: false })
    expect(clock.waiting).toBe(0)
  })
})
