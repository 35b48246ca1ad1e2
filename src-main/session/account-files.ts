import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '#shared/ports/log.ts'
import { type AccountRecord, accountRecord } from './account-record.ts'
import { replaceFile } from './atomic-file.ts'

const longestFile = 64_000

/**
 * The records of one server: `<dir>/<server>/<login>.json`, the copies' folders beside them. Names are hashes: what a server
 * or a person calls something never becomes a path. All of it is small, so it is read at once.
 */
export class AccountFiles {
  readonly dir: string
  /** Files that could not be read and have no second copy that could. */
  damaged = 0
  readonly #log: Log
  readonly #server: string
  readonly #replace: typeof replaceFile
  readonly #records = new Map<string, AccountRecord>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(dir: string, server: string, log: Log, replace = replaceFile) {
    this.#server = server
    this.dir = join(dir, 'copies', shortHash(server))
    this.#log = log
    this.#replace = replace
  }

  /** Reads all records, and ends deletions that were begun. */
  async load(): Promise<void> {
    await mkdir(this.dir, { recursive: true, mode: 0o700 })
    const names = await readdir(this.dir)
    for (const name of names.filter((entry) => entry.endsWith('.wipe'))) await this.#endWipe(name.slice(0, -'.wipe'.length))
    for (const name of names.filter((entry) => entry.endsWith('.json'))) await this.#load(name)
  }

  all(): AccountRecord[] {
    return [...this.#records.values()]
  }

  byLogin(login: string): AccountRecord | undefined {
    return this.#records.get(loginKey(login))
  }

  byUser(userId: string): AccountRecord | undefined {
    return this.all().find(({ user }) => user.userId === userId)
  }

  folderOf(record: Pick<AccountRecord, 'folder'>): string {
    return join(this.dir, record.folder)
  }

  static folderName(userId: string): string {
    return shortHash(`copy|${userId}`)
  }

  /** Rejects with what the file system says (ENOSPC ...); then everything is as it was. */
  write(record: AccountRecord): Promise<void> {
    return this.#inTurn(() => this.#write(record))
  }

  /** Moves a record and its copy out of the way, whole: whoever remembers the password can still open them. */
  setAside(record: AccountRecord): Promise<void> {
    return this.#inTurn(() => this.#setAside(record))
  }

  async #write(record: AccountRecord): Promise<void> {
    const former = this.byUser(record.user.userId)
    const key = loginKey(record.user.login)
    const other = this.#records.get(key)
    // The login was given to somebody else: their copy stays, out of the way.
    if (other && other.user.userId !== record.user.userId) await this.#setAside(other)
    const text = `${JSON.stringify(record)}\n`
    // What opens the copy is kept twice: one damaged sector must not cost the work in it.
    if (JSON.stringify(former?.wraps) !== JSON.stringify(record.wraps)) await this.#replace(`${this.#path(key)}.second`, text)
    await this.#replace(this.#path(key), text)
    this.#records.set(key, record)
    if (former && loginKey(former.user.login) !== key) await this.#forget(loginKey(former.user.login))
  }

  async #setAside(record: AccountRecord): Promise<void> {
    const key = loginKey(record.user.login)
    const name = await this.#freeName(`${record.folder}.aside`)
    await this.#replace(join(this.dir, `${name}.account`), `${JSON.stringify(record)}\n`)
    await renameIfThere(join(this.dir, record.folder), join(this.dir, name))
    await this.#forget(key)
  }

  /** A copy whose key is lost: kept, in case the key is found. */
  async setFolderAside(folder: string): Promise<void> {
    await renameIfThere(join(this.dir, folder), join(this.dir, await this.#freeName(`${folder}.aside`)))
  }

  /** First the record (and with it the key), then the note that the folder is to go: a crash in between is ended at the next start. */
  beginWipe(record: AccountRecord): Promise<void> {
    return this.#inTurn(async () => {
      await this.#forget(loginKey(record.user.login))
      await this.#replace(join(this.dir, `${record.folder}.wipe`), '')
    })
  }

  async endWipe({ folder }: Pick<AccountRecord, 'folder'>): Promise<void> {
    await this.#endWipe(folder)
  }

  async #endWipe(folder: string): Promise<void> {
    if (!/^[0-9a-f]{16,64}$/.test(folder)) return
    await rm(join(this.dir, folder), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    await rm(join(this.dir, `${folder}.wipe`), { force: true })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work)
    this.#turn = run.catch(() => {})
    return run
  }

  async #load(name: string): Promise<void> {
    const path = join(this.dir, name)
    const record = await this.#read(path)
    const good = record ?? (await this.#read(`${path}.second`))
    if (!record) {
      await renameIfThere(path, join(this.dir, await this.#freeName(`${name}.damaged`)))
      this.#log.error('An account file is damaged and was set aside', { restored: good !== undefined })
    }
    if (!good) {
      this.damaged += 1
      return
    }
    if (good.server === this.#server && path === this.#path(loginKey(good.user.login))) {
      this.#records.set(loginKey(good.user.login), good)
    }
  }

  async #read(path: string): Promise<AccountRecord | undefined> {
    try {
      if ((await stat(path)).size > longestFile) return undefined
      return accountRecord.safeParse(JSON.parse(await readFile(path, 'utf8'))).data
    } catch {
      return undefined
    }
  }

  async #forget(key: string): Promise<void> {
    this.#records.delete(key)
    await rm(this.#path(key), { force: true })
    await rm(`${this.#path(key)}.second`, { force: true })
  }

  #path(key: string): string {
    return join(this.dir, `${key}.json`)
  }

  async #freeName(wanted: string): Promise<string> {
    const taken = new Set(await readdir(this.dir))
    for (let count = 1; ; count++) {
      const name = `${wanted}-${count}`
      if (!taken.has(name) && !taken.has(`${name}.account`)) return name
    }
  }
}

/** Logins are one person's in any spelling of case. */
export function loginKey(login: string): string {
  return shortHash(`login|${login.normalize('NFKC').trim().toLowerCase()}`)
}

/** The name of the copy's key in the system's store. */
export function secretName(server: string, login: string): string {
  return `copy/${shortHash(server)}/${loginKey(login)}`
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
