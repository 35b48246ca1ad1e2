import type { AuthDeps } from './auth-deps.ts'
import type { People } from './people.ts'
import { hasAdministrator } from './user-rows.ts'

/** Who the audit log names when the server itself did it. */
export const serverItself = { userId: 'server', deviceId: null } as const

/**
 * A server without an administrator gets one. What compose prints once, and nobody can read again; undefined when there
 * was one already.
 */
export async function ensureAdministrator(
  deps: Pick<AuthDeps, 'database'>,
  people: People,
  name: string,
): Promise<{ readonly login: string; readonly password: string } | undefined> {
  if (await hasAdministrator(deps.database)) return undefined
  const login = 'admin'
  const made = await people.create(serverItself, { login, name, role: 'administrator', active: true, territoryIds: [] })
  if (made.ok) return { login, password: made.value.password }
  // Another node that starts at the same moment was quicker.
  if (made.problem.problem === 'login-taken') return undefined
  throw new Error(`the first administrator could not be made: ${made.problem.problem}`)
}
