import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { z } from 'zod'

/** `argon2id` as a number: the package's enum exists in its types alone. */
const argon2id = 2
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** What one try of a password costs. Bounded on reading: a file that was tampered with must not eat the machine. */
export const passwordCost = z.object({
  memoryKiB: z.number().int().min(8).max(262_144),
  passes: z.number().int().min(1).max(10),
  lanes: z.number().int().min(1).max(4),
})
export type PasswordCost = Readonly<z.infer<typeof passwordCost>>
/** About a tenth of a second, of memory that a guesser must have for each guess. */
export const usualCost: PasswordCost = { memoryKiB: 65_536, passes: 3, lanes: 1 }

/** A key under a password. That it opens is the only check of the password: no hash of it is kept anywhere. */
export const wrappedKey = z.object({ cost: passwordCost, salt: z.base64().max(100), sealed: z.base64().max(200) })
export type WrappedKey = Readonly<z.infer<typeof wrappedKey>>

export function newKey(): Uint8Array {
  return new Uint8Array(randomBytes(keyBytes))
}

/** `about`: what the key is for; a wrapped key that was moved to another account does not open. */
export async function wrapKey(key: Uint8Array, password: string, about: string, cost: PasswordCost): Promise<WrappedKey> {
  const salt = randomBytes(16)
  const sealed = seal(await keyOf(password, salt, cost), Buffer.from(key), about)
  return { cost, salt: salt.toString('base64'), sealed }
}

/** Undefined: not this password, or the wrapped key was changed. */
export async function unwrapKey(wrapped: WrappedKey, password: string, about: string): Promise<Uint8Array | undefined> {
  const key = unseal(await keyOf(password, Buffer.from(wrapped.salt, 'base64'), wrapped.cost), wrapped.sealed, about)
  return key?.length === keyBytes ? new Uint8Array(key) : undefined
}

/** AES-256-GCM: nonce, tag and cipher text as base64. */
export function seal(key: Uint8Array, content: Buffer, about: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  const text = Buffer.concat([cipher.update(content), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
}

/** Undefined: another key, another subject, or not as it was sealed. */
export function unseal(key: Uint8Array, sealed: string, about: string): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length < nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
  } catch {
    return undefined
  }
}

/** One letter may be typed in two ways (й as one sign or two): both are the same password. */
function keyOf(password: string, salt: Uint8Array, { memoryKiB, passes, lanes }: PasswordCost): Promise<Buffer> {
  return hashRaw(password.normalize('NFC'), {
    algorithm: argon2id,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: keyBytes,
    salt,
  })
}
