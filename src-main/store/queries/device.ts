import type { ReadConnection } from '../connection.ts'

export function prepareDevice(database: ReadConnection) {
  const value = database.prepare<[string], string>('SELECT value FROM device_values WHERE key = ?').pluck()
  /** The stored value, to be parsed by who asks; undefined when there is none. */
  return (key: string): unknown => {
    const text = value.get(key)
    try {
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    } catch {
      return undefined
    }
  }
}
