import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as text; nobody can guess it, so its hash needs no salt and no slowness. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
