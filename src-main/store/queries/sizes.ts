import type { ReadConnection } from '../connection.ts'

export function prepareSizes(database: ReadConnection, path: string) {
  const rows = database.prepare<[string], number>('SELECT rows FROM row_counts WHERE entity = ?').pluck()
  return () => ({
    path,
    sizeBytes: Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true })),
    customers: rows.get('customers') ?? 0,
    interactions: rows.get('interactions') ?? 0,
  })
}
