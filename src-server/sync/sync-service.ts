import type { Principal } from '#shared/sync/principal.ts'
import type { CopyRequest, PullAnswer, PullRequest, PushAnswer, PushRequest } from '#shared/sync/protocol.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import { copy } from './copy.ts'
import { trimFeed } from './fence.ts'
import { pull } from './pull.ts'
import { type PushDeps, push } from './push.ts'
import { listQuarantine, type QuarantineRecord, quarantineAll } from './quarantine.ts'
import { discardQuarantined, type Taken, takeQuarantined } from './settle-quarantine.ts'

/**
 * What the doors of sync ask for. `device` is a line of the token's device (`device-line.ts`): the door has
 * compared them. Each rejects
 * with `DatabaseUnavailable` when nothing could be kept.
 */
export interface SyncService {
  push(principal: Principal, device: string, request: PushRequest): Promise<PushAnswer>
  pull(principal: Principal, device: string, request: PullRequest): Promise<PullAnswer>
  /** Lines of newline-delimited JSON, each one `copyPage`. */
  copy(principal: Principal, request: CopyRequest): AsyncGenerator<string>
  /** Whatever a revoked device had left; the numbers that are safe now. */
  quarantine(from: { readonly userId: string; readonly device: string }, request: PushRequest): Promise<readonly number[]>
  /** For supervisors. */
  quarantined(principal: Principal, limit: number): Promise<readonly QuarantineRecord[]>
  /** Applies it by the supervisor's own rights. */
  take(principal: Principal, id: string): Promise<Taken>
  discard(principal: Principal, id: string): Promise<boolean>
  /** Forgets what is older than is kept; run now and then. */
  trim(): Promise<number>
}

export interface SyncServiceDeps extends PushDeps {
  readonly bus: EventBus
}

export function createSyncService(deps: SyncServiceDeps): SyncService {
  const { database, nowMs, bus } = deps
  const tell = (territories: readonly string[]): void => {
    if (territories.length > 0) bus.publish({ kind: 'changes', territories: [...new Set(territories)] })
  }
  return {
    async push(principal, device, request) {
      const { answer, territories } = await push(deps, principal, { ...request, device })
      tell(territories)
      return answer
    },
    pull: (principal, device, request) => pull(database, principal, device, request, nowMs()),
    copy: (principal, request) => copy(database, principal, request),
    quarantine: ({ userId: actor, device }, request) => quarantineAll(deps, { actor, device }, request),
    quarantined: (principal, limit) => listQuarantine(database, principal, limit),
    async take(principal, id) {
      const taken = await takeQuarantined(deps, principal, id)
      if (taken.kind === 'taken') tell(taken.territories)
      return taken
    },
    discard: (principal, id) => discardQuarantined(deps, principal, id),
    trim: () => trimFeed(database, nowMs()),
  }
}
