import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { EventBus } from '../realtime/event-bus.ts'
import type { Database } from '../store/database.ts'
import type { Passwords } from './password-hash.ts'
import type { SignInGuard } from './sign-in-guard.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { Standings } from './standing.ts'

/** What the services of people and rights work with. */
export interface AuthDeps {
  readonly database: Database
  readonly audit: AuditLog
  readonly bus: EventBus
  readonly clock: Clock
  readonly ids: IdSource
  readonly keys: SigningKeys
  readonly standings: Standings
  readonly passwords: Passwords
  readonly guard: SignInGuard
  /** Sign-in without the server works for so long after the last with it. */
  readonly offlineForMs: number
}

/** After the commit: nobody works on with what this user could do before. */
export function tellRightsChanged(deps: Pick<AuthDeps, 'bus' | 'standings'>, userId: string): void {
  deps.standings.forget(userId)
  deps.bus.publish({ kind: 'rights', userId })
}
