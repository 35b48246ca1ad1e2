import type { Failure } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import type { CopyStanding } from '#shared/ports/local-copy.ts'
import type { BulkSource } from '#shared/ports/store.ts'
import type { StoreKey } from '../connection.ts'
import type { CopyAnswer, CopyCall } from '../copy/copy-wire.ts'
import type { SyncOptions } from '../copy/sync-options.ts'
import type { StorageFailure } from '../storage-failure.ts'

/** One write that stands or falls as a whole. Checked before it is sent; `json` is the text to keep. */
export type WriteItem =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'device'; readonly key: string; readonly json: string }

/** The disk (or the lock, or the file) said no: nothing was written. */
export interface Refused {
  readonly kind: 'refused'
  readonly cause: StorageFailure
  /** SQLite's words, for the log. */
  readonly detail: string
}
/** `unclean`: the last run did not close the file. */
export type OpenAnswer =
  | { readonly kind: 'opened'; readonly setAside?: string; readonly unclean: boolean; readonly standing?: CopyStanding }
  | Refused
/** By write, in order: undefined when it is on the disk, else why it is invalid. */
export type CommitAnswer =
  | { readonly kind: 'committed'; readonly failures: readonly (Failure | undefined)[]; readonly standing?: CopyStanding }
  | Refused
export type LoadAnswer =
  | { readonly kind: 'loaded'; readonly rows: number; readonly refused: number; readonly standing?: CopyStanding }
  | Refused

/** What the main thread sees of the writer, wherever it runs. None of these rejects. */
export interface WriterLink {
  open(): Promise<OpenAnswer>
  commit(items: readonly WriteItem[]): Promise<CommitAnswer>
  load(source: BulkSource, onProgress: (done: number, total: number) => void): Promise<LoadAnswer>
  /** Copies what can still be read of a file that was set aside. */
  salvage(from: string): Promise<LoadAnswer>
  /** Of a synced copy only. */
  copy(call: CopyCall): Promise<CopyAnswer>
  /** Reads the whole file, slowly, aside from the writer; false when it is damaged. */
  check(): Promise<boolean>
  close(): Promise<void>
}

export type Request =
  | { readonly id: number; readonly kind: 'open' }
  | { readonly id: number; readonly kind: 'commit'; readonly items: readonly WriteItem[] }
  | { readonly id: number; readonly kind: 'load'; readonly source: BulkSource }
  | { readonly id: number; readonly kind: 'salvage'; readonly from: string }
  | { readonly id: number; readonly kind: 'copy'; readonly call: CopyCall }
  | { readonly id: number; readonly kind: 'close' }

export type Reply =
  | { readonly id: number; readonly kind: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }

/** The file, how it is locked, and whose copy it is. */
export interface StoreFile {
  readonly path: string
  readonly key?: StoreKey
  /** Without it the store stands alone: no outbox, no copy. */
  readonly sync?: SyncOptions | undefined
}

/** Given to the worker when it starts. `check`: it only reads the file through and ends. */
export interface WriterWorkerData {
  readonly file: StoreFile
  readonly task: 'write' | 'check'
  /** Shared: how many requests were sent, so that the writer sees in the middle of its work that another waits. */
  readonly asked: Int32Array
}
