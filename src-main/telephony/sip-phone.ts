import type { Invitation } from 'sip.js'
import type { CallEvent } from '#shared/domain/call/call.ts'
import type { PhoneNumber } from '#shared/domain/call/caller.ts'
import { fail, type Result } from '#shared/domain/failure/failure.ts'
import { type CallId, callId as callIdSchema } from '#shared/domain/ids.ts'
import type { CallerTrust, LineState } from '#shared/domain/line/line.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter, type Unsubscribe } from '#shared/flow/emitter.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'
import type { LineAccount, Phone, PhoneEvent } from '#shared/ports/phone.ts'
import { callerOf, type CallerRules, contextOf, type ReadNumber } from './caller-of.ts'
import { IncomingCall } from './incoming-call.ts'
import { readLineAddress } from './line-address.ts'
import { badAddress } from './line-problem.ts'
import { type LineTimings, lineTimings } from './line-timings.ts'
import { OutgoingCall } from './outgoing-call.ts'
import type { SipCall, SipCallParts } from './sip-call.ts'
import { SipLine } from './sip-line.ts'
import type { SipTrace } from './sip-trace.ts'
import { testLine } from './test-line.ts'

export interface SipPhoneParts {
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly media: Media
  readonly readNumber: ReadNumber
  /** Hears every SIP message: for benchmarks and support. */
  readonly trace?: SipTrace
  readonly timings?: Partial<LineTimings>
  /** Certificates (PEM) to trust for wss instead of the well-known authorities. */
  readonly authorities?: readonly string[]
  /** 0 ≤ x < 1, for jitter. */
  readonly random?: () => number
}

/** More at once than anybody can handle; the PBX hears 486 and tries the next operator. */
const maxCalls = 6
/** For the answer to the last BYE of a line that is given up. */
const lingerMs = 1_000

export function createSipPhone(parts: SipPhoneParts): Phone {
  return new SipPhone(parts)
}

class SipPhone implements Phone {
  readonly line: Cell<LineState>
  readonly #parts: SipPhoneParts
  readonly #timings: LineTimings
  readonly #random: () => number
  readonly #events: Emitter<PhoneEvent>
  readonly #calls = new Map<CallId, { readonly call: SipCall; readonly line: SipLine }>()
  readonly #stopMedia: Unsubscribe
  /** Lines that were replaced; they end with their last call. */
  readonly #retired = new Set<SipLine>()
  #current: SipLine | undefined
  #account: LineAccount | undefined
  #trust: CallerTrust | undefined
  #cancelBadAddress = () => {}
  #disposed = false

