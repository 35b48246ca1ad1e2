import type { UserChanges, UserDraft, UserRecord } from '#shared/domain/people/user.ts'

const newUser: UserDraft = { login: '', name: '', role: 'operator', active: true, territoryIds: [] }

export function draftOf(user: UserRecord | undefined): UserDraft {
  if (!user) return newUser
  const { login, name, role, active, officeId, teamId, territoryIds, homeTerritoryId } = user
  return {
    login,
    name,
    role,
    active,
    territoryIds,
    ...(officeId ? { officeId } : {}),
    ...(teamId ? { teamId } : {}),
    ...(homeTerritoryId ? { homeTerritoryId } : {}),
  }
}

export type DraftProblem = 'login' | 'name' | 'home'

/** What keeps a draft from being sent. Whoever works with customers needs a home: their own rows belong there. */
export function draftProblems(draft: UserDraft): ReadonlySet<DraftProblem> {
  const problems = new Set<DraftProblem>()
  if (!/^[^\s]{1,100}$/u.test(draft.login)) problems.add('login')
  if (draft.name.trim() === '') problems.add('name')
  if (draft.homeTerritoryId && !draft.territoryIds.includes(draft.homeTerritoryId)) problems.add('home')
  return problems
}

/** Only what differs, so that two administrators do not undo each other; null for what was taken away. */
export function changesOf(user: UserRecord, draft: UserDraft): UserChanges {
  const before = draftOf(user)
  const fields = [...new Set([...Object.keys(before), ...Object.keys(draft)])] as (keyof UserDraft)[]
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(draft[field]))
      .map((field) => [field, draft[field] ?? null]),
  )
}
