import { z } from 'zod'
import type { Log } from '#shared/ports/log.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import { secretName } from './account-files.ts'
import { type AccountRecord, keySubject, openSealed } from './account-record.ts'
import { type PasswordCost, unwrapKey, type WrappedKey, wrapKey } from './copy-lock.ts'

const storedCopy = z.object({ userId: z.string(), deviceId: z.string().min(1).max(64), key: z.base64().length(44) })

/** A key in the system's store, with what belongs to it: enough to open a copy whose account file was lost. */
export interface StoredCopy {
  readonly userId: string
  readonly deviceId: string
  readonly key: Uint8Array
}

/** Where the keys of copies are: under the password in the account's file, and in the system's store where it has one. */
export class CopyKeys {
  readonly #secrets: SecretStore
  readonly #server: string
  readonly #cost: PasswordCost
  readonly #log: Log

  constructor(secrets: SecretStore, server: string, cost: PasswordCost, log: Log) {
    this.#secrets = secrets
    this.#server = server
    this.#cost = cost
    this.#log = log
  }

  get persist(): boolean {
    return this.#secrets.persists
  }

  async stored(login: string): Promise<StoredCopy | undefined> {
    if (!this.persist) return undefined
    try {
      const text = await this.#secrets.read(secretName(this.#server, login))
      const stored = text === undefined ? undefined : storedCopy.safeParse(JSON.parse(text)).data
      return stored && { ...stored, key: new Uint8Array(Buffer.from(stored.key, 'base64')) }
    } catch (error) {
      this.#log.error('The key store did not answer', { error: nameOf(error) })
      return undefined
    }
  }

  /** False: it is not kept there beyond this run. */
  async store(login: string, { userId, deviceId, key }: StoredCopy): Promise<boolean> {
    if (!this.persist) return false
    const value = JSON.stringify({ userId, deviceId, key: Buffer.from(key).toString('base64') })
    try {
      await this.#secrets.write(secretName(this.#server, login), value)
      return true
    } catch (error) {
      this.#log.error('The key store did not take the key', { error: nameOf(error) })
      return false
    }
  }

  async remove(login: string): Promise<void> {
    try {
      await this.#secrets.remove(secretName(this.#server, login))
    } catch (error) {
      this.#log.error('The key store did not remove the key', { error: nameOf(error) })
    }
  }

  wrap(record: Pick<AccountRecord, 'server' | 'user'>, key: Uint8Array, password: string): Promise<WrappedKey> {
    return wrapKey(key, password, keySubject(record), this.#cost)
  }

  /** The key, where the password opens it and it is this record's. */
  async open(record: AccountRecord, password: string): Promise<{ key: Uint8Array; wrap: WrappedKey } | undefined> {
    for (const wrap of record.wraps) {
      const key = await unwrapKey(wrap, password, keySubject(record))
      if (key && openSealed(record, key)) return { key, wrap }
    }
    return undefined
  }
}

/** The error's message could hold what was written. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
