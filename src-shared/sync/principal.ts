import type { Role } from '../domain/people/role.ts'

/** Who asks, as the server knows them; never what a client says of itself. */
export interface Principal {
  readonly userId: string
  readonly role: Role
  /** Administrators have all; the authority gives them the list. */
  readonly territories: ReadonlySet<string>
  readonly homeTerritory: string | null
}
