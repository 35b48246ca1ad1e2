import type { SecretStore } from '#shared/ports/secret-store.ts'

/** A browser gives no safe storage: passwords live for this run only, and the interface says so. */
export function memorySecrets(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    persists: false,
    read: async (name) => secrets.get(name),
    write: async (name, value) => void secrets.set(name, value),
    remove: async (name) => void secrets.delete(name),
  }
}
