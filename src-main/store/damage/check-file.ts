import { openReadConnection, type StoreKey } from '../connection.ts'
import { storageFailureOf } from '../storage-failure.ts'

/** Reads the whole file through: seconds for a gigabyte. Unreadable for another reason than damage counts as sound. */
export function fileIsSound(path: string, key: StoreKey): boolean {
  try {
    const database = openReadConnection(path, key)
    try {
      return database.pragma('quick_check(1)', { simple: true }) === 'ok'
    } finally {
      database.close()
    }
  } catch (error) {
    return storageFailureOf(error) !== 'corrupt'
  }
}
