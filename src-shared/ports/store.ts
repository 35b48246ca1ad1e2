import type { PhoneNumber } from '../domain/call/caller.ts'
import type { CaseEvent } from '../domain/customer/case-event.ts'
import type {
  CaseRecord,
  Channel,
  ContactPoint,
  Customer,
  CustomerCard,
  CustomerFact,
  CustomerSummary,
  Task,
  TimelineItem,
} from '../domain/customer/customer.ts'
import type { Territory } from '../domain/customer/customer-details.ts'
import type { Disposition } from '../domain/disposition/disposition.ts'
import type { Result } from '../domain/failure/failure.ts'
import type { AddressId, CaseId, ContactPointId, CustomerId, FactId, InteractionId, RelationId, TaskId } from '../domain/ids.ts'
import type { RecentCall } from '../domain/interaction/recent-call.ts'
import type { Queue } from '../domain/queue/queue.ts'
import type { Script } from '../domain/script/script.ts'
import type { StoreHealth } from '../domain/store/store-health.ts'
import type { Change } from '../entities/change.ts'
import type { Row } from '../entities/entities.ts'
import type { ReadonlyCell } from '../flow/cell.ts'
import type { LocalCopy } from './local-copy.ts'

/** The local database. */
export interface Store {
  readonly health: ReadonlyCell<StoreHealth>
  /** Synchronous, from the read connection. Each throws `StoreUnavailable` when the file cannot be read. */
  readonly read: StoreReads
  /** This database's side of sync; undefined where the desktop stands alone. */
  readonly copy?: LocalCopy
  /**
   * Applies all changes in one transaction and resolves after the commit is on the disk (synchronous=FULL).
   * `durable: false`: the disk refused; the changes are kept in memory, written again by themselves, and `health` says so.
   */
  write(changes: readonly Change[]): Promise<Result<{ durable: boolean }>>
  /** This device's own values (settings), not synced. */
  writeDevice(key: string, value: unknown): Promise<Result<{ durable: boolean }>>
  /**
   * Bulk load in the worker, in slices, so that single writes get their turn between them. `source` names rows that the
   * worker makes or reads itself: only small messages cross threads. `refused`: bad lines, and rows that existed already.
   */
  load(source: BulkSource, onProgress: (done: number, total: number) => void): Promise<Result<{ rows: number; refused?: number }>>
  dispose(): Promise<void>
}

/** `demo`: the seeded generator. `file`: newline-delimited JSON of `Change` creates. */
export type BulkSource =
  | {
      readonly kind: 'demo'
      readonly customers: number
      readonly interactionsPerCustomer: number
      readonly seed: number
      readonly nowMs: number
    }
  | { readonly kind: 'file'; readonly path: string }

/** Thrown by reads; the edge turns it into a failure, the screen pop into `match: unavailable`. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** Everything the match decision needs about one number, in one look-up. */
export interface NumberOwners {
  /** What an operator said of this number: a customer, or "none of ours" (null), or nothing (undefined). */
  readonly remembered: CustomerId | null | undefined
  /** Customers with exactly this number (and, where both have one, extension), latest contact first. */
  readonly exact: readonly NumberOwner[]
  /** Customers whose number agrees in the last seven digits; asked only when `exact` is empty. */
  readonly tail: readonly NumberOwner[]
}
export interface NumberOwner {
  readonly summary: CustomerSummary
  readonly extension?: string
  readonly primary: boolean
  readonly kind: 'person' | 'company'
}

export interface StoreReads {
  numberOwners(number: PhoneNumber): NumberOwners
  customerExists(id: CustomerId): boolean
  summary(id: CustomerId): CustomerSummary | undefined
  /** With the first `timelineLimit` interactions; badges are computed for `nowMs` (epoch). */
  card(id: CustomerId, options: { timelineLimit: number; nowMs: number }): CustomerCard | undefined
  timeline(
    id: CustomerId,
    options: { channels?: readonly Channel[]; before?: { startedAtMs: number; interactionId: InteractionId }; limit: number },
  ): { items: TimelineItem[]; total: number }
  /** By name (any spelling, prefix, small typos), number, agreement number or e-mail; best first. */
  search(query: string, limit: number): CustomerSummary[]
  contactPoint(id: ContactPointId): (ContactPoint & { customerId: CustomerId }) | undefined
  fact(id: FactId): (CustomerFact & { customerId: CustomerId }) | undefined
  /** Undefined when there is no such customer. */
  tags(id: CustomerId): string[] | undefined
  /** The tags that customers of this copy have, in no order. */
  tagsInUse(): string[]
  /** Those of the signed-in person; none where the desktop stands alone. */
  territories(): Territory[]
  address(id: AddressId): Row<'addresses'> | undefined
  addresses(id: CustomerId): Row<'addresses'>[]
  relation(id: RelationId): Row<'relations'> | undefined
  cases(options: { statuses?: readonly CaseRecord['status'][]; limit: number }): CaseRecord[]
  caseById(id: CaseId): CaseRecord | undefined
  nextCaseNumber(): string
  /** The oldest first. */
  caseEvents(id: CaseId): CaseEvent[]
  tasks(options: { done?: boolean; limit: number }): Task[]
  recentCalls(limit: number): RecentCall[]
  /** The customer of a task: null when it has none, undefined when there is no such task. */
  taskCustomer(id: TaskId): CustomerId | null | undefined
  /** Missed and abandoned inbound calls that nobody has handled, one row a number, latest first. */
  missedCalls(limit: number): RecentCall[]
  counts(nowMs: number): { missedCalls: number; openTasks: number; overdueTasks: number; openCases: number }
  interaction(id: InteractionId): Row<'interactions'> | undefined
  scriptRun(id: InteractionId): Row<'script_runs'> | undefined
  /** Calls whose wrap-up was not finished, oldest first: reopened after a restart. */
  unfinished(): Row<'interactions'>[]
  scripts(): readonly Script[]
  dispositions(): readonly Disposition[]
  queues(): readonly Queue[]
  device(key: string): unknown
  sizes(): { path: string; sizeBytes: number; customers: number; interactions: number }
  /** A few customers for the demo line's callers, by what they are. */
  demoCallers(): {
    known: NumberToCall[]
    /** Numbers that several customers have. */
    shared: NumberToCall[]
    vip: NumberToCall[]
  }
}
export interface NumberToCall {
  readonly number: string
  readonly name: string
  readonly language: Customer['language']
}
