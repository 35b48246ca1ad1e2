import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { CopyStanding } from '#shared/ports/local-copy.ts'
import type { BulkSource } from '#shared/ports/store.ts'
import { fileRows, fileSize } from '../bulk/file-rows.ts'
import { type BulkLoad, type BulkRow, buildIndexes, indexNames, loadRows } from '../bulk/load-rows.ts'
import { Slices } from '../bulk/slices.ts'
import { openWriteConnection, type StoreKey, type WriteConnection } from '../connection.ts'
import type { CopyAnswer, CopyCall } from '../copy/copy-wire.ts'
import { CopyWriter } from '../copy/copy-writer.ts'
import { salvagedCopy } from '../copy/salvaged-copy.ts'
import type { SyncOptions } from '../copy/sync-options.ts'
import { damageMark, inspectFile } from '../damage/inspect-file.ts'
import { salvagedDeviceValues, salvagedRows } from '../damage/salvage.ts'
import { removeSetAside, setAside } from '../damage/set-aside.ts'
import { checkKey, writeKeyCheck } from '../key-check.ts'
import { migrations } from '../migrations/list.ts'
import { migrate } from '../migrations/migrate.ts'
import { LockedAway, storageFailureOf } from '../storage-failure.ts'
import { ChangeWriter } from './change-writer.ts'
import { ChangeChecker } from './check-change.ts'
import type { CommitAnswer, LoadAnswer, OpenAnswer, Refused, WriteItem } from './writer-wire.ts'

export interface DemoRowOptions {
  readonly customers: number
  readonly interactionsPerCustomer: number
  readonly seed: number
  readonly nowMs: number
}
/** The demo data's generator; `count` is about how many rows come. */
export interface DemoRows {
  rows(options: DemoRowOptions): Iterable<BulkRow>
  count(options: DemoRowOptions): number
}

export interface WriterOptions {
  readonly path: string
  readonly key?: StoreKey
  readonly sync?: SyncOptions | undefined
  nowMs(): number
  /** UUIDv7. */
  newId(): string
  /** Whether something else is asked of the writer by now: long work that could go on gives way. */
  waits?(): boolean
  /** Loaded when first asked for. */
  demoRows(): Promise<DemoRows>
  readonly connect?: (path: string, key: StoreKey) => WriteConnection
}

interface OpenDatabase {
  readonly database: WriteConnection
  readonly changes: ChangeWriter
  readonly copy: CopyWriter | undefined
}

/** Owns the only connection that writes. Runs in the worker; in tests also in place. Storage failures are answers. */
export class Writer {
  readonly #options: WriterOptions
  readonly #checker = new ChangeChecker()
  /** Long work goes one after the other; single writes come between its slices. */
  #longWork: Promise<unknown> = Promise.resolve()
  #open: OpenDatabase | undefined
  #setAside: string | undefined
  #closed = false

  constructor(options: WriterOptions) {
    this.#options = options
  }

  /** Opens, sets a damaged file aside for a new one, and migrates. Does nothing when it is open. */
  open(): OpenAnswer {
    const { path, key } = this.#options
    return this.#guard((): OpenAnswer => {
      if (this.#closed) return { kind: 'refused', cause: 'unavailable', detail: 'the writer was closed' }
      if (this.#open) return this.#opened(false)
      mkdirSync(dirname(path), { recursive: true })
      const word = checkKey(path, key)
      const found = inspectFile(path, key !== undefined)
      // Before the file, or a crash would leave one that nobody can tell from a damaged one.
      if (found === 'new' && key) writeKeyCheck(path, key)
      if (found !== 'damaged') {
        try {
          this.#connect()
          if (word === 'unknown' && found !== 'new' && key) writeKeyCheck(path, key)
          return this.#opened(found === 'unclean')
        } catch (error) {
          if (storageFailureOf(error) !== 'corrupt') throw error
          if (word === 'unknown' && found !== 'new') throw new LockedAway('The key is not that of the database', { cause: error })
        }
      } else if (word === 'unknown') throw new LockedAway('The damaged database has another key, or none')
      this.#setAside = setAside(path, this.#options.nowMs())
      this.#connect()
      this.#takeOver(this.#setAside)
      return this.#opened(false)
    })
  }

