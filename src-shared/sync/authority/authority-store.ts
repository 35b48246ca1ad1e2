import type { RefusalReason } from '../../domain/sync/sync-state.ts'
import type { EntityName } from '../../entities/entities.ts'
import type { Hlc } from '../hybrid-clock.ts'
import type { Mutation, Outcome } from '../protocol.ts'

/** Who set a field last; a field that is not named was last set by the row's creation. */
export interface Stamp {
  readonly hlc: Hlc
  readonly by: string
  readonly device: string
  /** The row's revision that brought it. */
  readonly rev: number
}

/** A row as the authority holds it. A deleted one keeps its fields, so that an edit can bring it back (SYNC-5). */
export interface ServerRow {
  readonly entity: EntityName
  readonly id: string
  readonly rev: number
  /** Null: everybody's. */
  readonly territory: string | null
  readonly deleted: boolean
  readonly fields: Readonly<Record<string, unknown>>
  /** By field; `*` is the creation's, `-` the deletion's of a deleted row. */
  readonly stamps: Readonly<Record<string, Stamp>>
}

/** What the feed tells: a row of a territory is new or changed, or has left it. */
export interface FeedEntry {
  readonly entity: EntityName
  readonly id: string
  readonly rev: number
  readonly territory: string | null
  readonly kind: 'row' | 'gone'
}

/** A mutation that was not taken, but waits for a supervisor. `territory`: whose supervisors see it. */
export interface Quarantined {
  readonly mutation: Mutation
  readonly reason: RefusalReason
  readonly territory: string | null
}

/** The authority's side of one open transaction. The same rules run over PostgreSQL and in the simulation. */
export interface AuthorityStore {
  readonly epoch: string
  /** Locks this device's line of numbers until the end; its last applied number, 0 for a new one. */
  lockDevice(device: string): Promise<{ readonly appliedSeq: number; readonly owner: string | null }>
  /** First answers given to these numbers, as far as they are remembered. */
  answers(
    device: string,
    seqs: readonly number[],
  ): Promise<readonly { readonly seq: number; readonly id: string; readonly outcome: Outcome }[]>
  /** Locked until the end, in the order of their ids; missing ones are left out. */
  rows(entity: EntityName, ids: readonly string[]): Promise<readonly ServerRow[]>
  /** Rows whose territory follows that of these rows of `entity` (not deleted ones), one level down; locked. */
  children(entity: EntityName, ids: readonly string[]): Promise<readonly ServerRow[]>
  /** Ascending, never given twice, even by a transaction that is rolled back. */
  nextRevs(count: number): Promise<readonly number[]>
  /**
   * Running numbers of an entity's column, ascending and above all that its rows have; never given twice to what is saved.
   * Until the end nobody else gets one.
   */
  nextNumbers(entity: EntityName, field: string, count: number): Promise<readonly number[]>
  /** All in as few statements as can be. */
  save(result: {
    readonly rows: readonly ServerRow[]
    readonly feed: readonly FeedEntry[]
    readonly answers: readonly { readonly seq: number; readonly id: string; readonly outcome: Outcome }[]
    readonly quarantine: readonly Quarantined[]
    readonly appliedSeq: number
    readonly device: string
    readonly owner: string
  }): Promise<void>
}
