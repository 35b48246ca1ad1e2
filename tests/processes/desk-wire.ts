import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import type { Change } from '#shared/entities/change.ts'
import type { CopyStanding } from '#shared/ports/local-copy.ts'

/** What the driver asks of a headless desk. Each is answered by its id. */
export type DeskRequest =
  /** Answered when it is on the disk; the answer is how long that took. */
  | { readonly kind: 'write'; readonly changes: readonly Change[] }
  /** Written one after the other in the desk's own process; the answer has the milliseconds of each. */
  | { readonly kind: 'write-each'; readonly changes: readonly (readonly Change[])[] }
  /** Rows of its own database. */
  | { readonly kind: 'rows'; readonly sql: string; readonly values: readonly (string | number)[] }
  | { readonly kind: 'online'; readonly on: boolean }
  /** Asks the server now. */
  | { readonly kind: 'nudge' }
  /** The event loop's lag since the last time this was asked, milliseconds. */
  | { readonly kind: 'lag' }
  | { readonly kind: 'stop' }

export interface WriteAnswer {
  /** Why a change was not kept, or only in memory. */
  readonly failed?: string
  /** Milliseconds from the call to the answer. */
  readonly ms: readonly number[]
}

/** Nanoseconds of the machine's monotonic clock, the same in every process of it, as text. */
export type MachineNs = string

export type DeskWord =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'broken'; readonly id: number; readonly why: string }
  | { readonly kind: 'state'; readonly sync: SyncState; readonly standing: CopyStanding; readonly atNs: MachineNs }
  | { readonly kind: 'applied'; readonly customers: readonly string[]; readonly atNs: MachineNs }
