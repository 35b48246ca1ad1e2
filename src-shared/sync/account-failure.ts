import { type Failure, type FailureKind, fail } from '../domain/failure/failure.ts'
import type { AccountProblem } from './account-api.ts'

/** The server's refusals in the catalogue's words. */
export function failureOfProblem({ problem, retryAfterMs, field }: AccountProblem): Failure {
  if (problem === 'locked') return fail('sign-in-locked', { retryAfterMs: retryAfterMs ?? 60_000 }).failure
  return fail(failures[problem], field === undefined ? undefined : { field }).failure
}

const failures: Readonly<Record<Exclude<AccountProblem['problem'], 'locked'>, FailureKind>> = {
  'wrong-credentials': 'wrong-credentials',
  'code-needed': 'second-factor-needed',
  'code-wrong': 'second-factor-wrong',
  unauthenticated: 'signed-out',
  'password-first': 'no-right',
  forbidden: 'no-right',
  revoked: 'device-revoked',
  wipe: 'device-wiped',
  'password-weak': 'password-weak',
  'login-taken': 'login-taken',
  'last-administrator': 'last-administrator',
  'not-found': 'not-found',
  'place-in-use': 'place-in-use',
  malformed: 'invalid-input',
  'oidc-off': 'provider-failed',
  'oidc-pending': 'provider-failed',
  'oidc-failed': 'provider-failed',
  unavailable: 'server-unavailable',
}
