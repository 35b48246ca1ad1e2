import type { AccountProblem } from '#shared/sync/account-api.ts'

/** What an account service gives back: its value, or the problem that the door sends on as it is. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: AccountProblem }

export function done(): Answer<undefined>
export function done<T>(value: T): Answer<T>
export function done<T>(value?: T): Answer<T | undefined> {
  return { ok: true, value }
}

export function problem(
  kind: AccountProblem['problem'],
  more: Omit<AccountProblem, 'problem'> = {},
): { readonly ok: false; readonly problem: AccountProblem } {
  return { ok: false, problem: { problem: kind, ...more } }
}
