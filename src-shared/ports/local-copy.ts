import type { Failure, Result } from '../domain/failure/failure.ts'
import type { ConflictRecord, OutgoingChange, WhileAway } from '../domain/sync/sync-state.ts'
import type { ReadonlyCell } from '../flow/cell.ts'
import type { CopyRequest, PullRequest, PushRequest } from '../sync/protocol.ts'

/** What the copy holds and owes; read by the engine and the badge. */
export interface CopyStanding {
  readonly device: string
  /** Null before the first copy of `everyonesTerritory` has begun. */
  readonly cursor: string | null
  readonly epoch: string | null
  /** Mutations to be sent, or sent and not answered. */
  readonly waiting: number
  readonly refused: number
  readonly conflicts: number
  /** First copies that are not complete: the token to go on from, and how far they are. */
  readonly copies: readonly {
    readonly territory: string
    readonly after: string | null
    readonly done: number
    readonly total: number
  }[]
  /** How many territories' first copies are complete of those that are copied in one run; 0 when none is open. */
  readonly copiesComplete: number
  /** Server's time of the last page after which nothing more was to come. */
  readonly confirmedAtMs: number | null
}

/** What a page has changed, for views that are open. */
export interface PageApplied {
  readonly customers: readonly string[]
  readonly interactions: readonly string[]
  readonly catalogue: boolean
  /** More of the feed is waiting. */
  readonly more: boolean
}

/**
 * The local database's side of sync. Each call is one transaction in the writer (SYNC-1, SYNC-7), lines of a first copy are
 * several; none rejects: storage failures are failures of the result. Pages are the server's bytes, parsed where they apply.
 */
export interface LocalCopy {
  readonly standing: ReadonlyCell<CopyStanding>
  /** The next mutations in order, within `pushLimits`; undefined when nothing waits. The same again until they are answered. */
  nextPush(): Promise<Result<PushRequest | undefined>>
  /** Settles answered mutations: applied ones stay until the feed has brought their rows, refused ones go to the person. */
  pushed(answer: Uint8Array): Promise<Result<undefined>>
  nextPull(): Promise<Result<PullRequest>>
  /** A page of the feed, or the word to copy anew (the outbox stays). Purges territories that are no longer there. */
  pulled(answer: Uint8Array): Promise<Result<PageApplied>>
  /** The next first copy to go on with; undefined when all are complete. */
  nextCopy(): Promise<Result<CopyRequest | undefined>>
  /** One line of the stream or several; those before one that cannot be applied stay. The bytes are handed over. */
  copied(lines: Uint8Array): Promise<Result<PageApplied>>
  /** Everything not confirmed, for the quarantine of a device that was revoked. */
  everythingWaiting(): Promise<Result<PushRequest>>

  /** For people. */
  outgoing(options: { refused: boolean; limit: number }): Promise<Result<readonly OutgoingChange[]>>
  /** Sends a refused change again, with other values where given. */
  sendAgain(seq: number, values?: Readonly<Record<string, unknown>>): Promise<Result<undefined>>
  discard(seq: number): Promise<Result<undefined>>
  conflicts(options: { status: 'open' | 'settled'; limit: number }): Promise<Result<readonly ConflictRecord[]>>
  /** Since this copy was last current, where that was long ago. */
  whileAway(): Promise<Result<WhileAway | undefined>>
  whileAwaySeen(): Promise<Result<undefined>>
}

/** Why the copy cannot be opened: the engine stops, the interface says so. */
export type CopyFailure = Failure
