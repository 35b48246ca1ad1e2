import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import { lookUpIndexes } from '../migrations/index-look-ups.ts'
import type { ChangeWriter } from '../write/change-writer.ts'
import { Slices } from './slices.ts'

export interface BulkRow {
  readonly entity: EntityName
  readonly id: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface BulkLoad {
  /** `undefined` stands for a bad line, which is only counted. */
  readonly rows: Iterator<BulkRow | undefined> | AsyncIterator<BulkRow | undefined>
  /** About how many rows will come: decides whether the indexes are built afterwards. */
  readonly expectedRows: number
  /** These rows are new to the server, too. */
  readonly recorded: boolean
  onSlice(rowsDone: number): void
}

/** From so many rows into an empty database, building the indexes afterwards is faster. */
const indexAfterwardsFrom = 200_000
const segmentPages = 200

/**
 * Loads rows in slices, each in its own transaction. Throws what SQLite throws; the slices before are then kept.
 * While a large load fills an empty database, look-ups by index say that they are unavailable.
 */
export async function loadRows(database: WriteConnection, writer: ChangeWriter, load: BulkLoad) {
  const slices = new Slices(database, writer)
  const indexAfterwards = load.expectedRows >= indexAfterwardsFrom && isEmpty(database)
  await slices.run(() => {
    writer.rows.names.postpone()
    if (indexAfterwards) for (const name of Object.keys(lookUpIndexes)) database.exec(`DROP INDEX IF EXISTS ${name}`)
  })
  database.pragma(`cache_size = ${indexAfterwards ? -512_000 : -128_000}`)
  try {
    const total = await insertAll(slices, writer, load)
    await buildIndexes(database, slices)
    await indexNames(slices, writer)
    return total
  } finally {
    database.pragma('cache_size = -64000')
    database.pragma('analysis_limit = 1000')
    database.exec('ANALYZE')
    database.pragma('wal_checkpoint(TRUNCATE)')
  }
}

/** Builds those that a load has left away, or a crash in a load. */
export async function buildIndexes(database: WriteConnection, slices: Slices): Promise<void> {
  const present = new Set(database.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'index'`).pluck().all())
  const missing = Object.entries(lookUpIndexes).filter(([name]) => !present.has(name))
  for (const [, statement] of missing) await slices.run(() => database.exec(statement))
}

/** Indexes the names that a load has left, or a crash in a load. */
export async function indexNames(slices: Slices, writer: ChangeWriter): Promise<void> {
  if (!writer.rows.names.postponed) return
  while (await slices.run(() => writer.rows.names.indexPart(slices.size)));
  while (await slices.run(() => writer.rows.names.mergePart(segmentPages)));
}

async function insertAll(slices: Slices, writer: ChangeWriter, load: BulkLoad) {
  let rows = 0
  let refused = 0
  for (;;) {
    const part = await take(load.rows, slices.size)
    if (part.length === 0) return { rows, refused }
    const inserted = await slices.run(() =>
      part.filter((row) => row && writer.createUnindexed(row.entity, row.id, row.fields, load.recorded)),
    )
    rows += inserted.length
    refused += part.length - inserted.length
    load.onSlice(rows + refused)
  }
}

async function take(source: BulkLoad['rows'], count: number): Promise<(BulkRow | undefined)[]> {
  const part: (BulkRow | undefined)[] = []
  while (part.length < count) {
    const next = source.next()
    const result = next instanceof Promise ? await next : next
    if (result.done) break
    part.push(result.value)
  }
  return part
}

function isEmpty(database: WriteConnection): boolean {
  return database.prepare('SELECT 1 FROM customers UNION ALL SELECT 1 FROM interactions LIMIT 1').get() === undefined
}
