import type { Clock } from '#shared/ports/clock.ts'
import type { Log } from '#shared/ports/log.ts'
import type { AccountCalls } from './account-calls.ts'
import type { AccountFiles } from './account-files.ts'
import type { AccountRecord } from './account-record.ts'
import type { CopyKeys } from './copy-keys.ts'

export interface WipesParts {
  readonly files: AccountFiles
  readonly keys: CopyKeys
  readonly calls: AccountCalls
  readonly clock: Clock
  readonly log: Log
}

/** How long a deletion waits for the copy's files to be closed. */
const closingMs = 10_000

/** Deletes copies: the key first and everywhere, so that what is left opens no more; the files when nobody has them open. */
export class Wipes {
  readonly #parts: WipesParts
  readonly #running = new Map<string, { readonly closed: () => void; readonly done: Promise<void> }>()

  constructor(parts: WipesParts) {
    this.#parts = parts
  }

  /** Resolves when the key is gone. `token`: the last one, to tell the server when all of it is. */
  async begin(record: AccountRecord, isOpen: boolean, token?: string): Promise<void> {
    const { files, keys, calls, clock, log } = this.#parts
    const { userId } = record.user
    await keys.remove(record.user.login)
    await files.beginWipe(record).catch((error) => log.error('A deletion was not noted', { code: error.code }))
    const { promise, resolve: closed } = Promise.withResolvers<void>()
    if (!isOpen) closed()
    const stop = clock.after(closingMs, closed)
    const done = promise
      .then(() => files.endWipe(record))
      .then(async () => {
        if (token) await calls.wiped(token)
      })
      .catch((error) => log.error('A copy was not deleted whole; the next start goes on', { code: error.code }))
      .finally(() => {
        stop()
        this.#running.delete(userId)
      })
    this.#running.set(userId, { closed, done })
  }

  /** The copy's files are closed: they go now. */
  async closed(userId: string): Promise<void> {
    const wipe = this.#running.get(userId)
    wipe?.closed()
    await wipe?.done
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((userId) => this.closed(userId)))
  }
}
