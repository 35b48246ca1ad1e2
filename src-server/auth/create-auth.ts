import type { AuthDeps } from './auth-deps.ts'
import { type Authenticate, createAuthenticate } from './authenticate.ts'
import { createDevices, type Devices } from './devices.ts'
import { createOwnAccount, type OwnAccount } from './own-account.ts'
import { createPasswords } from './password-hash.ts'
import { createPeople, type People } from './people.ts'
import { createPlaces, type Places } from './places.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createSignInGuard } from './sign-in-guard.ts'
import { createSigningKeys } from './signing-keys.ts'
import { createStandings } from './standing.ts'

/** People and their rights, as the doors and the composition see them. */
export interface Auth {
  readonly authenticate: Authenticate
  readonly signIn: SignIn
  readonly own: OwnAccount
  readonly people: People
  readonly places: Places
  readonly devices: Devices
  readonly deps: AuthDeps
  dispose(): void
}

const sweepEveryMs = 3_600_000

export async function createAuth(
  given: Pick<AuthDeps, 'database' | 'audit' | 'bus' | 'clock' | 'ids' | 'offlineForMs'>,
): Promise<Auth> {
  const { database, clock } = given
  const keys = createSigningKeys(given)
  const standings = createStandings({ queries: database, clock })
  const deps: AuthDeps = { ...given, keys, standings, passwords: await createPasswords(), guard: createSignInGuard(database) }
  const unsubscribe = given.bus.subscribe((event) => {
    if (event.kind === 'rights') standings.forget(event.userId)
  })
  let cancel: () => void
  const sweep = () => {
    cancel = clock.after(sweepEveryMs, sweep)
    // A database that is away now is asked again in an hour.
    deps.guard.sweep(clock.epochMs()).catch(() => undefined)
  }
  cancel = clock.after(sweepEveryMs, sweep)

  return {
    authenticate: createAuthenticate({ keys, standings, clock }),
    signIn: createSignIn(deps),
    own: createOwnAccount(deps),
    people: createPeople(deps),
    places: createPlaces(deps),
    devices: createDevices(deps),
    deps,
    dispose() {
      cancel()
      unsubscribe()
    },
  }
}
