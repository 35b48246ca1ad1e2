import type { z } from 'zod'
import type { UserChanges, UserDraft, UserRecord } from '#shared/domain/people/user.ts'
import type { Fields } from '#shared/entities/entities.ts'
import type { oneTimePassword } from '#shared/sync/account-api.ts'
import { everyonesTerritory } from '#shared/sync/protocol.ts'
import type { AuditEntry } from '../audit/audit-log.ts'
import type { Queries } from '../store/database.ts'
import { type Answer, done, problem } from './answer.ts'
import { type AuthDeps, tellRightsChanged } from './auth-deps.ts'
import type { Authenticated } from './authenticate.ts'
import { lockDirectory, writeDirectoryRow } from './directory-row.ts'
import { foldLogin } from './login.ts'
import { newOneTimePassword } from './one-time-password.ts'
import { removeSecondFactor } from './second-factor.ts'
import { endSessions } from './sessions.ts'
import { listUsers, userFields } from './user-rows.ts'

type OneTimePassword = Readonly<z.infer<typeof oneTimePassword>>

/** Who has an account, and with what rights. The doors let administrators alone change anything. */
export interface People {
  /** Administrators see all, supervisors those of their territories. */
  list(by: Authenticated): Promise<readonly UserRecord[]>
  /** `userId`: for a seed that has its own ids. */
  create(by: Administrator, draft: UserDraft, userId?: string): Promise<Answer<OneTimePassword>>
  change(by: Administrator, userId: string, changes: UserChanges): Promise<Answer<undefined>>
  /** Also unlocks, and ends all sessions. */
  resetPassword(by: Administrator, userId: string): Promise<Answer<OneTimePassword>>
  removeSecondFactor(by: Administrator, userId: string): Promise<Answer<undefined>>
}

export interface Administrator {
  readonly userId: string
  readonly deviceId: string | null
}

