import type { Log } from '#shared/ports/log.ts'
import type { CallerAudio } from './caller-audio.ts'
import { allow, type SipDialog } from './sip-dialog.ts'
import type { SipRequest } from './sip-message.ts'

/** An answered call of either direction: hold and resume, and the end by either side. */
export class Talk {
  readonly #dialog: SipDialog
  readonly #audio: CallerAudio
  readonly #log: Log
  readonly #onEnd: () => void
  readonly #lifetime: ReturnType<typeof setTimeout>
  #negotiating = false
  #over = false

  /** The simulated customer hangs up by itself after `lifetimeMs`. */
  constructor(dialog: SipDialog, audio: CallerAudio, log: Log, lifetimeMs: number, onEnd: () => void) {
    this.#dialog = dialog
    this.#audio = audio
    this.#log = log
    this.#onEnd = onEnd
    this.#lifetime = setTimeout(() => this.hangUp(), lifetimeMs)
  }

  handle(request: SipRequest): void {
    switch (request.method) {
      case 'ACK':
        return
      case 'BYE':
        this.#dialog.reply(request, '200 OK')
        return this.dispose()
      case 'INFO':
      case 'OPTIONS':
        return this.#dialog.reply(request, '200 OK', [allow])
      case 'INVITE':
        return void this.#renegotiate(request)
      default:
        return this.#dialog.reply(request, '405 Method Not Allowed', [allow])
    }
  }

  hangUp(): void {
    if (this.#over) return
    this.#dialog.request('BYE')
    this.dispose()
  }

  dispose(): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#lifetime)
    this.#onEnd()
  }

  async #renegotiate(request: SipRequest): Promise<void> {
    if (this.#negotiating) return this.#dialog.reply(request, '491 Request Pending')
    this.#negotiating = true
    try {
      const sdp = await this.#audio.answer(request.body)
      if (!this.#over) this.#dialog.reply(request, '200 OK', [this.#dialog.contact, allow], sdp)
    } catch (error) {
      this.#log.warn('A re-INVITE could not be answered', { error })
      if (!this.#over) this.#dialog.reply(request, '488 Not Acceptable Here')
    } finally {
      this.#negotiating = false
    }
  }
}
