import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../pbx/until.ts'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { Balancer } from './balancer.ts'
import { someCustomers } from './busy-desk.ts'
import { histogram } from './histogram.ts'
import { LightDesk } from './light-desk.ts'
import { mintDevices } from './mint-devices.ts'
import { RawDevice } from './raw-device.ts'
import { ServerProcess } from './server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from './shared-database.ts'

const why = whyNoPostgres()
if (why) console.log(`two nodes: skipped, ${why}`)
const desksCount = Number(process.env.DZVIN_DESKS ?? 60)
const bucketMs = 250

describe.skipIf(why)('two nodes on one PostgreSQL', () => {
  let database: SharedDatabase
  let nodes: ServerProcess[] = []
  let balancer: Balancer
  let desks: LightDesk[] = []
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-nodes-'))

  beforeAll(async () => {
    database = await startSharedDatabase({ customers: 40, interactionsPerCustomer: 0 })
    const devices = await mintDevices(database.url, accountOf(database, 'operator1').userId, desksCount)
    nodes = await Promise.all(
      ['a', 'b'].map((name) => ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, name) })),
    )
    // One before the crowd: each node reads the signing keys at its first token.
    for (const { url } of nodes) await new RawDevice(url, devices[0]!).begin()
    balancer = await Balancer.start(nodes.map(({ port }) => port))
    desks = await Promise.all(devices.map((device) => LightDesk.start(balancer.url, device)))
  }, 90_000)
  afterAll(async () => {
    await Promise.all(desks.map((desk) => desk.stop()))
    await balancer?.stop()
    await Promise.all(nodes.map((node) => node.stop()))
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  it('news written at one node is heard by the desks of both', async () => {
    const [customer] = await someCustomers(database, 1)
    const heard = hearing(desks)
    const row = writeOne(desks[0]!, customer!.id)
    await until('all have heard', 10_000, () => heard.get(row)?.size === desks.length)
  })

  it('a killed node loses nothing; its desks are back at the other within 5 s, and not all at once', async () => {
    const [customer] = await someCustomers(database, 1)
    const heard = hearing(desks)
    await until('all are in step', 30_000, () => desks.every(({ state }) => state.get().kind === 'up-to-date'))
    const rows = desks.filter((_, nth) => nth % 6 === 0).map((desk) => writeOne(desk, customer!.id))
    const killedAtMs = performance.now()
    const offline = new Set<LightDesk>()
    const back: number[] = []
    const stops = desks.map((desk) =>
      desk.state.subscribe(({ kind }) => {
        if (kind === 'offline') offline.add(desk)
        else if (offline.delete(desk)) back.push(performance.now() - killedAtMs)
      }),
    )
    const before = balancer.arrivals.length
    await nodes[0]!.kill()
    await until('all are back and have sent', 15_000, () => desks.every((desk) => desk.waiting === 0 && !offline.has(desk)))
    await until('all have heard all', 15_000, () => rows.every((row) => heard.get(row)?.size === desks.length))
    for (const stop of stops) stop()
    const arrivals = balancer.arrivals.slice(before).map(({ atMs }) => atMs - killedAtMs)
    console.log(`connections after a node of two was killed under ${desks.length} desks:\n${histogram(arrivals, bucketMs, 'ms')}`)
    console.log(`${back.length} desks were cut off, the last was back after ${Math.round(Math.max(0, ...back))} ms`)
    const there = await database.query('SELECT id FROM customer_facts WHERE id = ANY($1::text[])', [rows])
    expect(there.length).toBe(rows.length)
    expect(Math.max(0, ...back)).toBeLessThan(5_000)
    const fullest = Math.max(...countsOf(arrivals))
    expect(fullest).toBeLessThan(desks.length)
  }, 60_000)
})

function writeOne(desk: LightDesk, customerId: string): string {
  const row = desk.raw.nextId()
  desk.write([desk.raw.create('customer_facts', row, { customerId, label: 'test', value: row, addedAtMs: Date.now() })])
  return row
}

/** Who has heard of which row. */
function hearing(desks: readonly LightDesk[]): Map<string, Set<LightDesk>> {
  const heard = new Map<string, Set<LightDesk>>()
  for (const desk of desks) {
    desk.heard.subscribe((rows) => {
      for (const { id } of rows) heard.set(id, (heard.get(id) ?? new Set()).add(desk))
    })
  }
  return heard
}

function countsOf(arrivals: readonly number[]): number[] {
  const counts = new Map<number, number>()
  for (const atMs of arrivals) counts.set(Math.floor(atMs / bucketMs), (counts.get(Math.floor(atMs / bucketMs)) ?? 0) + 1)
  return [...counts.values()]
}
