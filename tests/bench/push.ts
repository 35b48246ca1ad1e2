import { mkdirSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DeskProcess } from '../processes/desk-process.ts'
import { newFact } from '../processes/desk-work.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from '../processes/shared-database.ts'
import { figuresOf, printMs } from './figures.ts'
import { makePutsDurable, type Pouch, type PouchDocument, PouchPair } from './sync/pouch.ts'
import { bringTools } from './sync/tools.ts'

/**
 * Writes made offline, one transaction each and on the disk before the next, then sent: until the server has answered each.
 * The same number of documents of the same size in PouchDB, one put each, replicated to its server, on the disk at both ends.
 */
const { values } = parseArgs({ options: { writes: { type: 'string', default: '10000' } } })
const writes = Number(values.writes)
const dir = join(import.meta.dirname, '../../.cache/bench/push')
rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })
bringTools()

console.log(`load ${loadavg()[0]!.toFixed(1)}`)
const database = await startSharedDatabase({ customers: 100, interactionsPerCustomer: 0, fsync: true })
const server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
try {
  const ours = await pushOurs(database)
  const theirs = await pushPouch()
  printMs('ours: a local write, on the disk', figuresOf(ours.writeMs))
  printMs('PouchDB: a local put, made durable', figuresOf(theirs.writeMs))
  printMs('PouchDB: a local put as it comes, not durable', figuresOf(theirs.quickMs))
  const [p99, theirP99] = [figuresOf(ours.writeMs).p99, figuresOf(theirs.writeMs).p99]
  const mean = (ms: readonly number[]) => ms.reduce((sum, one) => sum + one, 0) / ms.length
  console.log(`local write p99 ${p99.toFixed(2)} ms  (asked: 3)`)
  const means = mean(theirs.writeMs) / mean(ours.writeMs)
  console.log(`ratio to PouchDB's durable put: p99 ${(theirP99 / p99).toFixed(1)}, mean ${means.toFixed(1)}  (asked: 2)`)
  console.log(`ours: sent ${writes} writes in ${ours.seconds.toFixed(2)} s: ${Math.round(writes / ours.seconds)} writes/s`)
  for (const size of ['default', 'large'] as const) {
    const seconds = theirs.seconds[size]
    console.log(`PouchDB, ${size} batches: in ${seconds.toFixed(2)} s: ${Math.round(writes / seconds)} writes/s`)
    console.log(`ratio to PouchDB, ${size} batches: ${(seconds / ours.seconds).toFixed(1)}  (asked: 10)`)
  }
} finally {
  await server.stop()
  await database.stop()
  rmSync(dir, { recursive: true, force: true })
}

async function pushOurs(shared: SharedDatabase) {
  const { login, password } = accountOf(shared, 'operator1')
  const desk = await DeskProcess.start({ dir: join(dir, 'desk'), serverUrl: server.url, login, password })
  await desk.untilCurrent(60_000)
  await desk.online(false)
  const customers = await shared.query<{ id: string }>('SELECT id FROM customers')
  const facts = Array.from({ length: writes }, (_, nth) => newFact(customers[nth % customers.length]!.id, `write ${nth}`))
  const writeMs = await desk.writeEach(facts.map((fact) => [fact]))
  const started = performance.now()
  await desk.online(true)
  await desk.until('all is answered', ({ standing }) => standing.waiting === 0, 600_000)
  const seconds = (performance.now() - started) / 1000
  const [there] = await shared.query<{ n: number }>(`SELECT count(*) AS n FROM customer_facts WHERE label = 'test'`)
  if (there?.n !== writes) throw new Error(`Only ${there?.n} writes arrived`)
  await desk.stop()
  return { writeMs, seconds }
}

async function pushPouch() {
  const pair = await PouchPair.start(join(dir, 'pouch'), { durable: true })
  const quick = pair.local('quick')
  const quickMs = await putEach(quick, 2_000)
  await quick.close()
  makePutsDurable()
  const local = pair.local('local')
  const writeMs = await putEach(local, writes)
  const seconds = { default: await pair.push(local, 'default'), large: await pair.push(local, 'large') }
  await local.close()
  pair.stop()
  return { writeMs, quickMs, seconds }
}

async function putEach(to: Pouch, count: number): Promise<number[]> {
  const ms: number[] = []
  for (let nth = 0; nth < count; nth++) {
    const fact = newFact('customer', `write ${nth}`)
    const document: PouchDocument = { _id: fact.id, ...fact.fields }
    const started = performance.now()
    await to.put(document)
    ms.push(performance.now() - started)
  }
  return ms
}
