import type { MediaReport } from '#shared/contract/media-steps.ts'
import type { Microphone } from './microphone.ts'
import { Session } from './session.ts'
import type { Speaker } from './speaker.ts'

/** The open sessions by id. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()
  readonly #microphone: Microphone
  readonly #speaker: Speaker
  readonly #report: (report: MediaReport) => void

  constructor(microphone: Microphone, speaker: Speaker, report: (report: MediaReport) => void) {
    this.#microphone = microphone
    this.#speaker = speaker
    this.#report = report
  }

  /** A session of the same id is replaced: whoever asks has lost the former one. */
  async open(sessionId: string, iceServers: readonly { readonly urls: string }[]): Promise<void> {
    this.close(sessionId)
    const session = new Session(iceServers, this.#microphone, {
      onTrack: (track) => this.#speaker.play(sessionId, track),
      onConnection: (state) => this.#report({ kind: 'connection', sessionId, state }),
    })
    this.#sessions.set(sessionId, session)
    await session.microphoneSettled()
  }

  /** Throws when there is none. */
  get(sessionId: string): Session {
    const session = this.#sessions.get(sessionId)
    if (!session) throw new Error('No such session')
    return session
  }

  /** Closing what is closed does nothing. */
  close(sessionId: string): void {
    this.#speaker.stop(sessionId)
    this.#sessions.get(sessionId)?.close()
    this.#sessions.delete(sessionId)
  }

  closeAll(): void {
    for (const sessionId of [...this.#sessions.keys()]) this.close(sessionId)
  }
}
