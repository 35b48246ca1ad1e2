import type { DemoCaller } from '#shared/ports/demo-line.ts'
import type { Log } from '#shared/ports/log.ts'
import type { CallerAudio } from './caller-audio.ts'
import { between, type DemoTiming } from './demo-timing.ts'
import { newBranch, type SipChannel, type SipDialog, allow } from './sip-dialog.ts'
import {
  headerOf,
  quoted,
  type SipHeader,
  type SipRequest,
  type SipResponse,
  sequenceMethod,
  sequenceNumber,
  uriOf,
} from './sip-message.ts'
import { Talk } from './talk.ts'

export interface CallingParts {
  readonly channel: SipChannel
  readonly audio: CallerAudio
  readonly log: Log
  readonly timing: DemoTiming
  readonly onEnd: () => void
}

type Phase =
  | { readonly kind: 'inviting'; readonly rings: boolean; readonly givenUp: boolean }
  | { readonly kind: 'talking'; readonly talk: Talk }
  | { readonly kind: 'over' }

/** A simulated customer who calls the operator: the calling side of an INVITE. */
export class CustomerCalls {
  readonly #parts: CallingParts
  readonly #dialog: SipDialog
  #phase: Phase = { kind: 'inviting', rings: false, givenUp: false }
  #invite = { branch: '', sequence: 0 }
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: CallingParts, dialog: SipDialog) {
    this.#parts = parts
    this.#dialog = dialog
  }

  get callId(): string {
    return this.#dialog.callId
  }

  /** Resolves when the INVITE is sent; rejects when there can be no audio. */
  async start(headers: readonly SipHeader[]): Promise<void> {
    const sdp = await this.#parts.audio.offer()
    if (this.#phase.kind === 'over') return
    this.#invite = this.#dialog.request('INVITE', [this.#dialog.contact, allow, ...headers], sdp)
    this.#timer = setTimeout(() => this.#giveUp(), this.#parts.timing.giveUpMs)
  }

  handle(request: SipRequest): void {
    if (this.#phase.kind === 'talking') return this.#phase.talk.handle(request)
    if (request.method !== 'ACK') this.#dialog.reply(request, '481 Call/Transaction Does Not Exist')
  }

  hear(response: SipResponse): void {
    if (sequenceMethod(response) !== 'INVITE' || sequenceNumber(response) !== this.#invite.sequence) return
    if (response.status === 100) return
    if (response.status < 200) return this.#ringing()
    this.#dialog.confirm(headerOf(response, 'to') ?? '', response.status < 300 ? contactOf(response) : undefined)
    // RFC 3261 section 13.2.2.4: the ACK of a 2xx is a transaction of its own, that of a refusal (17.1.1.3) is not.
    const branch = response.status < 300 ? newBranch() : this.#invite.branch
    this.#dialog.repeat('ACK', branch, this.#invite.sequence)
    if (this.#phase.kind !== 'inviting') return
    if (response.status >= 300) return this.dispose()
    if (this.#phase.givenUp) return this.#leave()
    void this.#talk(response)
  }

  dispose(): void {
    const phase = this.#phase
    if (phase.kind === 'over') return
    this.#phase = { kind: 'over' }
    clearTimeout(this.#timer)
    if (phase.kind === 'talking') phase.talk.dispose()
    this.#parts.audio.dispose()
    this.#parts.onEnd()
  }

  async #talk(response: SipResponse): Promise<void> {
    clearTimeout(this.#timer)
    const { audio, log, timing } = this.#parts
    const talk = new Talk(this.#dialog, audio, log, between(timing.talkMs), () => this.dispose())
    this.#phase = { kind: 'talking', talk }
    try {
      await audio.acceptAnswer(response.body)
    } catch (error) {
      log.warn('The answer to a call could not be used', { error })
      talk.hangUp()
    }
  }

  #ringing(): void {
    if (this.#phase.kind !== 'inviting' || this.#phase.rings) return
    this.#phase = { ...this.#phase, rings: true }
    if (this.#phase.givenUp) this.#cancel()
  }

  #giveUp(): void {
    if (this.#phase.kind !== 'inviting') return
    this.#phase = { ...this.#phase, givenUp: true }
    this.#timer = setTimeout(() => this.dispose(), this.#parts.timing.cancelledMs)
    // RFC 3261 section 9.1: not before the first provisional answer.
    if (this.#phase.rings) this.#cancel()
  }

  #cancel(): void {
    this.#dialog.repeat('CANCEL', this.#invite.branch, this.#invite.sequence, [['Reason', 'Q.850;cause=127']])
  }

  /** The operator's answer and our CANCEL have crossed. */
  #leave(): void {
    this.#dialog.request('BYE')
    this.dispose()
  }
}

function contactOf(response: SipResponse): string | undefined {
  const contact = headerOf(response, 'contact')
  return contact === undefined ? undefined : uriOf(contact)
}

/** How the caller names itself: From, and the headers that a PBX adds. Hostile names stay as they are, validly quoted. */
export function callerHeaders(caller: DemoCaller, domain: string, pbxCallId: string): { from: string; headers: SipHeader[] } {
  const number = caller.number?.replace(/[^+\d]/g, '')
  const name = caller.displayName === undefined ? '' : `${quoted(caller.displayName)} `
  const party = `${name}<sip:${number}@${domain}>`
  const identity: SipHeader = number ? ['P-Asserted-Identity', party] : ['Privacy', 'id']
  return {
    from: number ? party : `${name || '"Anonymous" '}<sip:anonymous@anonymous.invalid>`,
    headers: [
      identity,
      ['X-Call-Id', pbxCallId],
      ...(caller.queue === undefined ? [] : [['X-Queue', caller.queue] as const]),
      ...(caller.dnis === undefined ? [] : [['X-Dnis', caller.dnis] as const]),
    ],
  }
}
