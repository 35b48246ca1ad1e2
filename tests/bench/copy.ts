import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateSharedRows } from '#demo/server/shared-rows.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { DeskProcess } from '../processes/desk-process.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from '../processes/shared-database.ts'
import { type PouchDocument, PouchPair } from './sync/pouch.ts'
import { rawCopy } from './sync/raw-copy.ts'
import { bringTools } from './sync/tools.ts'

/**
 * The first copy: server process on PostgreSQL → HTTP → encrypted local copy in its worker, against the raw limit on the same
 * rows (COPY → HTTP → SQLite in one script) and against PouchDB with its own server, all in one run. Customers and their contact
 * points, three rows a customer; with `--interactions` also so many interactions each, and then ours alone.
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '100000' },
    interactions: { type: 'string', default: '0' },
    /** PouchDB grows slower with its size: a smaller share is in its favour. */
    pouch: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '2' },
  },
})
const customers = Number(values.customers)
const interactionsPerCustomer = Number(values.interactions)
const rounds = Number(values.rounds)
const entities: EntityName[] = [
  'customers',
  'contact_points',
  ...(interactionsPerCustomer > 0 ? (['interactions'] as const) : []),
]
const dir = join(import.meta.dirname, '../../.cache/bench/copy')
rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })

const database = await startSharedDatabase({ customers, interactionsPerCustomer, entities, fsync: true })
console.log(`${database.rows} rows of ${customers} customers in PostgreSQL`)
const server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
try {
  const ours: number[] = []
  const raw: number[] = []
  const rawEncrypted: number[] = []
  // Turn by turn, so that all see the same load of the machine.
  for (let round = 0; round < rounds; round++) {
    ours.push(await copyOurs(database, `desk-${round}`))
    if (interactionsPerCustomer > 0) continue
    raw.push((await rawCopy(database.url, entities, join(dir, 'raw.db'))).seconds)
    rawEncrypted.push((await rawCopy(database.url, entities, join(dir, 'raw.db'), randomBytes(32))).seconds)
  }
  const rate = (seconds: readonly number[]) => customers / Math.min(...seconds)
  show('ours, encrypted', rate(ours))
  if (raw.length > 0) {
    show('raw limit: COPY → HTTP → SQLite', rate(raw))
    show('raw limit, encrypted file', rate(rawEncrypted))
    const pouch = await copyPouch(Number(values.pouch))
    show(`PouchDB with its server (${values.pouch})`, pouch)
    console.log(`ratio to the raw limit       ${(rate(ours) / rate(raw)).toFixed(2)}  (asked: 0.70)`)
    console.log(`ratio to it, encrypted too   ${(rate(ours) / rate(rawEncrypted)).toFixed(2)}`)
    console.log(`ratio to PouchDB             ${(rate(ours) / pouch).toFixed(1)}  (asked: 8)`)
  }
} finally {
  await server.stop()
  await database.stop()
  rmSync(dir, { recursive: true, force: true })
}

/** Seconds from going online to the last row. */
async function copyOurs(shared: SharedDatabase, name: string): Promise<number> {
  const { login, password } = accountOf(shared, 'operator1')
  const desk = await DeskProcess.start({ dir: join(dir, name), serverUrl: server.url, login, password, online: false })
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  await desk.online(true)
  const usable = desk.until('somebody is there', ({ standing }) => standing.copies.some(({ done }) => done >= 1_000), 600_000)
  const usableSeconds = usable.then(seconds)
  await desk.until('all is copied', ({ standing }) => standing.cursor !== null && standing.copies.length === 0, 3_600_000)
  const total = seconds()
  const [count] = await desk.rows<{ n: number }>('SELECT count(*) AS n FROM customers')
  if (count?.n !== customers) throw new Error(`Only ${count?.n} customers came`)
  const lag = await desk.lag()
  console.log(
    `ours: usable after ${(await usableSeconds).toFixed(1)} s, all after ${total.toFixed(1)} s; main's event loop p99.9 ${lag.p999.toFixed(1)} ms, max ${lag.max.toFixed(1)} ms`,
  )
  await desk.stop()
  rmSync(join(dir, name), { recursive: true, force: true })
  return total
}

/** Customers a second; one document a row, as ours has one row. */
async function copyPouch(count: number): Promise<number> {
  bringTools()
  const pair = await PouchPair.start(join(dir, 'pouch'))
  const source = pair.local('source')
  let batch: PouchDocument[] = []
  for (const { row } of generateSharedRows({ customers: count, interactionsPerCustomer: 0, seed: 1, nowMs: Date.now() })) {
    if (!entities.includes(row.entity)) continue
    batch.push({ _id: `${row.entity}:${row.id}`, ...row.fields })
    if (batch.length < 2_000) continue
    await source.bulkDocs(batch)
    batch = []
  }
  await source.bulkDocs(batch)
  await pair.push(source)
  const target = pair.local('target')
  const seconds = await pair.copy(target)
  const { doc_count: there } = await target.info()
  const { doc_count: sent } = await source.info()
  if (there !== sent) throw new Error(`PouchDB brought ${there} of ${sent} documents`)
  await source.close()
  await target.close()
  pair.stop()
  return count / seconds
}

function show(name: string, customersEachSecond: number): void {
  console.log(`${name.padEnd(40)} ${Math.round(customersEachSecond).toString().padStart(8)} customers/s`)
}
