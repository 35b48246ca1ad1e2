import type { CustomerLanguage } from '#shared/domain/text/language.ts'
import type { Log } from '#shared/ports/log.ts'
import type { CallerAudio } from './caller-audio.ts'
import { between, type DemoTiming } from './demo-timing.ts'
import { allow, type SipDialog } from './sip-dialog.ts'
import type { SipRequest } from './sip-message.ts'
import { Talk } from './talk.ts'

export interface CalledParts {
  readonly dialog: SipDialog
  readonly audio: CallerAudio
  readonly log: Log
  readonly timing: DemoTiming
  readonly onEnd: () => void
}

type Phase =
  | { readonly kind: 'ringing' }
  | { readonly kind: 'answering' }
  | { readonly kind: 'talking'; readonly talk: Talk }
  | { readonly kind: 'over' }

/** A simulated customer whom the operator calls: the called side of an INVITE. The number decides what happens. */
export class CustomerIsCalled {
  readonly #parts: CalledParts
  readonly #invite: SipRequest
  #phase: Phase = { kind: 'ringing' }
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: CalledParts, invite: SipRequest) {
    this.#parts = parts
    this.#invite = invite
  }

  get callId(): string {
    return this.#parts.dialog.callId
  }

  start(): void {
    const { dialog, timing } = this.#parts
    const fate = fateOf(dialledNumber(this.#invite.uri))
    dialog.reply(this.#invite, '100 Trying')
    if (fate === 'not-found') return this.#refuseAfter(timing.refuseAfterMs, '404 Not Found')
    if (fate === 'busy') return this.#refuseAfter(timing.refuseAfterMs, '486 Busy Here')
    dialog.reply(this.#invite, '180 Ringing', [dialog.contact, allow])
    if (fate === 'no-answer') return this.#refuseAfter(timing.giveUpMs, '480 Temporarily Unavailable')
    this.#timer = setTimeout(() => void this.#answer(), between(timing.ringBeforeAnswerMs))
  }

  handle(request: SipRequest): void {
    const phase = this.#phase
    const { dialog } = this.#parts
    if (phase.kind === 'talking') return phase.talk.handle(request)
    switch (request.method) {
      case 'ACK':
        return
      case 'CANCEL':
        dialog.reply(request, '200 OK')
        return this.#refuse('487 Request Terminated')
      case 'BYE':
        dialog.reply(request, '200 OK')
        return this.#refuse('487 Request Terminated')
      default:
        return dialog.reply(request, '491 Request Pending')
    }
  }

  /** Responses come to our BYE only. */
  hear(): void {}

  dispose(): void {
    const phase = this.#phase
    if (phase.kind === 'over') return
    this.#phase = { kind: 'over' }
    clearTimeout(this.#timer)
    if (phase.kind === 'talking') phase.talk.dispose()
    this.#parts.audio.dispose()
    this.#parts.onEnd()
  }

  #refuseAfter(delayMs: number, status: string): void {
    this.#timer = setTimeout(() => this.#refuse(status), delayMs)
  }

  #refuse(status: string): void {
    this.#parts.dialog.reply(this.#invite, status)
    this.dispose()
  }

  async #answer(): Promise<void> {
    this.#phase = { kind: 'answering' }
    const { dialog, audio, log, timing } = this.#parts
    try {
      const sdp = await audio.answer(this.#invite.body)
      if (this.#phase.kind !== 'answering') return
      dialog.reply(this.#invite, '200 OK', [dialog.contact, allow], sdp)
      this.#phase = { kind: 'talking', talk: new Talk(dialog, audio, log, between(timing.talkMs), () => this.dispose()) }
    } catch (error) {
      log.warn('A call could not be answered', { error })
      if (this.#phase.kind === 'answering') this.#refuse('488 Not Acceptable Here')
    }
  }
}

function fateOf(number: string): 'answers' | 'busy' | 'no-answer' | 'not-found' {
  if (number.endsWith('99')) return 'busy'
  if (number.endsWith('98')) return 'no-answer'
  if (number.endsWith('97')) return 'not-found'
  return 'answers'
}

/** The digits of a `sip:` or `tel:` URI's user part, with a leading plus. */
export function dialledNumber(uri: string): string {
  const user = /^(?:sips?|tel):([^@;]*)/i.exec(uri)?.[1] ?? ''
  return user.replace(/[^+\d]/g, '')
}

/** The language of the country that a number is of. */
export function languageOfNumber(number: string): CustomerLanguage {
  if (/^\+?77/.test(number)) return 'kk'
  if (/^\+?7/.test(number)) return 'ru'
  if (/^\+?48/.test(number)) return 'pl'
  return /^\+?380|^0/.test(number) ? 'uk' : 'en'
}
