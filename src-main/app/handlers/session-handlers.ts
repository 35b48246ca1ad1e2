import { z } from 'zod'
import { fail, ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { Cell, ReadonlyCell } from '#shared/flow/cell.ts'
import type { Account } from '#shared/ports/account.ts'
import type { ServerApi } from '#shared/ports/server-api.ts'
import { recoveryCodes, secondFactorBegun, sessions } from '#shared/sync/account-api.ts'
import type { Handlers } from '../../pages/handlers.ts'
import type { Desk } from '../desk.ts'

type SessionCommands = Extract<keyof Handlers, `session.${string}`>

export interface SessionHandlerParts {
  /** Undefined: the desktop stands alone. */
  readonly account: Account | undefined
  readonly desk: ReadonlyCell<Pick<Desk, 'server'> | undefined>
  /** Language and theme while no desk is open. */
  readonly settings: Cell<Settings>
  /** Shows a page in the system's browser. */
  readonly openPage: (url: string) => void
}

const done = z.unknown().transform(() => undefined)

/** Signing in and out and one's own account: there for everybody, whoever's desk is open. */
export function sessionHandlers({
  account,
  desk,
  settings,
  openPage,
}: SessionHandlerParts): Pick<Handlers, SessionCommands | 'settings.change'> {
  const withAccount = async <T>(ask: (account: Account) => Promise<Result<T>>) => (account ? ask(account) : fail('no-server'))
  const withServer = async <T>(ask: (api: ServerApi) => Promise<Result<T>>) => {
    if (!account) return fail('no-server')
    const api = desk.get()?.server?.api
    return api ? ask(api) : fail('signed-out')
  }
  /** The account tells again who it is: with or without a second factor. */
  const thenAskAnew = async <T>(changed: Result<T>) => {
    if (!changed.ok || !account) return changed
    account.tokenRefused()
    await account.accessToken()
    return changed
  }
  return {
    'session.signIn': (input) => withAccount((present) => present.signIn(input)),
    'session.signInByProvider': () => withAccount((present) => present.signInByProvider(openPage)),
    'session.setCopyAside': () => withAccount((present) => present.setCopyAside()),
    'session.signOut': () => withAccount((present) => present.signOut()),
    'session.changePassword': ({ current, next }) => withAccount((present) => present.changePassword(current, next)),
    'session.beginSecondFactor': () => withServer((api) => api.send('POST', '/api/second-factor/begin', {}, secondFactorBegun)),
    'session.confirmSecondFactor': ({ code }) =>
      withServer(async (api) => thenAskAnew(await api.send('POST', '/api/second-factor/confirm', { code }, recoveryCodes))),
    'session.removeSecondFactor': ({ code }) =>
      withServer(async (api) => thenAskAnew(await api.send('POST', '/api/second-factor/remove', { code }, done))),
    'session.mySessions': () => withServer((api) => api.get('/api/sessions', sessions)),
    'session.endSession': ({ sessionId }) =>
      withServer((api) => api.send('DELETE', `/api/sessions/${encodeURIComponent(sessionId)}`, undefined, done)),

    'settings.change': async ({ language, theme }) => {
      settings.update((present) => ({ ...present, ...(language && { language }), ...(theme && { theme }) }))
      return ok()
    },
  }
}
