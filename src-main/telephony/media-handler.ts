import type { BodyAndContentType, SessionDescriptionHandler } from 'sip.js'
import type { MediaStepInput, MediaStepName, MediaStepOutput } from '#shared/contract/media-steps.ts'
import { type Failure, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { CallId } from '#shared/domain/ids.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'
import { holdsUs, sdpDirection } from './sdp-direction.ts'

/** What sip.js sees when a media step failed; the failure itself is for the operator. */
export class MediaStepFailed extends Error {
  override readonly name = 'MediaStepFailed'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

export interface MediaHandlerParts {
  readonly callId: CallId
  readonly media: Media
  readonly log: Log
  /** The dialog holds an offer of the peer: the description that comes now is no answer to ours. */
  readonly peerOffers: () => boolean
  readonly onPeerHold: (on: boolean) => void
}

/**
 * The media of one call for sip.js: each step is asked of the media page, one after another. The page's session has the
 * call's id. An offer that came with an INVITE is worked on at once (`prepare`), so that answering only sends the result.
 */
export class MediaHandler implements SessionDescriptionHandler {
  /** What our next description says of us. */
  hold = false
  readonly #parts: MediaHandlerParts
  #steps: Promise<unknown> = Promise.resolve()
  #opened = false
  #closed = false
  #prepared: { readonly offer: string | undefined; readonly local: Promise<Result<{ sdp: string }>> } | undefined
  /** Our offer is out and waits for its answer; a peer's offer that comes first undoes it. */
  #offering = false
  #undone = false
  /** The description on the way is the peer's offer, so ours is the answer to it. */
  #answering = false

  constructor(parts: MediaHandlerParts) {
    this.#parts = parts
  }

  /** Takes the offer (none: makes one) and our description of it. Asked again for the same offer it is the same work. */
  prepare(offer: string | undefined): Promise<Result<{ sdp: string }>> {
    if (this.#prepared) return this.#prepared.local
    const local = this.#prepareNow(offer)
    const prepared = { offer, local }
    this.#prepared = prepared
    void local.then(({ ok: done }) => {
      if (!done && this.#prepared === prepared) this.#prepared = undefined
    })
    return local
  }

  /** The page is gone or was started anew: what it had prepared is void. */
  forget(): void {
    this.#prepared = undefined
    this.#opened = false
  }

  async #prepareNow(offer: string | undefined): Promise<Result<{ sdp: string }>> {
    const opened = await this.#open()
    if (!opened.ok) return opened
    if (offer !== undefined) {
      const taken = await this.#step('setRemote', { sdp: offer })
      if (!taken.ok) return taken
      this.#answering = true
      this.#hear(offer)
    } else this.#offering = true
    return this.#step('local', { hold: this.hold, iceRestart: false })
  }

  async #open(): Promise<Result<undefined>> {
    if (this.#opened) return ok()
    const opened = await this.#step('open', { iceServers: [] })
    this.#opened = opened.ok
    return opened
  }

  /** The microphone becomes audible, or silent again. */
  mute(on: boolean): Promise<Result<undefined>> {
    return this.#step(on ? 'mute' : 'unmute', {})
  }

  dtmf(tones: string, durationMs: number): Promise<Result<undefined>> {
    return this.#step('dtmf', { tones, durationMs })
  }

  /** Before a re-INVITE of ours. */
  beginOffer(hold: boolean): void {
    this.hold = hold
    this.#prepared = undefined
    this.#undone = false
  }

  /** Our re-INVITE could not be sent: its offer, if one was made, is taken back. */
  async abandonOffer(): Promise<void> {
    if (this.#offering) await this.rollbackDescription()
  }

  async getDescription(): Promise<BodyAndContentType> {
    const prepared = this.#prepared
    this.#prepared = undefined
    const offers = !prepared && !this.#answering
    if (offers) this.#offering = true
    const local = prepared ? await prepared.local : await this.#describe()
    if (!offers) this.#answering = false
    if (!local.ok) {
      if (offers) this.#offering = false
      throw new MediaStepFailed(local.failure)
    }
    if (offers && this.#undone) throw new Error('The peer offered first')
    return { body: local.value.sdp, contentType: 'application/sdp' }
  }

  async #describe(): Promise<Result<{ sdp: string }>> {
    const opened = await this.#open()
    return opened.ok ? this.#step('local', { hold: this.hold, iceRestart: false }) : opened
  }

  async setDescription(sdp: string): Promise<void> {
    if (this.#prepared?.offer === sdp) return
    const answersUs = this.#offering && !this.#parts.peerOffers()
    this.#answering = !answersUs
    if (!answersUs) this.#prepared = undefined
    if (!answersUs && this.#offering) {
      this.#undone = true
      this.#offering = false
      await this.#step('rollback', {})
    }
    const opened = await this.#open()
    const taken = opened.ok ? await this.#step('setRemote', { sdp }) : opened
    if (!taken.ok) {
      this.#answering = false
      throw new MediaStepFailed(taken.failure)
    }
    if (answersUs) this.#offering = false
    // An answer to our own hold says nothing of the peer's wish.
    if (!answersUs || !this.hold) this.#hear(sdp)
  }

  #hear(sdp: string): void {
    this.#parts.onPeerHold(holdsUs(sdpDirection(sdp)))
  }

  /** Never rejects: sip.js would end the call for it. */
  async rollbackDescription(): Promise<void> {
    this.#offering = false
    this.#answering = false
    const undone = await this.#step('rollback', {})
    if (!undone.ok) this.#parts.log.warn('media not rolled back', { failure: undone.failure })
  }

  hasDescription(contentType: string): boolean {
    return contentType.toLowerCase().startsWith('application/sdp')
  }

  /** By the call, not by sip.js: see `dtmf`. */
  sendDtmf(): boolean {
    return false
  }

  close(): void {
    if (this.#closed) return
    const { media, callId } = this.#parts
    this.#steps = this.#steps.then(async () => {
      if (this.#opened) await media.do('close', { sessionId: callId })
    })
    this.#steps.catch((error: unknown) => this.#broke('close', error))
    this.#closed = true
  }

  #step<N extends MediaStepName>(name: N, input: Omit<MediaStepInput<N>, 'sessionId'>): Promise<Result<MediaStepOutput<N>>> {
    const { media, callId } = this.#parts
    const closed = this.#closed
    const done = this.#steps.then(async (): Promise<Result<MediaStepOutput<N>>> => {
      if (closed) return { ok: false, failure: { kind: 'call-gone' } }
      try {
        return await media.do(name, { ...input, sessionId: callId } as MediaStepInput<N>)
      } catch (error) {
        this.#broke(name, error)
        return { ok: false, failure: { kind: 'media-failed' } }
      }
    })
    this.#steps = done
    return done
  }

  #broke(step: MediaStepName, error: unknown): void {
    this.#parts.log.error('media step broke', { step, cause: error instanceof Error ? error.message : 'unknown' })
  }
}
