import { z } from 'zod'

/**
 * The catalogue of expected failures: each is a value that the interface can act on, and each has its text under
 * `failure.<kind>` in every language (a test holds the two together). Defects are thrown instead.
 */
export const failureKinds = [
  'invalid-input',
  'not-found',
  'unknown-command',
  'internal',
  // line
  'line-not-configured',
  'line-bad-address',
  'line-unreachable',
  'line-refused',
  'line-tls-untrusted',
  'line-not-websocket',
  'line-wrong-password',
  'line-forbidden',
  'line-no-answer',
  'line-server-error',
  'line-not-ready',
  // call
  'call-gone',
  'call-wrong-state',
  'call-limit',
  'number-invalid',
  'callee-busy',
  'callee-unavailable',
  'callee-not-found',
  'callee-declined',
  'call-failed',
  // media
  'media-page-missing',
  'microphone-missing',
  'microphone-denied',
  'microphone-busy',
  'media-failed',
  // store
  'store-full',
  'store-locked',
  'store-corrupt',
  'store-unavailable',
  /** The key of the local copy is not here, or is not the right one. */
  'store-locked-away',
  // work
  'disposition-required',
  'note-required',
  'secret-store-unavailable',
  'demo-line-off',
  // session and server
  'signed-out',
  'wrong-credentials',
  'second-factor-needed',
  'second-factor-wrong',
  'sign-in-locked',
  'offline-sign-in-expired',
  'offline-sign-in-unknown',
  'provider-failed',
  /** The copy here is locked with the password before the present one. */
  'old-password-needed',
  /** This system keeps no keys: the copy wants a passphrase. */
  'passphrase-needed',
  'device-revoked',
  /** The copy on this device is to be deleted, or was. */
  'device-wiped',
  /** The desktop stands alone. */
  'no-server',
  'password-weak',
  'server-unreachable',
  'server-unavailable',
  'server-untrusted',
  'server-not-dzvin',
  'server-older',
  'app-older',
  'no-right',
  'login-taken',
  'last-administrator',
  'place-in-use',
  'operator-not-ready',
] as const

export const failureKind = z.enum(failureKinds)
export type FailureKind = z.infer<typeof failureKind>

/** `params` fill the text's placeholders (a status code, a host name); never personal data. */
export const failure = z.object({
  kind: failureKind,
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type Failure = Readonly<z.infer<typeof failure>>

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export function ok(): Result<undefined>
export function ok<T>(value: T): Result<T>
export function ok<T>(value?: T): Result<T | undefined> {
  return { ok: true, value }
}

export function fail(kind: FailureKind, params?: Failure['params']): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: params ? { kind, params } : { kind } }
}
