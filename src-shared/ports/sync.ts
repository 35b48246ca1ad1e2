import type { SyncState } from '../domain/sync/sync-state.ts'
import type { ReadonlyCell } from '../flow/cell.ts'
import type { Unsubscribe } from '../flow/emitter.ts'
import type { PageApplied } from './local-copy.ts'

/** The conversation with the server, as the rest of the desktop sees it. */
export interface Sync {
  readonly state: ReadonlyCell<SyncState>
  /** Tries at once instead of waiting for the next turn. */
  now(): void
  onApplied(listener: (page: PageApplied) => void): Unsubscribe
  setPresence(state: 'ready' | 'not-ready' | 'busy' | 'wrap-up'): void
  dispose(): Promise<void>
}
