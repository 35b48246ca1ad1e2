import { type Session, SessionState } from 'sip.js'
import type { CallEvent, EndReason } from '#shared/domain/call/call.ts'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { CallId } from '#shared/domain/ids.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'
import { sendInfoTones } from './dtmf-info.ts'
import { OneAtATime } from './guards/one-at-a-time.ts'
import { MediaHandler } from './media-handler.ts'
import { reInvite } from './re-invite.ts'

export interface SipCallParts {
  readonly callId: CallId
  readonly clock: Clock
  readonly log: Log
  readonly media: Media
  readonly random: () => number
  readonly emit: (event: CallEvent) => void
  /** The call is over for the operator; what is left of it on the wire runs out by itself. */
  readonly onOver: () => void
  /** Runs now, or when the line is connected again. */
  readonly whenConnected: (run: () => void) => void
  readonly isConnected: () => boolean
}

const toneMs = 160

/** One call: sip.js' session on one side, `CallEvent`s on the other. How it begins is told by the two classes below it. */
export abstract class SipCall {
  protected readonly parts: SipCallParts
  protected readonly handler: MediaHandler
  protected readonly session: Session
  protected muted = false
  /** Both sides are connected: the ACK was read, or sent. */
  #established = false
  #held = false
  #heldByPeer = false
  #over = false
  readonly #ended = Promise.withResolvers<void>()
  readonly #offers = new OneAtATime()
  readonly #tones = new OneAtATime()

  constructor(parts: SipCallParts, session: Session) {
    this.parts = parts
    this.session = session
    this.handler = new MediaHandler({
      callId: parts.callId,
      media: parts.media,
      log: parts.log,
      peerOffers: () => session.dialog?.signalingState === 'HaveRemoteOffer',
      onPeerHold: (on) => this.#peerHolds(on),
    })
    session.delegate = {
      onBye: (bye) => {
        this.attempt('answer to BYE', () => bye.accept())
        this.peerHangsUp()
      },
      // sip.js would follow a REFER by itself and dial whatever it names.
      onRefer: (referral) => this.attempt('answer to REFER', () => referral.reject({ statusCode: 603 })),
    }
    session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) queueMicrotask(() => this.terminated())
    })
  }

  get callId(): CallId {
    return this.parts.callId
  }

  get media(): MediaHandler {
    return this.handler
  }

  get over(): boolean {
    return this.#over
  }

  get established(): boolean {
    return this.#established
  }

  abstract hangUp(): Promise<Result<undefined>>
  /** The socket is gone. Only a connected call outlives it: its audio has a way of its own. */
  abstract lineLost(): void
  /** sip.js ended the session and nothing said why. */
  protected abstract terminated(): void
  protected abstract readonly ownsCallId: boolean

  protected peerHangsUp(): void {
    this.finish('hung-up-there')
  }

  protected connect(): void {
    if (this.#established || this.#over) return
    this.#established = true
    this.parts.emit({ kind: 'established' })
  }

  protected finish(reason: EndReason, sipStatus?: number): void {
    if (this.#over) return
    this.#over = true
    this.handler.close()
    this.#ended.resolve()
    this.parts.emit({ kind: 'ended', reason, ...(sipStatus === undefined ? {} : { sipStatus }) })
    this.parts.onOver()
  }

  /** Over before it was a call: nobody is told. */
  protected discard(): void {
    this.#over = true
    this.handler.close()
    this.#ended.resolve()
    this.parts.onOver()
  }

  protected sendBye(): void {
    this.parts.whenConnected(() => {
      if (this.session.state !== SessionState.Established) return
      this.attempt('BYE', () => this.session.bye())
    })
  }

  /** Whatever sip.js throws or rejects with here must not reach the process. */
  protected attempt(what: string, act: () => Promise<unknown>): void {
    Promise.resolve()
      .then(act)
      .catch((error: unknown) => this.broke(what, error))
  }

  protected broke(what: string, error: unknown): void {
    this.parts.log.warn('sip step failed', { what, cause: error instanceof Error ? error.message : 'unknown' })
  }

  hold(): Promise<Result<undefined>> {
    return this.#offers.run(() => this.#turnHold(true))
  }

  resume(): Promise<Result<undefined>> {
    return this.#offers.run(() => this.#turnHold(false))
  }

  async #turnHold(on: boolean): Promise<Result<undefined>> {
    if (this.#over) return fail('call-gone')
    if (!this.#established) return fail('call-wrong-state')
    if (this.#held === on) return ok()
    if (!this.parts.isConnected()) return fail('line-not-ready')
    const answered = await this.#offer(on)
    if (answered.ok) {
      this.#held = on
      this.parts.emit({ kind: on ? 'held' : 'resumed' })
    }
    return answered
  }

  /** The media page came or went. One that was started anew knows nothing of a connected call, so that is offered anew. */
  mediaChanged(alive: boolean): void {
    if (this.#over) return
    if (!alive) return this.handler.forget()
    if (!this.#established) return
    this.parts.whenConnected(() => this.attempt('new media page', () => this.#offers.run(() => this.#offerAnew())))
  }

  async #offerAnew(): Promise<void> {
    if (this.#over) return
    const answered = await this.#offer(this.#held)
    if (answered.ok) this.openMicrophone()
    else this.parts.log.warn('call not heard again', { failure: answered.failure })
  }

  async #offer(hold: boolean): Promise<Result<undefined>> {
    const { clock, random } = this.parts
    const { session, handler, ownsCallId } = this
    const answered = await reInvite({ session, handler, clock, random, ownsCallId, over: this.#ended.promise }, hold)
    if (this.#over) return fail('call-gone')
    if (!answered.ok && answered.failure.params?.status === 481) {
      // The PBX does not know the call any more (RFC 3261 §12.2.1.2).
      this.finish('hung-up-there', 481)
      this.sendBye()
    }
    return answered
  }

  async mute(on: boolean): Promise<Result<undefined>> {
    if (this.#over) return fail('call-gone')
    // Until the call is connected the microphone is silent anyway; the wish is kept for that moment.
    const done = this.#established ? await this.handler.mute(on) : ok()
    if (this.#over) return fail('call-gone')
    if (!done.ok) return done
    if (this.muted !== on) {
      this.muted = on
      this.parts.emit({ kind: 'muted', on })
    }
    return ok()
  }

  async dtmf(tones: string, how: 'rtp' | 'info'): Promise<Result<undefined>> {
    if (this.#over) return fail('call-gone')
    if (!this.#established) return fail('call-wrong-state')
    if (!/^[0-9A-D*#,]{1,64}$/.test(tones)) return fail('invalid-input')
    if (how === 'rtp') return this.handler.dtmf(tones, toneMs)
    const { clock } = this.parts
    return this.#tones.run(() => sendInfoTones({ session: this.session, clock, over: this.#ended.promise, toneMs }, tones))
  }

  /** From here on the operator is heard. */
  protected openMicrophone(): void {
    if (!this.muted) this.attempt('unmute', () => this.handler.mute(false))
  }

  #peerHolds(on: boolean): void {
    if (this.#heldByPeer === on || this.#over) return
    this.#heldByPeer = on
    this.parts.emit({ kind: 'peer-held', on })
  }
}
