import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Log } from '#shared/ports/log.ts'
import type { StoreKey } from '../connection.ts'
import type { ChangeChecker } from './check-change.ts'
import { type LineCipher, plainLines, sealedLines } from './journal-cipher.ts'
import type { WriteItem } from './writer-wire.ts'

/** Below this many bytes it is not worth while to write the file anew without what was overtaken. */
const compactFromBytes = 4 * 1024 * 1024
const largestFileBytes = 256 * 1024 * 1024
const newLine = 10

const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changes'), changes: z.array(z.unknown()) }),
  z.object({ kind: z.literal('device'), key: z.string().min(1).max(100), json: z.string().refine(isJson) }),
])

/**
 * The writes that the database refused and that wait in memory, in order, one a line, in a file beside it: so that they outlive
 * the process. Best effort: where this file cannot be written either, they are in memory only. No file while nothing waits.
 */
export class UnsavedJournal {
  readonly #path: string
  readonly #log: Log
  readonly #lines: LineCipher
  #present = false
  /** False where the file may lack a write or end within one: then it is written anew, not added to. */
  #whole = false
  #bytes = 0
  #compactBytes = 0
  /** Said once, until it works again. */
  #trouble: string | undefined

  /** With a key each line is sealed, as the database is. */
  constructor(databasePath: string, log: Log, key?: StoreKey) {
    this.#lines = key ? sealedLines(key) : plainLines
    this.#path = unsavedPath(databasePath)
    this.#log = log
  }

  /** There may be a file: as long as there is one, every write must go to it, or a replay would undo the later ones. */
  get present(): boolean {
    return this.#present
  }

  /**
   * What an earlier run left, one change an item: of a write whose row is gone with a damaged file, the rest still comes back.
   * Lines that are no valid write are left out, a last line without its end silently.
   */
  read(checker: ChangeChecker): WriteItem[] {
    const bytes = this.#attempt('The unsaved changes of the last run cannot be read', () => {
      rmSync(nextPath(this.#path), { force: true })
      return fileBytes(this.#path)
    })
    if (!bytes) return []
    this.#present = true
    const items: WriteItem[] = []
    let refused = 0
    let start = 0
    for (let end = bytes.indexOf(newLine); end !== -1; end = bytes.indexOf(newLine, start)) {
      for (const item of parsed(this.#lines.open(bytes.toString('utf8', start, end)), checker)) {
        if (item) items.push(item)
        else refused++
      }
      start = end + 1
    }
    this.#log.info('Changes of the last run were not saved yet', { items: items.length, refused })
    return items
  }

  /** Adds `latest`; `all` is what waits, `latest` among it. True when they are on the disk. */
  keep(latest: readonly WriteItem[], all: () => readonly WriteItem[]): boolean {
    const overgrown = this.#bytes > Math.max(compactFromBytes, 2 * this.#compactBytes)
    if (this.#whole && latest.length === 0) return true
    const whole = this.#whole && !overgrown
    this.#whole = false
    this.#present = true
    const kept = this.#attempt('The unsaved changes cannot be kept on the disk', () => {
      if (whole) this.#bytes += append(this.#path, latest, this.#lines)
      else this.#bytes = this.#compactBytes = replace(this.#path, all(), this.#lines)
      return true
    })
    this.#whole = kept === true
    return this.#whole
  }

  /** All is in the database now. */
  clear(): void {
    this.#whole = false
    const cleared = this.#attempt('The file of the unsaved changes cannot be removed', () => {
      rmSync(this.#path, { force: true })
      return true
    })
    if (cleared) this.#present = false
  }

  #attempt<T>(trouble: string, run: () => T): T | undefined {
    try {
      const value = run()
      this.#trouble = undefined
      return value
    } catch (error) {
      // Whatever the file system says: the writes are in memory all the same.
      if (!(error instanceof Error && 'code' in error)) throw error
      if (this.#trouble !== trouble) this.#log.warn(trouble, { error })
      this.#trouble = trouble
      return undefined
    }
  }
}

export function unsavedPath(databasePath: string): string {
  return `${databasePath}.unsaved`
}

function nextPath(path: string): string {
  return `${path}.new`
}

function fileBytes(path: string): Buffer | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.isFile() && found.size <= largestFileBytes ? readFileSync(path) : undefined
}

/** Returns the bytes written. */
function append(path: string, items: readonly WriteItem[], lines: LineCipher): number {
  return written(path, 'a', items, lines)
}

/** At no moment is there less in the file than before. */
function replace(path: string, items: readonly WriteItem[], lines: LineCipher): number {
  const next = nextPath(path)
  try {
    rmSync(next, { force: true })
    const bytes = written(next, 'wx', items, lines)
    renameSync(next, path)
    syncFolder(dirname(path))
    return bytes
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
}

function written(path: string, flags: 'a' | 'wx', items: readonly WriteItem[], lines: LineCipher): number {
  const bytes = Buffer.from(items.map((item) => `${lines.seal(JSON.stringify(item))}\n`).join(''))
  const file = openSync(path, flags, 0o600)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return bytes.length
}

/** Windows cannot open a folder and does not need it. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** The writes of one line, undefined for each that is not valid. */
function parsed(text: string | undefined, checker: ChangeChecker): (WriteItem | undefined)[] {
  const outer = line.safeParse(text !== undefined && isJson(text) ? JSON.parse(text) : undefined)
  if (!outer.success) return [undefined]
  if (outer.data.kind === 'device') return [outer.data]
  return outer.data.changes.map((candidate) => {
    const checked = checker.check(candidate)
    return 'change' in checked ? { kind: 'changes', changes: [checked.change] } : undefined
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
