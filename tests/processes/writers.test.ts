import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { someCustomers } from './busy-desk.ts'
import { mintDevices } from './mint-devices.ts'
import { RawDevice } from './raw-device.ts'
import { ServerProcess } from './server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from './shared-database.ts'

const why = whyNoPostgres()
if (why) console.log(`eight writers with rollbacks: skipped, ${why}`)
const writers = 8
const batchesEach = Number(process.env.DZVIN_BATCHES ?? 40)
const batchSize = 10

/**
 * Every transaction that tells the feed something sleeps for up to 30 ms before its commit, so that commits come in another order
 * than revisions, and one in ten fails there.
 */
const troubleAtCommit = `
CREATE FUNCTION trouble_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF random() < 0.1 / ${batchSize} THEN RAISE EXCEPTION 'rolled back by the test'; END IF;
  PERFORM pg_sleep(random() * 0.003);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER trouble AFTER INSERT ON feed DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION trouble_at_commit();`

describe.skipIf(why)('eight writers with rollbacks on PostgreSQL, over HTTP', () => {
  let database: SharedDatabase
  let server: ServerProcess
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-writers-'))

  beforeAll(async () => {
    database = await startSharedDatabase({ customers: 20, interactionsPerCustomer: 0 })
    server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
    for (const statement of troubleAtCommit.split(/;\n(?=CREATE CONSTRAINT)/)) await database.query(statement)
  }, 60_000)
  afterAll(async () => {
    await server?.stop()
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  it('SYNC-6 a reader that follows misses no row; a cursor by sequence alone would', async () => {
    const devices = await mintDevices(database.url, accountOf(database, 'operator1').userId, writers + 1)
    const [reading, ...writing] = devices.map((device) => new RawDevice(server.url, device))
    const customers = await someCustomers(database, 3)
    await reading!.begin()
    let over = false
    const before = await rollbacks(database)
    const written: string[] = []
    const naive = naiveReader(database, () => over)
    const reader = follow(reading!, () => over)
    await Promise.all(
      writing.map(async (device, nth) => {
        for (let batch = 0; batch < batchesEach; batch++) {
          const facts = Array.from({ length: batchSize }, () => {
            const fields = { customerId: customers[nth % 3]!.id, label: 'test', value: String(nth), addedAtMs: Date.now() }
            return device.create('customer_facts', device.nextId(), fields)
          })
          await device.pushUntilTaken(facts)
          written.push(...facts.map(({ row }) => row))
        }
      }),
    )
    over = true
    const [seen, seenByNaive] = await Promise.all([reader, naive])
    const lost = written.filter((id) => !seen.has(id))
    const rolledBack = (await rollbacks(database)) - before
    const lostByNaive = written.filter((id) => !seenByNaive.has(id))
    const there = await database.query<{ id: string }>(`SELECT id FROM customer_facts WHERE label = 'test'`)
    console.log(
      `${writers} writers: ${written.length} rows in ${writers * batchesEach} batches, ${rolledBack} transactions rolled back;` +
        ` ${lost.length} lost; a cursor by sequence alone lost ${lostByNaive.length}`,
    )
    expect(lost).toEqual([])
    expect(there.map(({ id }) => id).sort()).toEqual(written.toSorted())
    expect(rolledBack).toBeGreaterThan(5)
    expect(lostByNaive.length).toBeGreaterThan(0)
  }, 120_000)
})

async function rollbacks(database: SharedDatabase): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'SELECT xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
  )
  return row?.count ?? 0
}

/** Pulls until nothing more comes after `over`. */
async function follow(device: RawDevice, over: () => boolean): Promise<Set<string>> {
  const seen = new Set<string>()
  for (;;) {
    const last = over()
    const page = await device.pull()
    for (const { id } of page?.rows ?? []) seen.add(id)
    if (last && page && !page.more && page.rows.length === 0) return seen
  }
}

/** The mutant: it asks for what has a greater number than the last that it has seen. */
async function naiveReader(database: SharedDatabase, over: () => boolean): Promise<Set<string>> {
  const seen = new Set<string>()
  let last = 0
  for (;;) {
    const ending = over()
    const rows = await database.query<{ seq: number; row: string }>(
      'SELECT seq, row_id AS row FROM feed WHERE seq > $1 ORDER BY seq',
      [last],
    )
    for (const { seq, row } of rows) {
      seen.add(row)
      last = seq
    }
    if (ending && rows.length === 0) return seen
  }
}
