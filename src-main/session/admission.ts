import { type Failure, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { SignedInUser } from '#shared/domain/people/user.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import type { Answer, DeviceWords } from './account-calls.ts'
import { AccountFiles } from './account-files.ts'
import { type AccountRecord, openSealed, sealedPartOf, withSealed } from './account-record.ts'
import { newKey, type WrappedKey } from './copy-lock.ts'
import type { AccountParts } from './desktop-account.ts'
import { OpenCopy } from './open-copy.ts'
import { storageRefusal } from './storage-failure.ts'
import { guardedTry } from './try-password.ts'
import { noWrongTries } from './wrong-tries.ts'

/** How somebody proved to the server who they are. */
export type How = { readonly by: 'password'; readonly login: string; readonly password: string } | { readonly by: 'provider' }

/** The server's yes, and the device that it was said to. */
export interface Fresh {
  readonly answer: SignedIn
  readonly deviceId: string
}

/** The server said yes, and the key of the copy is still to come from the person. */
export interface Waiting extends Fresh {
  readonly asks: 'old-password' | 'passphrase' | 'new-passphrase'
  readonly login: string
  readonly how: How
  readonly record?: AccountRecord | undefined
}

export type Admitted =
  | { readonly kind: 'in'; readonly copy: OpenCopy; readonly answer: SignedIn }
  | { readonly kind: 'asks'; readonly waiting: Waiting }
  /** The old copy was set aside: sign in again, as a new device. */
  | { readonly kind: 'anew'; readonly how: How }
  | { readonly kind: 'failed'; readonly failure: Failure }

interface Opened {
  readonly key: Uint8Array
  readonly wraps: readonly WrappedKey[]
}

/** Not this person's device; a new one; no, the one that their copy has. */
const mostRounds = 3

/** From the server's yes to an open copy: which device it is, where the key comes from, and what becomes of a locked copy. */
export class Admission {
  readonly #parts: AccountParts

  constructor(parts: AccountParts) {
    this.#parts = parts
  }

  /** The device that a copy of this login has here, or a new one. Of a provider's login nothing is known before. */
  async deviceFor(login: string | undefined): Promise<string> {
    const { files, keys, ids } = this.#parts
    if (login !== undefined) return (await keys.stored(login))?.deviceId ?? ids.next()
    const atProvider = files.all().filter(({ by }) => by === 'provider')
    return atProvider.toSorted((a, b) => b.seenMs - a.seenMs)[0]?.deviceId ?? ids.next()
  }

  /** A device is one person's copy: when it turns out to be another person's, the server is asked again with the right one. */
  async atServer(first: string, ask: (device: DeviceWords) => Promise<Answer<SignedIn>>): Promise<Answer<Fresh>> {
    let deviceId = first
    for (let round = 1; ; round++) {
      const answer = await ask({ id: deviceId, ...this.#parts.device })
      if (round === mostRounds || answer.kind === 'silent') return fresh(answer, deviceId)
      if (answer.kind === 'refused') {
        if (answer.problem.field !== 'device.id') return answer
        deviceId = this.#parts.ids.next()
        continue
      }
      const right = await this.#deviceOf(answer.value.user, deviceId)
      if (right === deviceId) return fresh(answer, deviceId)
      await this.#parts.calls.signOut(answer.value.accessToken)
      deviceId = right
    }
  }

  async #deviceOf({ userId, login }: SignedInUser, asked: string): Promise<string> {
    const { files, keys, ids } = this.#parts
    const record = files.byUser(userId)
    if (record) return record.deviceId
    const stored = await keys.stored(login)
    if (stored?.userId === userId) return stored.deviceId
    return stored?.deviceId === asked || files.all().some(({ deviceId }) => deviceId === asked) ? ids.next() : asked
  }

  async admit(fresh: Fresh, how: How): Promise<Admitted> {
    const { files, keys } = this.#parts
    const { user } = fresh.answer
    const record = files.byUser(user.userId)
    const opened = await this.#open(fresh, how, record)
    if (opened) return this.#enter(fresh, how, record, opened)
    const asks = (what: Waiting['asks']): Admitted => ({
      kind: 'asks',
      waiting: { ...fresh, how, record, asks: what, login: how.by === 'password' ? how.login : user.login },
    })
    if (record) {
      if (record.wraps.length > 0 && (record.owes || how.by === 'provider')) {
        return asks(how.by === 'provider' ? 'passphrase' : 'old-password')
      }
      // Nothing in it that the server has not, or nothing on earth that opens it.
      const aside = await this.setAside({ ...fresh, record })
      await this.#parts.calls.signOut(fresh.answer.accessToken)
      return aside.ok ? { kind: 'anew', how } : { kind: 'failed', failure: aside.failure }
    }
    // A copy that nothing is known of any more: its key is lost, or in a file that was damaged.
    const aside = await this.setAside({ ...fresh, record: undefined })
    if (!aside.ok) return { kind: 'failed', failure: aside.failure }
    if (how.by === 'provider' && !keys.persist) return asks('new-passphrase')
    return this.#enter(fresh, how, undefined, await this.#lockBy(fresh, how, newKey()))
  }

  /** The old password or the passphrase that was asked for. */
  async answer(waiting: Waiting, password: string): Promise<Result<Admitted>> {
    const { record, how } = waiting
    if (waiting.asks === 'new-passphrase' || !record) {
      const key = newKey()
      return ok(await this.#enter(waiting, how, undefined, { key, wraps: [await this.#wrap(waiting, key, password)] }))
    }
    const tried = await guardedTry(this.#parts, record, password)
    if (!tried.ok) return tried
    const { key } = tried.value
    const opened = how.by === 'password' ? await this.#lockBy(waiting, how, key) : { key, wraps: record.wraps }
    return ok(await this.#enter(waiting, how, record, opened))
  }

  /** Nothing is deleted: the copy is kept beside, under the password that it has. */
  async setAside({ record, answer }: Fresh & { record?: AccountRecord | undefined }): Promise<Result<undefined>> {
    const { files, keys, log } = this.#parts
    try {
      if (record) await files.setAside(record)
      else await files.setFolderAside(AccountFiles.folderName(answer.user.userId))
      if (record) await keys.remove(record.user.login)
      if (record) log.warn('A copy that does not open was set aside', { owes: record.owes })
      return ok()
    } catch (error) {
      return storageRefusal(error)
    }
  }

  /** The key by the password itself, else the one in the system's store: then the password has changed, and locks it from now on. */
  async #open(fresh: Fresh, how: How, record: AccountRecord | undefined): Promise<Opened | undefined> {
    const { keys } = this.#parts
    const { user } = fresh.answer
    if (record && how.by === 'password') {
      const opened = await keys.open(record, how.password)
      if (opened) return { key: opened.key, wraps: [opened.wrap] }
    }
    const stored = await keys.stored(record?.user.login ?? user.login)
    if (!stored || stored.userId !== user.userId || stored.deviceId !== fresh.deviceId) return undefined
    if (record && !openSealed(record, stored.key)) return undefined
    if (how.by === 'provider') return { key: stored.key, wraps: record?.wraps ?? [] }
    return this.#lockBy(fresh, how, stored.key)
  }

  async #lockBy(fresh: Fresh, how: How, key: Uint8Array): Promise<Opened> {
    return { key, wraps: how.by === 'password' ? [await this.#wrap(fresh, key, how.password)] : [] }
  }

  #wrap({ answer }: Fresh, key: Uint8Array, password: string): Promise<WrappedKey> {
    return this.#parts.keys.wrap({ server: this.#parts.server, user: answer.user }, key, password)
  }

  async #enter(fresh: Fresh, how: How, former: AccountRecord | undefined, { key, wraps }: Opened): Promise<Admitted> {
    const { files, keys, time, calls, server, log } = this.#parts
    const { answer, deviceId } = fresh
    const { user, serverMs } = answer
    const isKept = await keys.store(user.login, { userId: user.userId, deviceId, key })
    if (!isKept && wraps.length === 0) {
      return { kind: 'asks', waiting: { ...fresh, how, asks: 'new-passphrase', login: user.login } }
    }
    const part = sealedPartOf(answer)
    const plain: AccountRecord = {
      version: 1,
      server,
      user,
      by: how.by,
      deviceId,
      folder: former?.folder ?? AccountFiles.folderName(user.userId),
      wraps: [...wraps],
      sealed: '',
      offlineUntilMs: part.offlineUntilMs,
      seenMs: serverMs,
      wrong: noWrongTries,
      stays: isKept,
      owes: true,
    }
    const record = withSealed(plain, key, part)
    time.correct(user.userId, serverMs)
    try {
      await files.write(record)
    } catch (error) {
      // What is on the disk opens this copy already: work goes on. A new key must be kept before anything is written under it.
      if (!former || JSON.stringify(former.wraps) !== JSON.stringify(wraps)) {
        await calls.signOut(answer.accessToken)
        return { kind: 'failed', failure: storageRefusal(error).failure }
      }
      log.error('The account file was not written', { code: (error as NodeJS.ErrnoException).code })
    }
    return { kind: 'in', copy: new OpenCopy(this.#parts, { record, key, part }), answer }
  }
}

function fresh(answer: Answer<SignedIn>, deviceId: string): Answer<Fresh> {
  return answer.kind === 'done' ? { kind: 'done', value: { answer: answer.value, deviceId } } : answer
}
