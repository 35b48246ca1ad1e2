import type { UserDraft } from '#shared/domain/people/user.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import { createAuditLog } from '../../audit/chained-log.ts'
import type { EventBus, ServerEvent } from '../../realtime/event-bus.ts'
import type { Database } from '../../store/database.ts'
import { openEmbedded } from '../../store/embedded.ts'
import { migrations } from '../../store/migrations/list.ts'
import { migrate } from '../../store/migrations/migrate.ts'
import { type Auth, createAuth } from '../create-auth.ts'
import { writeDirectoryRow } from '../directory-row.ts'
import { serverItself } from '../first-run.ts'

/** A server's people over a real embedded database, with a clock that a test turns. */
export interface AuthWorld {
  readonly auth: Auth
  readonly database: Database
  readonly clock: ManualClock
  readonly bus: EventBus
  readonly events: ServerEvent[]
  /** With a password of their own, nothing to be changed first. */
  addUser(draft: Partial<UserDraft> & { readonly login: string }): Promise<{ readonly userId: string; readonly password: string }>
  signIn(login: string, password: string, device?: string, code?: string): ReturnType<Auth['signIn']['withPassword']>
  /** Signs in, and fails the test where that is refused. */
  enter(login: string, password: string, device?: string): Promise<SignedIn>
  dispose(): void
}

export const ownPassword = 'vesnianyi doshch 7'
export const address = '203.0.113.7'

/** Migrated and empty; one for a file of tests, as it takes a second. */
export async function openAuthDatabase(): Promise<Database> {
  const database = await openEmbedded({ transactionTimeoutMs: 20_000 })
  await migrate(database, migrations, 0)
  return database
}

/** Empties the database first. */
export async function openAuthWorld(database: Database): Promise<AuthWorld> {
  const clock = new ManualClock()
  await database.run(
    `set session_replication_role = replica; truncate audit_log, users, territories, offices, teams, accounts, recovery_codes,
     sign_in_tries, account_devices, account_sessions, refresh_tokens, oidc_flows, signing_keys, feed;
     set session_replication_role = origin`,
    database,
  )
  const { bus, events } = listeningBus()
  const ids = countingIds()
  const auth = await createAuth({ database, audit: createAuditLog(), bus, clock, ids, offlineForMs: 7 * 86_400_000 })
  await database.transaction(async (queries) => {
    for (const id of ['north', 'south', 'east']) {
      await writeDirectoryRow(queries, { entity: 'territories', id, fields: { name: id }, by: 'server', atMs: clock.epochMs() })
    }
  })

  const signIn: AuthWorld['signIn'] = (login, password, device = `device-of-${login}`, code = undefined) =>
    auth.signIn.withPassword(
      { login, password, ...(code === undefined ? {} : { code }), device: { id: device, name: 'Desk', appVersion: '1.0.0' } },
      address,
    )
  return {
    auth,
    database,
    clock,
    bus,
    events,
    signIn,
    async addUser(draft) {
      const made = await auth.people.create(serverItself, {
        name: `Person ${draft.login}`,
        role: 'operator',
        active: true,
        territoryIds: ['north'],
        homeTerritoryId: 'north',
        ...draft,
      })
      if (!made.ok) throw new Error(made.problem.problem)
      const { userId } = made.value
      await database.query('update accounts set password_hash = $2, must_change = false where user_id = $1', [
        userId,
        await auth.deps.passwords.hash(ownPassword),
      ])
      return { userId, password: ownPassword }
    },
    async enter(login, password, device) {
      const answer = await signIn(login, password, device)
      if (!answer.ok) throw new Error(answer.problem.problem)
      return answer.value
    },
    dispose: () => auth.dispose(),
  }
}

function listeningBus(): { bus: EventBus; events: ServerEvent[] } {
  const heard = new Set<(event: ServerEvent) => void>()
  const events: ServerEvent[] = []
  const bus: EventBus = {
    publish(event) {
      events.push(event)
      for (const hear of heard) hear(event)
    },
    subscribe(hear) {
      heard.add(hear)
      return () => heard.delete(hear)
    },
    async close() {
      heard.clear()
    },
  }
  return { bus, events }
}

function countingIds(): IdSource {
  let count = 0
  return { next: () => `id-${++count}` }
}
