import { z } from 'zod'
import { signedInUser } from '#shared/domain/people/user.ts'
import type { SignedIn } from '#shared/sync/account-api.ts'
import { seal, unseal, wrappedKey } from './copy-lock.ts'

const ms = z.number().int().min(0)

/** What this desktop keeps of one person at one server. It opens nothing without the password or the system's key store. */
export const accountRecord = z.object({
  version: z.literal(1),
  server: z.string().max(300),
  user: signedInUser,
  /** `provider`: signs in by OpenID Connect and has no password; the key is under a passphrase, or in the system's store. */
  by: z.enum(['password', 'provider']),
  deviceId: z.string().min(1).max(64),
  /** Name of the copy's folder beside this file. */
  folder: z.string().regex(/^[0-9a-f]{16,64}$/),
  /** Two while a change of the password is not certain to have reached the server: either of them opens. */
  wraps: z.array(wrappedKey).max(2),
  /** `SealedPart` under the copy's key. */
  sealed: z.base64().max(8_000),
  /** For the list of people only: the sealed one decides. */
  offlineUntilMs: ms,
  /** The latest time that was seen (see `ForwardTime`). */
  seenMs: ms,
  wrong: z.object({ count: z.number().int().min(0), untilMs: ms }),
  /** Goes on signed in at the next start, where the system keeps keys. */
  stays: z.boolean(),
  /** The copy may hold work that the server has not confirmed: true from opening until it was closed with nothing to send. */
  owes: z.boolean(),
})
export type AccountRecord = Readonly<z.infer<typeof accountRecord>>

const sealedPart = z.object({
  /** Absent after signing out. */
  refreshToken: z.string().max(4_000).optional(),
  /** The last access token: a device that was revoked may still give back with it what it has not sent. */
  lastToken: z.string().max(4_000).optional(),
  offlineUntilMs: ms,
  /** How long the server allows signing in without it. */
  offlineForMs: ms,
})
export type SealedPart = Readonly<z.infer<typeof sealedPart>>

export function sealedPartOf({ refreshToken, accessToken, offlineUntilMs, serverMs }: SignedIn): SealedPart {
  return { refreshToken, lastToken: accessToken, offlineUntilMs, offlineForMs: Math.max(0, offlineUntilMs - serverMs) }
}

/** The record with this sealed into it. */
export function withSealed(record: AccountRecord, key: Uint8Array, part: SealedPart): AccountRecord {
  const sealed = seal(key, Buffer.from(JSON.stringify(part)), `account|${record.server}|${record.user.userId}`)
  return { ...record, sealed, offlineUntilMs: part.offlineUntilMs }
}

/** Undefined: the key is not this copy's, or the record was changed by somebody else. */
export function openSealed(record: AccountRecord, key: Uint8Array): SealedPart | undefined {
  const text = unseal(key, record.sealed, `account|${record.server}|${record.user.userId}`)
  return text && sealedPart.safeParse(JSON.parse(text.toString('utf8'))).data
}

/** What a wrapped key is bound to. */
export function keySubject({ server, user }: Pick<AccountRecord, 'server' | 'user'>): string {
  return `key|${server}|${user.userId}`
}