export function createPeople(deps: AuthDeps): People {
  const { database, audit, clock, ids, guard, passwords } = deps

  function change<T>(
    { userId: actor, deviceId: device }: Administrator,
    work: (queries: Queries, tell: (row: string, detail: AuditEntry['detail']) => Promise<void>) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    return database.transaction(async (queries) => {
      await lockDirectory(queries)
      return work(queries, (row, detail) =>
        audit.append(queries, [{ kind: 'administration', actor, device, entity: 'users', row, detail, atMs: clock.epochMs() }]),
      )
    })
  }

  function tellAll(userId: string): void {
    tellRightsChanged(deps, userId)
    deps.bus.publish({ kind: 'changes', territories: [everyonesTerritory] })
  }

  return {
    list: ({ principal }) =>
      listUsers(database, clock.epochMs(), principal.role === 'administrator' ? undefined : principal.territories),

    async create(by, draft, userId = ids.next()) {
      const password = newOneTimePassword()
      const passwordHash = await passwords.hash(password)
      const answer = await change(by, async (queries, tell) => {
        if (await isTaken(queries, draft.login, userId)) return problem('login-taken', { field: 'login' })
        const missing = await missingPlace(queries, draft)
        if (missing) return problem('not-found', { field: missing })
        const atMs = clock.epochMs()
        await writeDirectoryRow(queries, { entity: 'users', id: userId, fields: fieldsOf(draft), by: by.userId, atMs })
        await queries.query(
          `insert into accounts (user_id, login_folded, password_hash, must_change, created_at_ms) values ($1, $2, $3, true, $4)
           on conflict (user_id) do update set login_folded = $2, password_hash = $3, must_change = true`,
          [userId, foldLogin(draft.login), passwordHash, atMs],
        )
        await tell(userId, { what: 'user-created', role: draft.role, territories: draft.territoryIds })
        return done({ userId, password })
      })
      if (answer.ok) tellAll(userId)
      return answer
    },

    async change(by, userId, changes) {
      const answer = await change(by, async (queries, tell) => {
        const current = await userFields(queries, userId)
        if (!current) return problem('not-found')
        if (changes.login !== undefined && (await isTaken(queries, changes.login, userId)))
          return problem('login-taken', { field: 'login' })
        const missing = await missingPlace(queries, changes)
        if (missing) return problem('not-found', { field: missing })
        const next = { ...current, ...definedOf(changes) }
        const takesAdministrator =
          current.role === 'administrator' && current.active && (next.role !== 'administrator' || !next.active)
        if (takesAdministrator && (await isLastAdministrator(queries, userId))) return problem('last-administrator')
        const atMs = clock.epochMs()
        await writeDirectoryRow(queries, { entity: 'users', id: userId, fields: next, by: by.userId, atMs })
        if (changes.login !== undefined)
          await queries.query('update accounts set login_folded = $2 where user_id = $1', [userId, foldLogin(changes.login)])
        if (current.active && !next.active) await endSessions(queries, { userId }, 'revoked', atMs)
        await tell(userId, { what: 'user-changed', fields: Object.keys(changes), role: next.role, active: next.active })
        return done()
      })
      if (answer.ok) tellAll(userId)
      return answer
    },

    async resetPassword(by, userId) {
      const password = newOneTimePassword()
      const passwordHash = await passwords.hash(password)
      const answer = await change(by, async (queries, tell) => {
        const [account] = await queries.query<{ login: string }>(
          'update accounts set password_hash = $2, must_change = true where user_id = $1 returning login_folded as login',
          [userId, passwordHash],
        )
        if (!account) return problem('not-found')
        await guard.unlock(account.login, queries)
        await endSessions(queries, { userId }, 'password', clock.epochMs())
        await tell(userId, { what: 'password-reset' })
        return done({ userId, password })
      })
      if (answer.ok) tellRightsChanged(deps, userId)
      return answer
    },

    async removeSecondFactor(by, userId) {
      const answer = await change<undefined>(by, async (queries, tell) => {
        const [account] = await queries.query('select 1 from accounts where user_id = $1', [userId])
        if (!account) return problem('not-found')
        await removeSecondFactor(queries, userId)
        await tell(userId, { what: 'second-factor-removed' })
        return done()
      })
      if (answer.ok) tellRightsChanged(deps, userId)
      return answer
    },
  }
}

function fieldsOf(draft: UserDraft): Fields<'users'> {
  const { login, name, role, active, officeId = null, teamId = null, territoryIds, homeTerritoryId = null } = draft
  return { login: login.trim(), name, role, active, officeId, teamId, territoryIds, homeTerritoryId }
}

/** Only what was given: a field that is absent stays. */
function definedOf(changes: UserChanges): Partial<Fields<'users'>> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

async function isTaken(queries: Queries, login: string, userId: string): Promise<boolean> {
  const [other] = await queries.query('select 1 from accounts where login_folded = $1 and user_id <> $2', [
    foldLogin(login),
    userId,
  ])
  return other !== undefined
}

async function isLastAdministrator(queries: Queries, userId: string): Promise<boolean> {
  const [other] = await queries.query(
    `select 1 from users join accounts on user_id = id
     where role = 'administrator' and active and not deleted and id <> $1 limit 1`,
    [userId],
  )
  return other === undefined
}

/** The field that names a place which does not exist. */
async function missingPlace(queries: Queries, draft: UserChanges): Promise<string | undefined> {
  const named: readonly (readonly [field: string, table: 'territories' | 'offices' | 'teams', ids: readonly string[]])[] = [
    ['territoryIds', 'territories', draft.territoryIds ?? []],
    ['homeTerritoryId', 'territories', listed(draft.homeTerritoryId)],
    ['officeId', 'offices', listed(draft.officeId)],
    ['teamId', 'teams', listed(draft.teamId)],
  ]
  for (const [field, table, wanted] of named) {
    const found = await queries.query(`select id from ${table} where id = any($1::text[]) and not deleted`, [wanted])
    if (found.length < new Set(wanted).size) return field
  }
  return undefined
}

function listed(id: string | null | undefined): readonly string[] {
  return id === null || id === undefined ? [] : [id]
}
