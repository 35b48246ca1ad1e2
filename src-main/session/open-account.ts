import type { Account } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import { AccountCalls, type Fetch } from './account-calls.ts'
import { AccountFiles } from './account-files.ts'
import type { replaceFile } from './atomic-file.ts'
import { CopyKeys } from './copy-keys.ts'
import { type PasswordCost, usualCost } from './copy-lock.ts'
import { DesktopAccount } from './desktop-account.ts'
import { ForwardTime } from './forward-time.ts'

export interface AccountOptions {
  /** The copies of this server are made below it. */
  readonly dir: string
  readonly serverUrl: string
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly http: Fetch
  /** How the server's list of devices calls this one. */
  readonly deviceName: string
  readonly appVersion: string
  /** Tried once, where nobody is signed in already. */
  readonly first?: { readonly login: string; readonly password: string }
  readonly cost?: PasswordCost
  readonly replace?: typeof replaceFile
}

/** Opens what is kept of one server's people; whoever stayed signed in is signed in again, without the server if need be. */
export async function openAccount(options: AccountOptions): Promise<Account> {
  const { dir, serverUrl, secrets, clock, ids, log, http, deviceName, appVersion, first } = options
  const server = new URL(serverUrl).href.slice(0, 300)
  const files = new AccountFiles(dir, server, log, options.replace)
  await files.load()
  const account = new DesktopAccount({
    server,
    files,
    keys: new CopyKeys(secrets, server, options.cost ?? usualCost, log),
    calls: new AccountCalls(server, http, clock),
    time: new ForwardTime(clock),
    clock,
    ids,
    log,
    device: { name: deviceName.slice(0, 200), appVersion: appVersion.slice(0, 40) },
  })
  await account.restore()
  if (first && account.state.get().kind === 'signed-out') {
    const signedIn = await account.signIn(first)
    if (!signedIn.ok) log.warn('The first sign-in did not succeed', { kind: signedIn.failure.kind })
  }
  return account
}
