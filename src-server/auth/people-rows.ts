import type { Role } from '#shared/domain/people/role.ts'
import type { SignedInUser } from '#shared/domain/people/user.ts'
import type { Queries } from '../store/database.ts'

/** An account with what everybody knows of its person. */
export interface AccountRow {
  readonly userId: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly active: boolean
  readonly officeId: string | null
  readonly passwordHash: string | null
  readonly mustChange: boolean
  readonly totpSecret: string | null
}

const select = `select a.user_id as "userId", u.login, u.name, u.role, u.active and not u.deleted as active, u.office_id as "officeId",
  a.password_hash as "passwordHash", a.must_change as "mustChange", a.totp_secret as "totpSecret"
  from accounts a join users u on u.id = a.user_id`

export async function accountByLogin(queries: Queries, folded: string): Promise<AccountRow | undefined> {
  const [row] = await queries.query<AccountRow>(`${select} where a.login_folded = $1`, [folded])
  return row
}

export async function accountById(queries: Queries, userId: string): Promise<AccountRow | undefined> {
  const [row] = await queries.query<AccountRow>(`${select} where a.user_id = $1`, [userId])
  return row
}

export function signedInUserOf(account: AccountRow): SignedInUser {
  return {
    userId: account.userId,
    login: account.login,
    name: account.name,
    role: account.role,
    ...(account.officeId === null ? {} : { officeId: account.officeId }),
    mustChangePassword: account.mustChange,
    secondFactor: account.totpSecret !== null,
  }
}
