import type { Failure } from '#shared/domain/failure/failure.ts'
import type { ConflictRecord, OutgoingChange, WhileAway } from '#shared/domain/sync/sync-state.ts'
import type { CopyStanding, PageApplied } from '#shared/ports/local-copy.ts'
import type { CopyRequest, PullRequest, PushRequest } from '#shared/sync/protocol.ts'
import type { Refused } from '../write/writer-wire.ts'

/** What the port asks of the writer. */
export type CopyCall =
  | { readonly kind: 'nextPush' }
  | { readonly kind: 'pushed'; readonly bytes: Uint8Array }
  | { readonly kind: 'nextPull' }
  | { readonly kind: 'pulled'; readonly bytes: Uint8Array }
  | { readonly kind: 'nextCopy' }
  | { readonly kind: 'copied'; readonly bytes: Uint8Array }
  | { readonly kind: 'everythingWaiting' }
  | { readonly kind: 'outgoing'; readonly refused: boolean; readonly limit: number }
  | { readonly kind: 'sendAgain'; readonly seq: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'discard'; readonly seq: number }
  | { readonly kind: 'conflicts'; readonly status: 'open' | 'settled'; readonly limit: number }
  | { readonly kind: 'whileAway' }
  | { readonly kind: 'whileAwaySeen' }
  | { readonly kind: 'standing' }

export interface CopyValues {
  nextPush: PushRequest | undefined
  pushed: Pick<PageApplied, 'catalogue'>
  nextPull: PullRequest
  pulled: PageApplied
  nextCopy: CopyRequest | undefined
  copied: PageApplied
  everythingWaiting: PushRequest
  outgoing: readonly OutgoingChange[]
  sendAgain: undefined
  discard: undefined
  conflicts: readonly ConflictRecord[]
  whileAway: WhileAway | undefined
  whileAwaySeen: undefined
  standing: undefined
}

/** `failed`: nothing was changed, for a reason that is not the disk's. */
export type CopyAnswer =
  | { readonly kind: 'done'; readonly value: CopyValues[keyof CopyValues]; readonly standing: CopyStanding }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | Refused