  commit(items: readonly WriteItem[]): CommitAnswer {
    const refused = this.#unopened()
    if (refused) return refused
    return this.#guard(() => ({
      kind: 'committed',
      failures: this.#open!.changes.commit(items),
      ...this.#standing(),
    }))
  }

  /** Of a synced copy only. */
  copy(call: CopyCall): CopyAnswer {
    const refused = this.#unopened()
    if (refused) return refused
    return this.#guard(() => this.#open!.copy!.call(call))
  }

  /** The same for lines of a first copy, with a turn between their parts for whoever waits. */
  async copied(bytes: Uint8Array): Promise<CopyAnswer> {
    const refused = this.#unopened()
    if (refused) return refused
    const parts = this.#open!.copy!.copiedInParts(bytes, this.#options.waits ?? (() => false))
    let answer: CopyAnswer | undefined
    for (;;) {
      const part = this.#guard(() => parts.next())
      if ('kind' in part) return part
      if (part.done) return answer!
      answer = part.value
      await turn()
      if (this.#closed) return { kind: 'refused', cause: 'unavailable', detail: 'the writer was closed' }
    }
  }

  /** One part of what the copy has left to do; false when there is none, or the disk refuses (the next call tries again). */
  chore(): boolean {
    const copy = this.#open?.copy
    return copy !== undefined && this.#guard(() => copy.chore()) === true
  }

  async load(source: BulkSource, onProgress: (done: number, total: number) => void): Promise<LoadAnswer> {
    return this.#bulk(async () => {
      if (source.kind === 'demo') {
        const demo = await this.#options.demoRows()
        const total = demo.count(source)
        const rows = demo.rows(source)[Symbol.iterator]()
        return { rows, expectedRows: total, recorded: true, onSlice: (done) => onProgress(Math.min(done, total), total) }
      }
      const total = await fileSize(source.path)
      let bytesRead = 0
      const rows = mapped(fileRows(source.path, this.#checker), (entry) => {
        bytesRead = entry.bytesRead
        return entry.kind === 'row' ? entry.change : undefined
      })
      return { rows, expectedRows: total / 300, recorded: true, onSlice: () => onProgress(bytesRead, total) }
    })
  }

  async salvage(from: string): Promise<LoadAnswer> {
    const checker = this.#checker
    return this.#bulk(async () => {
      const rows = mappedSync(salvagedRows(from, this.#options.key), (row) => {
        const checked = checker.check({ kind: 'create', ...row })
        return 'change' in checked && checked.change.kind === 'create' ? checked.change : undefined
      })
      return { rows, expectedRows: 0, recorded: false, onSlice: () => undefined }
    })
  }

  /** Builds what a crash in a load has left away. */
  async catchUp(): Promise<void> {
    await this.#inTurn(async ({ database, changes }) => {
      const slices = new Slices(database, changes)
      await buildIndexes(database, slices)
      await indexNames(slices, changes)
      return { rows: 0, refused: 0 }
    })
  }

  /** For good. Long work that is under way ends with its next slice. */
  close(): void {
    this.#closed = true
    const database = this.#open?.database
    this.#open = undefined
    if (!database?.open) return
    this.#guard(() => {
      database.pragma('analysis_limit = 400')
      database.pragma('optimize')
    })
    this.#guard(() => void database.close())
  }

  /** Opens where that is still to be done; undefined: it is open. */
  #unopened(): Refused | undefined {
    if (this.#open && !this.#closed) return undefined
    const opened = this.open()
    return opened.kind === 'refused' ? opened : undefined
  }

  #opened(unclean: boolean): OpenAnswer {
    return { kind: 'opened', unclean, ...this.#standing(), ...(this.#setAside === undefined ? {} : { setAside: this.#setAside }) }
  }

  #connect(): void {
    const { connect = openWriteConnection, path, key, sync, nowMs, newId } = this.#options
    const database = connect(path, key)
    try {
      migrate(database, migrations, this.#options.nowMs())
      const copy = sync && new CopyWriter(database, sync, { nowMs, newId, purged: () => removeSetAside(path) }, this.#checker)
      this.#open = { database, copy, changes: copy?.changes ?? new ChangeWriter(database) }
    } catch (error) {
      database.close()
      throw error
    }
  }

  #standing(): { standing?: CopyStanding } {
    const copy = this.#open?.copy
    // Comes after a commit, which must not be undone in the eyes of who asked for it.
    const standing = copy && this.#guard(() => copy.standing())
    return standing && !('kind' in standing) ? { standing } : {}
  }

  /** At once, unlike the rows: without its settings the app would not even know its line. */
  #takeOver(from: string): void {
    const { key } = this.#options
    this.#open?.changes.commit(salvagedDeviceValues(from, key).map((value) => ({ kind: 'device', ...value })))
    this.#open?.copy?.takeOver(salvagedCopy(from, key))
  }

  #bulk(prepare: () => Promise<BulkLoad>): Promise<LoadAnswer> {
    return this.#inTurn(async ({ database, changes }) => loadRows(database, changes, await prepare()))
  }

  #inTurn(work: (open: OpenDatabase) => Promise<{ rows: number; refused: number }>): Promise<LoadAnswer> {
    const run = async (): Promise<LoadAnswer> => {
      const opened = this.open()
      if (opened.kind === 'refused') return opened
      try {
        return { kind: 'loaded', ...(await work(this.#open!)), ...this.#standing() }
      } catch (error) {
        return this.#refused(error)
      }
    }
    const result = this.#longWork.then(run)
    this.#longWork = result.catch(() => undefined)
    return result
  }

  #guard<T>(run: () => T): T | Refused {
    try {
      return run()
    } catch (error) {
      return this.#refused(error)
    }
  }

  /** A connection that failed for another reason than a lock is opened anew by the next try. Defects are thrown on. */
  #refused(error: unknown): Refused {
    const cause = storageFailureOf(error)
    if (!cause) throw error
    if (cause === 'corrupt' && this.#open) markDamage(this.#options.path)
    if (cause === 'unavailable') {
      this.#open?.database.close()
      this.#open = undefined
    }
    return { kind: 'refused', cause, detail: error instanceof Error ? error.message : String(error) }
  }
}

/** Leaves word for the next opening that this file must be rebuilt. */
export function markDamage(path: string): void {
  try {
    writeFileSync(damageMark(path), '')
  } catch (error) {
    if (!storageFailureOf(error)) throw error
  }
}

async function* mapped<T, U>(source: AsyncIterable<T>, map: (value: T) => U): AsyncGenerator<U> {
  for await (const value of source) yield map(value)
}

function* mappedSync<T, U>(source: Iterable<T>, map: (value: T) => U): Generator<U> {
  for (const value of source) yield map(value)
}
