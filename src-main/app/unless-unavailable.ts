import { StoreUnavailable } from '#shared/ports/store.ts'

/** What was read, or undefined while the database cannot be read. */
export function unlessUnavailable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined
    throw error
  }
}
