import type { Log } from '#shared/ports/log.ts'
import type { Database } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgresql } from './postgresql.ts'

export type DatabasePlace =
  | { readonly kind: 'postgresql'; readonly url: string; readonly connections: number }
  | { readonly kind: 'embedded'; readonly folder: string }

const limits = { connectTimeoutMs: 5_000, statementTimeoutMs: 15_000, transactionTimeoutMs: 20_000 } as const

/** The one or the other, with the limits of a server at work. */
export async function openDatabase(place: DatabasePlace, log: Log): Promise<Database> {
  if (place.kind === 'embedded') return openEmbedded({ folder: place.folder, transactionTimeoutMs: limits.transactionTimeoutMs })
  return openPostgresql({ url: place.url, poolSize: place.connections, ...limits }, log)
}
