import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { generateSharedRows } from '#demo/server/shared-rows.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { everyonesTerritory } from '#shared/sync/protocol.ts'
import { DeskProcess } from '../processes/desk-process.ts'
import { newFact } from '../processes/desk-work.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from '../processes/shared-database.ts'
import { figuresOf, printMs } from './figures.ts'
import { type Batches, type PouchDocument, PouchPair } from './sync/pouch.ts'
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
    /** Another round with a person's write each 50 ms: how long do those wait? */
    writes: { type: 'boolean', default: false },
    /** Not the others. */
    'ours-only': { type: 'boolean', default: false },
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
const loadNow = () => loadavg()[0]!.toFixed(1)
console.log(`load ${loadNow()}; ${database.rows} rows of ${customers} customers in PostgreSQL`)
const server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
try {
  const ours: number[] = []
  const raw: number[] = []
  const rawEncrypted: number[] = []
  // Turn by turn, so that all see the same load of the machine.
  for (let round = 0; round < rounds; round++) {
    ours.push(await copyOurs(database, `desk-${round}`))
    if (interactionsPerCustomer > 0 || values['ours-only']) continue
    raw.push((await rawCopy(database.url, entities, join(dir, 'raw.db'))).seconds)
    rawEncrypted.push((await rawCopy(database.url, entities, join(dir, 'raw.db'), randomBytes(32))).seconds)
  }
  if (values.writes) await copyOurs(database, 'desk-writing', true)
  const rate = (seconds: readonly number[]) => customers / Math.min(...seconds)
  show('ours, encrypted', rate(ours))
  if (raw.length > 0) {
    show('raw limit: COPY → HTTP → SQLite', rate(raw))
    show('raw limit, encrypted file', rate(rawEncrypted))
    const pouch = await copyPouch(Number(values.pouch))
    show(`PouchDB with its server (${values.pouch})`, pouch.default)
    show('  the same in batches of 1,000', pouch.large)
    console.log(`ratio to the raw limit       ${(rate(ours) / rate(raw)).toFixed(2)}  (asked: 0.70)`)
    console.log(`ratio to it, encrypted too   ${(rate(ours) / rate(rawEncrypted)).toFixed(2)}`)
    console.log(`ratio to PouchDB             ${(rate(ours) / pouch.default).toFixed(1)}  (asked: 8)`)
    console.log(`ratio to it in large batches ${(rate(ours) / pouch.large).toFixed(1)}`)
  }
} finally {
  await server.stop()
  await database.stop()
  rmSync(dir, { recursive: true, force: true })
}

/** Seconds from going online to the last row. */
async function copyOurs(shared: SharedDatabase, name: string, writing = false): Promise<number> {
  const { login, password } = accountOf(shared, 'operator1')
  const desk = await DeskProcess.start({ dir: join(dir, name), serverUrl: server.url, login, password, online: false })
  await desk.lag()
  const started = performance.now()
  const startedMs = Date.now()
  const seconds = () => (performance.now() - started) / 1000
  // Customers and their numbers come first: from here on callers are known and people can work.
  const usable = desk
    .until(
      'somebody is there',
      ({ standing }) => standing.copies.some(({ territory, done }) => territory !== everyonesTerritory && done >= 1_000),
      600_000,
    )
    .then(seconds)
  await desk.online(true)
  let over = false
  const written = writing ? writeMeanwhile(desk, () => over) : undefined
  await desk.until(
    'all is copied',
    ({ standing }) => standing.copies.length === 0 && standing.cursor !== null && (standing.confirmedAtMs ?? 0) >= startedMs,
    3_600_000,
  )
  const total = seconds()
  over = true
  // Before the counting, which runs on the main thread.
  const lag = await desk.lag()
  const [count] = await desk.rows<{ n: number }>('SELECT count(*) AS n FROM customers')
  if (count?.n !== customers) throw new Error(`Only ${count?.n} customers came`)
  console.log(
    `ours${writing ? ' with writes' : ''}: load ${loadNow()}, usable after ${(await usable).toFixed(1)} s, all after ${total.toFixed(1)} s; main's event loop p99.9 ${lag.p999.toFixed(1)} ms, max ${lag.max.toFixed(1)} ms`,
  )
  if (written) printMs('a write during the first copy', figuresOf(await written))
  await desk.stop()
  rmSync(join(dir, name), { recursive: true, force: true })
  return total
}

/** Milliseconds of each, on the disk. */
async function writeMeanwhile(desk: DeskProcess, over: () => boolean): Promise<number[]> {
  const ms: number[] = []
  for (let nth = 0; !over(); nth++) {
    ms.push(...(await desk.writeEach([[newFact('customer', `write ${nth}`)]])))
    await setTimeout(50)
  }
  return ms
}

/** Customers a second; one document a row, as ours has one row. */
async function copyPouch(count: number): Promise<Record<Batches, number>> {
  bringTools()
  const pair = await PouchPair.start(join(dir, 'pouch'), { durable: false })
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
  await pair.push(source, 'large')
  const { doc_count: sent } = await source.info()
  const seconds: Partial<Record<Batches, number>> = {}
  for (const size of ['default', 'large'] as const) {
    const target = pair.local(`target-${size}`)
    seconds[size] = await pair.copy(target, size)
    const { doc_count: there } = await target.info()
    if (there !== sent) throw new Error(`PouchDB brought ${there} of ${sent} documents`)
    await target.close()
  }
  await source.close()
  pair.stop()
  return { default: count / seconds.default!, large: count / seconds.large! }
}

function show(name: string, customersEachSecond: number): void {
  console.log(`${name.padEnd(40)} ${Math.round(customersEachSecond).toString().padStart(8)} customers/s`)
}
