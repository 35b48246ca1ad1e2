import { pushLimits } from '../protocol.ts'
import type { CopyNeed } from './engine-event.ts'
import type { TroubleKind } from './trouble.ts'

/** One direction of work; a failure holds only its own, so that a poison change never stops the reading (SYNC-9). */
export interface Lane {
  readonly busy: boolean
  readonly wanted: boolean
  readonly failures: number
  readonly trouble: TroubleKind | null
  /** Wall clock; null: free to go. */
  readonly heldUntilMs: number | null
}

export interface EngineState {
  readonly life: 'idle' | 'running' | 'leaving' | 'ended'
  readonly leaving: 'revoked' | 'wiped' | null
  readonly giveFailures: number
  readonly socket: 'down' | 'connecting' | 'up'
  readonly socketFailures: number
  readonly push: Lane
  /** How many mutations may go at once: halved when a batch is refused as a whole. */
  readonly pushLimit: number
  readonly husk: boolean
  /** Pushes since the last reading: a queue that never empties must not keep the news out. */
  readonly pushesInRow: number
  /** Pulls and copies: one at a time, in turn. */
  readonly read: Lane
  readonly pullsInRow: number
  readonly copies: CopyNeed
  readonly refreshing: boolean
  /** Good-looking tokens that the server refused in a row. */
  readonly tokensRefused: number
  readonly offlineSinceMs: number | null
  readonly skewMs: number
}

const freeLane: Lane = { busy: false, wanted: false, failures: 0, trouble: null, heldUntilMs: null }

export const initialState: EngineState = {
  life: 'idle',
  leaving: null,
  giveFailures: 0,
  socket: 'down',
  socketFailures: 0,
  push: freeLane,
  pushLimit: pushLimits.mutations,
  husk: false,
  pushesInRow: 0,
  read: freeLane,
  pullsInRow: 0,
  copies: 'none',
  refreshing: false,
  tokensRefused: 0,
  offlineSinceMs: null,
  skewMs: 0,
}
