import { hash, type Options, verify } from '@node-rs/argon2'
import { newSecret } from './secret.ts'

/** argon2id by OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane: the library's own default algorithm. */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

export interface Passwords {
  hash(password: string): Promise<string>
  /** Null, where there is no such account or it has no password: the same work, then false. */
  fits(kept: string | null, password: string): Promise<boolean>
}

export async function createPasswords(): Promise<Passwords> {
  const nobodys = await hash(newSecret(), cost)
  return {
    hash: (password) => hash(password.normalize('NFKC'), cost),
    async fits(kept, password) {
      const same = await verify(kept ?? nobodys, password.normalize('NFKC'))
      return same && kept !== null
    },
  }
}
