import type { OpenAccount } from '#shared/ports/account.ts'
import type { Log } from '#shared/ports/log.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import type { AccountFiles } from './account-files.ts'
import { type AccountRecord, type SealedPart, sealedPartOf, withSealed } from './account-record.ts'
import type { ForwardTime } from './forward-time.ts'

/** The file need not follow every word of the server's. */
const rewriteAfterMs = 600_000

/** The copy of whoever is signed in: its record as it is kept, and its key in memory. */
export class OpenCopy {
  readonly key: Uint8Array
  /** Of somebody who came in without the server and has no session there: renews it once the server is back. */
  password: string | undefined
  readonly #files: AccountFiles
  readonly #time: ForwardTime
  readonly #log: Log
  #record: AccountRecord
  #part: SealedPart
  #closed = false

  constructor(
    parts: { files: AccountFiles; time: ForwardTime; log: Log },
    opened: { record: AccountRecord; key: Uint8Array; part: SealedPart; password?: string | undefined },
  ) {
    this.#files = parts.files
    this.#time = parts.time
    this.#log = parts.log
    this.key = opened.key
    this.password = opened.password
    this.#record = opened.record
    this.#part = opened.part
  }

  get record(): AccountRecord {
    return this.#record
  }

  get refreshToken(): string | undefined {
    return this.#part.refreshToken
  }

  get lastToken(): string | undefined {
    return this.#part.lastToken
  }

  get offlineUntilMs(): number {
    return this.#part.offlineUntilMs
  }

  nowMs(): number {
    return this.#time.now(this.#record.user.userId, this.#record.seenMs)
  }

  isLapsed(): boolean {
    return this.nowMs() >= this.#part.offlineUntilMs
  }

  open(): OpenAccount {
    const { user, deviceId } = this.#record
    return { userId: user.userId, userName: user.name, deviceId, folder: this.#files.folderOf(this.#record), key: this.key }
  }

  /** The session was renewed: the new token is kept before anybody uses it. */
  async renewed(answer: SignedIn): Promise<void> {
    this.#time.correct(this.#record.user.userId, answer.serverMs)
    this.password = undefined
    await this.save({ user: answer.user, seenMs: answer.serverMs }, sealedPartOf(answer))
  }

  /** False: nothing worth writing. */
  async confirmed(serverMs: number): Promise<boolean> {
    const offlineUntilMs = serverMs + this.#part.offlineForMs
    if (offlineUntilMs < this.#part.offlineUntilMs + rewriteAfterMs) return false
    this.#time.correct(this.#record.user.userId, serverMs)
    await this.save({ seenMs: serverMs }, { ...this.#part, offlineUntilMs })
    return true
  }

  seen(): Promise<boolean> {
    return this.save({ seenMs: this.nowMs() })
  }

  /** Never rejects; false: the disk did not take it, and it holds for this run only. */
  async save(change: Partial<AccountRecord>, part = this.#part): Promise<boolean> {
    if (this.#closed) return false
    this.#part = part
    this.#record = withSealed({ ...this.#record, ...change }, this.key, part)
    try {
      await this.#files.write(this.#record)
      return true
    } catch (error) {
      this.#log.error('The account file was not written', { code: (error as NodeJS.ErrnoException).code })
      return false
    }
  }

  /** Locks it: `signed-out` takes the session with it, `revoked` the sign-in without the server, too. */
  async lock(how: 'signed-out' | 'expired' | 'revoked'): Promise<void> {
    const { offlineForMs } = this.#part
    const offlineUntilMs = how === 'revoked' ? 0 : this.#part.offlineUntilMs
    await this.save({ stays: false, seenMs: this.nowMs() }, { offlineForMs, offlineUntilMs })
    this.close()
  }

  /** Nothing is written of it any more. */
  close(): void {
    this.#closed = true
    this.password = undefined
  }
}
