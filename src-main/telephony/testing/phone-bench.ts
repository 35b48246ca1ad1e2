import { performance } from 'node:perf_hooks'
import type { CallEvent } from '#shared/domain/call/call.ts'
import type { CallId } from '#shared/domain/ids.ts'
import type { CallerTrust, LineState } from '#shared/domain/line/line.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log, LogFields } from '#shared/ports/log.ts'
import type { Phone, PhoneEvent } from '#shared/ports/phone.ts'
import { type LineTimings, lineTimings } from '../line-timings.ts'
import { createSipPhone, type SipPhoneParts } from '../sip-phone.ts'
import type { PbxCall, PbxCallOptions } from './pbx-call.ts'
import { type PbxOptions, ScriptedPbx } from './scripted-pbx.ts'
import { ScriptedMedia } from './scripted-media.ts'

export const trust: CallerTrust = {
  order: ['p-asserted-identity', 'remote-party-id', 'from'],
  homeCountry: 'UA',
  headerFields: {},
}

/** Quick to try again; patient enough for a machine under load. */
export const quick: LineTimings = {
  ...lineTimings,
  retry: { baseMs: 40, maxMs: 200 },
  slowRetry: { baseMs: 400, maxMs: 1_000 },
}

/** For a PBX that is known to say nothing. */
export const impatient: LineTimings = { ...quick, registerTimeoutMs: 150 }

export const realClock: Clock = {
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

export class LogBook implements Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = []
  debug = (message: string, fields: LogFields = {}) => void this.lines.push({ level: 'debug', message, fields })
  info = (message: string, fields: LogFields = {}) => void this.lines.push({ level: 'info', message, fields })
  warn = (message: string, fields: LogFields = {}) => void this.lines.push({ level: 'warn', message, fields })
  error = (message: string, fields: LogFields = {}) => void this.lines.push({ level: 'error', message, fields })
  child = () => this
}

/** A phone, its scripted PBX and media, and everything it said. */
export class PhoneBench {
  readonly pbx: ScriptedPbx
  readonly media = new ScriptedMedia()
  readonly log = new LogBook()
  readonly phone: Phone
  readonly events: PhoneEvent[] = []
  readonly states: LineState[] = []
  #id = 0

  private constructor(pbx: ScriptedPbx, parts: Partial<SipPhoneParts>) {
    this.pbx = pbx
    this.phone = createSipPhone({
      clock: realClock,
      ids: { next: () => `call-${++this.#id}` },
      log: this.log,
      media: this.media,
      readNumber,
      timings: quick,
      random: () => 0.5,
      ...parts,
    })
    this.phone.onEvent((event) => this.events.push(event))
    this.phone.line.subscribe((state) => this.states.push(state))
  }

  static async make(parts: Partial<SipPhoneParts> = {}, options: PbxOptions = {}): Promise<PhoneBench> {
    return new PhoneBench(await ScriptedPbx.start(options), parts)
  }

  static async registered(parts: Partial<SipPhoneParts> = {}, options: PbxOptions = {}): Promise<PhoneBench> {
    const bench = await PhoneBench.make(parts, options)
    bench.phone.use(bench.pbx.account, trust)
    await bench.line('registered')
    return bench
  }

  /** The present line state if it is of this kind, or the next that is. */
  line<K extends LineState['kind']>(kind: K): Promise<Extract<LineState, { kind: K }>> {
    return heard(
      (listen) => this.phone.line.subscribe(listen),
      () => this.phone.line.get(),
      (state) => (state.kind === kind ? (state as Extract<LineState, { kind: K }>) : undefined),
    )
  }

  /** The next line state of this kind that is still to come. */
  nextLine<K extends LineState['kind']>(kind: K): Promise<Extract<LineState, { kind: K }>> {
    const before = this.states.length
    return heard(
      (listen) => this.phone.line.subscribe(listen),
      () => this.states.slice(before),
      (states) => states.find((state): state is Extract<LineState, { kind: K }> => state.kind === kind),
    )
  }

  incoming(nth = 1): Promise<Extract<PhoneEvent, { kind: 'incoming' }>> {
    return this.#inEvents(() => {
      const found = this.events.filter((event) => event.kind === 'incoming')[nth - 1]
      return found?.kind === 'incoming' ? found : undefined
    })
  }

  /** The call's first event of this kind. */
  event<K extends CallEvent['kind']>(callId: CallId, kind: K): Promise<Extract<CallEvent, { kind: K }>> {
    return this.#inEvents(() =>
      this.callEvents(callId).find((event): event is Extract<CallEvent, { kind: K }> => event.kind === kind),
    )
  }

  callEvents(callId: CallId): CallEvent[] {
    return this.events.flatMap((event) => (event.kind === 'call' && event.callId === callId ? [event.event] : []))
  }

  #inEvents<T>(find: () => T | undefined): Promise<T> {
    return heard(
      (listen) => this.phone.onEvent(listen),
      () => undefined,
      find,
    )
  }

  /** A call that rings: INVITE sent, 180 heard. */
  async ringing(options: PbxCallOptions = {}): Promise<{ call: PbxCall; callId: CallId }> {
    const before = this.events.filter(({ kind }) => kind === 'incoming').length
    const call = this.pbx.call(options).invite()
    const { callId } = await this.incoming(before + 1)
    await call.answered(180)
    return { call, callId }
  }

  /** An answered incoming call. */
  async talking(options: PbxCallOptions = {}): Promise<{ call: PbxCall; callId: CallId }> {
    const { call, callId } = await this.ringing(options)
    const [answered] = await Promise.all([this.phone.answer(callId), call.answered(200).then(() => call.ack())])
    if (!answered.ok) throw new Error(`Not answered: ${answered.failure.kind}`)
    await this.event(callId, 'established')
    return { call, callId }
  }

  async stop(): Promise<void> {
    await this.phone.dispose()
    await this.pbx.stop()
  }
}

/** Looks now and after each change until something is found. */
function heard<S, T>(
  subscribe: (listen: () => void) => () => void,
  present: () => S,
  find: (value: S) => T | undefined,
): Promise<T> {
  return new Promise((resolve) => {
    let stop = () => {}
    const look = () => {
      const found = find(present())
      if (found === undefined) return
      stop()
      resolve(found)
    }
    stop = subscribe(look)
    look()
  })
}
