import type { Invitation } from 'sip.js'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import { cancelReason } from './cancel-reason.ts'
import { guardLateAck } from './guards/late-ack.ts'
import { guardOddExpires } from './guards/odd-expires.ts'
import { SipCall, type SipCallParts } from './sip-call.ts'

/**
 * A call to us: ringing ─► answering ─200─► accepted ─ACK─► established. sip.js calls it established when the 200 is sent;
 * here it is when the ACK was read, which proves that the far side heard of it.
 */
export class IncomingCall extends SipCall {
  protected readonly ownsCallId = false
  readonly #invitation: Invitation
  readonly #offer: string | undefined
  #stage: 'ringing' | 'answering' | 'accepted' = 'ringing'

  constructor(parts: SipCallParts, invitation: Invitation) {
    super(parts, invitation)
    this.#invitation = invitation
    this.#offer = this.handler.hasDescription(invitation.request.getHeader('content-type') ?? '') ? invitation.body : undefined
    guardLateAck(invitation)
    guardOddExpires(invitation)
    invitation.delegate = {
      ...invitation.delegate,
      onCancel: ({ request }) => this.finish(cancelReason(request.getHeaders('reason'))),
      onAck: () => this.connect(),
    }
  }

  /** 180, and the answer is prepared while it rings. */
  ring(): void {
    if (this.over) return
    this.attempt('180', () => this.#invitation.progress({ statusCode: 180 }))
    this.#prepare()
  }

  /** What was prepared for a ringing call is made anew. */
  override mediaChanged(alive: boolean): void {
    super.mediaChanged(alive)
    if (alive && !this.over && this.#stage !== 'accepted') this.#prepare()
  }

  #prepare(): void {
    this.attempt('prepare', () => this.handler.prepare(this.#offer))
  }

  async answer(): Promise<Result<undefined>> {
    if (this.over) return fail('call-gone')
    if (this.#stage !== 'ringing') return fail('call-wrong-state')
    this.#stage = 'answering'
    this.parts.emit({ kind: 'answer' })
    const prepared = await this.handler.prepare(this.#offer)
    if (this.over) return fail('call-gone')
    if (!prepared.ok) {
      this.#stage = 'ringing'
      this.parts.emit({ kind: 'answer-failed' })
      return prepared
    }
    try {
      await this.#invitation.accept()
    } catch (error) {
      this.broke('200', error)
      this.finish('failed')
    }
    if (this.over) return fail('call-gone')
    this.#stage = 'accepted'
    this.openMicrophone()
    return ok()
  }

  async reject(why: 'busy' | 'not-ready'): Promise<Result<undefined>> {
    if (this.over) return fail('call-gone')
    if (this.#stage === 'accepted') return fail('call-wrong-state')
    const statusCode = why === 'busy' ? 486 : 480
    this.finish(why === 'busy' ? 'rejected-here' : 'not-ready', statusCode)
    this.attempt('refusal', () => this.#invitation.reject({ statusCode }))
    return ok()
  }

  async hangUp(): Promise<Result<undefined>> {
    if (this.over) return fail('call-gone')
    if (this.#stage !== 'accepted') return this.reject('busy')
    this.finish('hung-up-here')
    this.sendBye()
    return ok()
  }

  lineLost(): void {
    if (this.over || this.#stage === 'accepted') return
    this.finish('line-lost')
    this.attempt('refusal', () => this.#invitation.reject({ statusCode: 480 }))
  }

  /** A BYE proves as well as an ACK that the far side had our 200. */
  protected override peerHangsUp(): void {
    if (this.#stage === 'accepted') this.connect()
    super.peerHangsUp()
  }

  protected terminated(): void {
    if (this.established) this.finish('media-failed')
    // Accepted and no ACK in 32 s; or the INVITE's Expires ran out while it rang (RFC 3261 §13.3.1).
    else this.finish(this.#stage === 'accepted' ? 'line-lost' : 'queue-timeout')
  }
}
