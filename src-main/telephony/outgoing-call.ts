import { type Core, type Inviter, SessionState } from 'sip.js'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { endReasonOf } from './final-answer.ts'
import { MediaStepFailed } from './media-handler.ts'
import { SipCall, type SipCallParts } from './sip-call.ts'

/** A call of ours: INVITE ─180/183─► ringing there ─200─► established. */
export class OutgoingCall extends SipCall {
  protected readonly ownsCallId = true
  readonly #inviter: Inviter
  #request: Core.OutgoingInviteRequest | undefined
  #progressed = false
  #cancelWanted = false
  /** A provisional answer came, so a CANCEL may be sent (RFC 3261 §9.1). */
  #provisional = false
  #answered = false

  constructor(parts: SipCallParts, inviter: Inviter) {
    super(parts, inviter)
    this.#inviter = inviter
    inviter.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#accepted()
    })
  }

  /** Resolves when the INVITE is sent; what becomes of it are events. A failure: there is no call, and no event says so. */
  async start(): Promise<Result<undefined>> {
    try {
      this.#request = await this.#inviter.invite({
        requestDelegate: {
          onTrying: () => this.#mayCancel(),
          onProgress: () => {
            this.#mayCancel()
            if (this.over || this.#progressed) return
            this.#progressed = true
            this.parts.emit({ kind: 'progress' })
          },
          onAccept: () => (this.#answered = true),
          onReject: (response) => this.#refused(response.message),
          onRedirect: (response) => this.#refused(response.message),
        },
      })
      return ok()
    } catch (error) {
      if (this.over) return fail('call-gone')
      this.discard()
      if (error instanceof MediaStepFailed) return { ok: false, failure: error.failure }
      this.broke('INVITE', error)
      return fail('call-failed')
    }
  }

  #mayCancel(): void {
    this.#provisional = true
    if (!this.#cancelWanted) return
    this.#cancelWanted = false
    this.attempt('CANCEL', () => this.#inviter.cancel())
  }

  #accepted(): void {
    this.#answered = true
    if (this.over) return this.sendBye()
    this.connect()
    this.openMicrophone()
  }

  #refused(message: Core.IncomingResponseMessage): void {
    this.#answered = true
    const status = message.statusCode ?? 500
    // Made by sip.js: nobody answered within 32 s, or the message could not be sent.
    const fromWire = message.hasHeader('via')
    this.finish(fromWire ? endReasonOf(status) : status === 503 ? 'line-lost' : 'failed', status)
  }

  async hangUp(): Promise<Result<undefined>> {
    if (this.over) return fail('call-gone')
    if (this.established) {
      this.finish('hung-up-here')
      this.sendBye()
      return ok()
    }
    this.finish('cancelled-here')
    this.#cancel()
    return ok()
  }

  /**
   * Before any answer sip.js would tie the CANCEL to a transaction that a digest challenge replaces, and the far side would
   * go on ringing; so it waits for the first provisional answer.
   */
  #cancel(): void {
    const sent = this.#inviter.state !== SessionState.Initial
    if (sent && !this.#provisional) this.#cancelWanted = true
    else this.attempt('CANCEL', () => this.#inviter.cancel())
  }

  lineLost(): void {
    if (this.over || this.established) return
    this.finish('line-lost')
    this.attempt('CANCEL', () => this.#inviter.cancel())
  }

  protected terminated(): void {
    // Not even sent: `start` says so.
    if (this.over || !this.#request) return
    const request = this.#request
    // Early media could not be set: sip.js ends the session and lets the far side ring.
    if (!this.#answered) this.attempt('CANCEL', async () => request.cancel())
    this.finish('media-failed')
  }
}
