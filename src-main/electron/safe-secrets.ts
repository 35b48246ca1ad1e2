import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '#shared/ports/log.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import type { ElectronParts } from './electron-parts.ts'

const record = z.record(z.string(), z.base64())

/**
 * Secrets in `secrets.json`, each encrypted by the operating system's key store. Without one (on Linux the `basic_text`
 * back end is a fixed password, so none) they live in memory and `persists` says so. Call after `ready`.
 */
export async function openSafeSecrets(
  { safeStorage }: ElectronParts,
  dataDir: string,
  platform: NodeJS.Platform,
  log: Log,
): Promise<SecretStore> {
  const path = join(dataDir, 'secrets.json')
  const persists =
    (await safeStorage.isAsyncEncryptionAvailable()) &&
    (platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')
  const encrypted = new Map<string, string>(persists ? Object.entries(await readRecord(path, log)) : [])
  const inMemory = new Map<string, string>()
  let saving: Promise<void> = Promise.resolve()

  /** One after another, each whole: a crash leaves the old file or the new one. */
  const save = () => {
    saving = saving
      .catch(() => {})
      .then(async () => {
        await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(encrypted)), { mode: 0o600 })
        await chmod(`${path}.new`, 0o600)
        await rename(`${path}.new`, path)
      })
    return saving
  }

  return {
    persists,
    async read(name) {
      const kept = encrypted.get(name)
      if (kept === undefined) return inMemory.get(name)
      try {
        return (await safeStorage.decryptStringAsync(Buffer.from(kept, 'base64'))).result
      } catch (error) {
        // Another user's key, or a key store that was reset: the secret must be typed again.
        log.error('A secret could not be decrypted', { name, error })
        return undefined
      }
    },
    async write(name, value) {
      if (!persists) return void inMemory.set(name, value)
      encrypted.set(name, (await safeStorage.encryptStringAsync(value)).toString('base64'))
      await save()
    },
    async remove(name) {
      inMemory.delete(name)
      if (encrypted.delete(name)) await save()
    },
  }
}

async function readRecord(path: string, log: Log): Promise<Record<string, string>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return {}
  }
  try {
    return record.parse(JSON.parse(text))
  } catch (error) {
    log.error('secrets.json is damaged and is not used', { error })
    return {}
  }
}
