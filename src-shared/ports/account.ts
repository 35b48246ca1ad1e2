import type { Result } from '../domain/failure/failure.ts'
import type { SessionState } from '../domain/people/session.ts'
import type { ReadonlyCell } from '../flow/cell.ts'

/** The local copy that the signed-in person may open. */
export interface OpenAccount {
  readonly userId: string
  readonly userName: string
  readonly deviceId: string
  /** The folder of this person's copy of this server. */
  readonly folder: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

/** Signing in, online and offline, and what follows from it. */
export interface Account {
  readonly state: ReadonlyCell<SessionState>
  /** Present while signed in. */
  readonly open: ReadonlyCell<OpenAccount | undefined>
  /** Also takes the old password or the passphrase that `state` asks for. */
  signIn(input: { login: string; password: string; code?: string | undefined }): Promise<Result<undefined>>
  /** Resolves when the provider's page was left; `openPage` shows it in the system's browser. */
  signInByProvider(openPage: (url: string) => void): Promise<Result<undefined>>
  /** Instead of the old password or the passphrase: the copy is kept aside, locked, and another one begun. */
  setCopyAside(): Promise<Result<undefined>>
  /** Ends the session at the server too, where it can be reached. The copy stays, locked. */
  signOut(): Promise<Result<undefined>>
  /** A good access token, refreshed when it must be; failures: `signed-out`, `server-unreachable` ... */
  accessToken(): Promise<Result<string>>
  /** The server said 401 to a token that looked good. */
  tokenRefused(): void
  /** The server said that this device is revoked, or is to be wiped (key and files are deleted, then signed out). */
  leave(reason: 'revoked' | 'wiped'): Promise<void>
  /** The server confirmed this account just now: offline sign-in counts from here. */
  confirmed(serverMs: number): void
  /** The files of this copy are closed. `owes`: it holds work that the server has not confirmed (waiting, or refused). */
  copyClosed(copy: OpenAccount, owes: boolean): Promise<void>
  changePassword(current: string, next: string): Promise<Result<undefined>>
  dispose(): Promise<void>
}