  constructor(parts: SipPhoneParts) {
    const { clock, log, media } = parts
    this.#parts = parts
    this.#timings = { ...lineTimings, ...parts.timings }
    this.#random = parts.random ?? Math.random
    this.line = new Cell<LineState>({ kind: 'not-configured', sinceMs: clock.monotonicMs() })
    this.#events = new Emitter((error) => log.error('a listener of the phone failed', { cause: causeOf(error) }))
    let alive = media.state.get().alive
    this.#stopMedia = media.state.subscribe((state) => {
      if (state.alive === alive) return
      alive = state.alive
      for (const { call } of this.#calls.values()) call.mediaChanged(alive)
    })
  }

  onEvent(listener: (event: PhoneEvent) => void): Unsubscribe {
    return this.#events.subscribe(listener)
  }

  use(account: LineAccount | undefined, trust: CallerTrust): void {
    this.#trust = trust
    if (this.#disposed || sameAccount(account, this.#account)) return
    this.#account = account
    this.#cancelBadAddress()
    if (this.#current) this.#retire(this.#current)
    this.#current = undefined
    const address = account && readLineAddress(account)
    if (!account) this.line.set({ kind: 'not-configured', sinceMs: this.#parts.clock.monotonicMs() })
    else if (!address) this.#tellBadAddress(1)
    else {
      const line: SipLine = new SipLine({
        ...this.#shared(account),
        address,
        onState: (state) => {
          if (line === this.#current) this.line.set(state)
        },
        onInvite: (invitation, readMs) => this.#invited(line, invitation, readMs),
        onLost: () => this.#lost(line),
      })
      this.#current = line
      line.start()
    }
  }

  #shared(account: LineAccount) {
    const { clock, log, authorities, trace } = this.#parts
    return { account, clock, log, random: this.#random, timings: this.#timings, authorities, trace }
  }

  /** Nothing to connect to until somebody corrects it. */
  #tellBadAddress(attempt: number): void {
    const { clock } = this.#parts
    const sinceMs = clock.monotonicMs()
    const { baseMs } = this.#timings.slowRetry
    this.line.set({ kind: 'down', sinceMs, problem: badAddress.failure, retryAtMs: sinceMs + baseMs, attempt })
    this.#cancelBadAddress = clock.after(baseMs, () => this.#tellBadAddress(attempt + 1))
  }

  #retire(line: SipLine): void {
    this.#retired.add(line)
    line.registration.stop().then(
      () => this.#closeIdle(line),
      (error: unknown) => this.#parts.log.warn('line not let go', { cause: causeOf(error) }),
    )
  }

  #closeIdle(line: SipLine): void {
    const busy = [...this.#calls.values()].some((entry) => entry.line === line)
    if (busy || !this.#retired.delete(line)) return
    this.#parts.clock.after(lingerMs, () => this.#close(line))
  }

  #close(line: SipLine): Promise<void> {
    return line.close().catch((error: unknown) => this.#parts.log.warn('line not closed', { cause: causeOf(error) }))
  }

  #lost(line: SipLine): void {
    for (const entry of [...this.#calls.values()]) if (entry.line === line) entry.call.lineLost()
  }

  async test(account: LineAccount): Promise<Result<{ roundTripMs: number }>> {
    const answer = await testLine(this.#shared(account))
    // A PBX that allows one contact a user has dropped ours for the test's.
    if (this.#current?.account.user === account.user) this.#current.registration.refresh()
    return answer
  }

  #invited(line: SipLine, invitation: Invitation, readMs: number): void {
    const refuse = (statusCode: number) =>
      void invitation
        .reject({ statusCode })
        .catch((error: unknown) => this.#parts.log.warn('refusal failed', { cause: causeOf(error) }))
    if (line !== this.#current || !this.#trust) return refuse(480)
    if (this.#calls.size >= maxCalls) return refuse(486)
    const rules: CallerRules = { trust: this.#trust, readNumber: this.#parts.readNumber, ownUser: line.account.user }
    const { request } = invitation
    const headers = {
      getHeader: (name: string) => request.getHeader(name),
      getHeaders: (name: string) => request.getHeaders(name),
      requestUser: request.ruri?.user,
    }
    const callId = callIdSchema.parse(this.#parts.ids.next())
    const call = new IncomingCall(this.#callParts(callId, line), invitation)
    this.#admit(call, line)
    line.adopt(invitation, call.media)
    const caller = callerOf(headers, rules)
    this.#events.emit({ kind: 'incoming', callId, atMs: readMs, caller, context: contextOf(headers, rules) })
    call.ring()
  }

  #admit(call: SipCall, line: SipLine): void {
    this.#calls.set(call.callId, { call, line })
  }

  #callParts(callId: CallId, line: SipLine): SipCallParts {
    const { clock, log, media } = this.#parts
    return {
      callId,
      clock,
      log,
      media,
      random: this.#random,
      emit: (event: CallEvent) => this.#events.emit({ kind: 'call', callId, atMs: clock.monotonicMs(), event }),
      onOver: () => {
        this.#calls.delete(callId)
        this.#closeIdle(line)
      },
      whenConnected: (run) => line.whenConnected(run),
      isConnected: () => line.transport.isConnected(),
    }
  }

  async dial(callId: CallId, number: PhoneNumber): Promise<Result<undefined>> {
    const line = this.#current
    if (!line) return fail(this.#account ? 'line-not-ready' : 'line-not-configured')
    if (this.line.get().kind !== 'registered') return fail('line-not-ready')
    if (this.#calls.has(callId)) return fail('call-wrong-state')
    if (this.#calls.size >= maxCalls) return fail('call-limit')
    const inviter = line.inviter(number.dial)
    if (!inviter) return fail('number-invalid')
    const call = new OutgoingCall(this.#callParts(callId, line), inviter)
    this.#admit(call, line)
    line.adopt(inviter, call.media)
    return call.start()
  }

  async answer(callId: CallId): Promise<Result<undefined>> {
    const call = this.#calls.get(callId)?.call
    if (!call) return fail('call-gone')
    return call instanceof IncomingCall ? call.answer() : fail('call-wrong-state')
  }

  async reject(callId: CallId, why: 'busy' | 'not-ready'): Promise<Result<undefined>> {
    const call = this.#calls.get(callId)?.call
    if (!call) return fail('call-gone')
    return call instanceof IncomingCall ? call.reject(why) : fail('call-wrong-state')
  }

  hangUp(callId: CallId): Promise<Result<undefined>> {
    return this.#with(callId, (call) => call.hangUp())
  }

  hold(callId: CallId): Promise<Result<undefined>> {
    return this.#with(callId, (call) => call.hold())
  }

  resume(callId: CallId): Promise<Result<undefined>> {
    return this.#with(callId, (call) => call.resume())
  }

  mute(callId: CallId, on: boolean): Promise<Result<undefined>> {
    return this.#with(callId, (call) => call.mute(on))
  }

  dtmf(callId: CallId, tones: string, how: 'rtp' | 'info'): Promise<Result<undefined>> {
    return this.#with(callId, (call) => call.dtmf(tones, how))
  }

  async #with(callId: CallId, act: (call: SipCall) => Promise<Result<undefined>>): Promise<Result<undefined>> {
    const call = this.#calls.get(callId)?.call
    return call ? act(call) : fail('call-gone')
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    this.#stopMedia()
    this.#cancelBadAddress()
    const lines = [...this.#retired, ...(this.#current ? [this.#current] : [])]
    this.#retired.clear()
    await Promise.all([...this.#calls.values()].map(({ call }) => call.hangUp()))
    await Promise.all(lines.map((line) => this.#close(line)))
    this.#current = undefined
  }
}

function sameAccount(a: LineAccount | undefined, b: LineAccount | undefined): boolean {
  if (!a || !b) return a === b
  const keys = ['server', 'user', 'domain', 'displayName', 'password', 'demo'] as const
  return keys.every((key) => a[key] === b[key])
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}
