import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DeskProcess } from '../processes/desk-process.ts'
import { points } from '../processes/desk-work.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, startSharedDatabase } from '../processes/shared-database.ts'
import { figuresOf, printMs } from './figures.ts'

/** A change on one desktop → in the database of another and told to its pages, both online. */
const { values } = parseArgs({ options: { changes: { type: 'string', default: '300' } } })
const changes = Number(values.changes)
const dir = join(import.meta.dirname, '../../.cache/bench/sync-lag')
rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })

const database = await startSharedDatabase({ customers: 500, interactionsPerCustomer: 3, fsync: true })
const server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
const start = (login: string) =>
  DeskProcess.start({ dir: join(dir, login), serverUrl: server.url, login, password: accountOf(database, login).password })
const [here, there] = await Promise.all([start('operator1'), start('operator2')])
try {
  await Promise.all([here.untilCurrent(120_000), there.untilCurrent(120_000)])
  const customers = await database.query<{ id: string; points: number }>(
    'SELECT id, loyalty_points AS points FROM customers ORDER BY id',
  )
  const ms: number[] = []
  for (let nth = 0; nth < changes; nth++) {
    const { id, points: before } = customers[nth % customers.length]!
    const arrived = arrivalAt(there, id)
    const startedNs = process.hrtime.bigint()
    await here.write([points(id, before + 1 + Math.floor(nth / customers.length))])
    ms.push(Number((await arrived) - startedNs) / 1e6)
  }
  const p95 = ms.toSorted((a, b) => a - b)[Math.ceil(0.95 * ms.length) - 1] ?? Number.NaN
  printMs('a change here → there', figuresOf(ms))
  console.log(`p95 ${p95.toFixed(1)} ms  (asked: 300)`)
} finally {
  await Promise.all([here.stop(), there.stop()])
  await server.stop()
  await database.stop()
  rmSync(dir, { recursive: true, force: true })
}

function arrivalAt(desk: DeskProcess, customerId: string): Promise<bigint> {
  return new Promise((resolve) => {
    const stop = desk.applied.subscribe(({ customers: ids, atNs }) => {
      if (!ids.includes(customerId)) return
      stop()
      resolve(BigInt(atNs))
    })
  })
}
