import type { Result } from '#shared/domain/failure/failure.ts'

/** How the typed text stands: `memory` is kept by the main process but not on the disk; `failed` is here only and sent again. */
export type NoteStatus = 'saved' | 'saving' | 'memory' | 'failed'

export interface NoteSaverOptions {
  readonly send: (text: string) => Promise<Result<{ saved: boolean }>>
  readonly onStatus: (status: NoteStatus) => void
  /** Longest time that a typed letter waits before it is sent. */
  readonly throttleMs?: number
  readonly retryMs?: number
}

/**
 * Sends a text as it is typed: at most once per throttle, the last text always. Sends overlap, because waiting for a slow
 * disk would let letters pile up; answers to all but the newest send are ignored.
 */
export class NoteSaver {
  readonly #options: NoteSaverOptions
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting: string | undefined
  #newest = 0
  #disposed = false

  constructor(options: NoteSaverOptions) {
    this.#options = options
  }

  type(text: string): void {
    this.#waiting = text
    this.#options.onStatus('saving')
    this.#timer ??= setTimeout(() => this.flush(), this.#options.throttleMs ?? 250)
  }

  /** Sends now what still waits. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting === undefined) return
    const text = this.#waiting
    this.#waiting = undefined
    void this.#send(text)
  }

  dispose(): void {
    this.flush()
    this.#disposed = true
  }

  async #send(text: string): Promise<void> {
    const mine = ++this.#newest
    const result = await this.#options.send(text)
    if (mine !== this.#newest || this.#waiting !== undefined) return
    if (result.ok) return this.#options.onStatus(result.value.saved ? 'saved' : 'memory')
    this.#options.onStatus('failed')
    if (this.#disposed) return
    this.#waiting = text
    this.#timer ??= setTimeout(() => this.flush(), this.#options.retryMs ?? 2_000)
  }
}
