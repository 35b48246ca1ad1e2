import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '#demo/customers/random.ts'
import { until } from '../pbx/until.ts'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { type Kept, keepBusy, missing, someCustomers } from './busy-desk.ts'
import { DeskProcess, untilAllCurrent } from './desk-process.ts'
import { newFact } from './desk-work.ts'
import { Namespace, whyNoNamespaces } from './namespaces.ts'
import { Relay } from './relay.ts'
import { differences } from './same-copy.ts'
import { ServerProcess } from './server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from './shared-database.ts'

const why = whyNoPostgres() ?? whyNoNamespaces()
if (why) console.log(`partitions in network namespaces: skipped, ${why}`)
const rounds = Number(process.env.DZVIN_PARTITIONS ?? 4)
const seed = Number(process.env.DZVIN_SEED ?? 1)
const weekOfChanges = 5_000
const roundTripMs = 200
const territories = Array.from({ length: 6 }, (_, index) => `territory-${index + 1}`)

describe.skipIf(why)('real processes behind links of their own', () => {
  let database: SharedDatabase
  let server: ServerProcess
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-partitions-'))
  const nets: Namespace[] = []
  const relays: Relay[] = []

  beforeAll(async () => {
    database = await startSharedDatabase({ customers: 120, interactionsPerCustomer: 1 })
    server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
  }, 60_000)
  afterAll(async () => {
    await Promise.all(relays.map((relay) => relay.stop()))
    for (const net of nets) net.remove()
    await server?.stop()
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  const farDesk = async (login: string, delayMs: number) => {
    const net = new Namespace(nets.length + 1)
    nets.push(net)
    const relay = await Relay.start(net.hostAddress, server.port, delayMs)
    relays.push(relay)
    const { password } = accountOf(database, login)
    const desk = await DeskProcess.start({ dir: join(dir, login), serverUrl: relay.url, login, password, netns: net.name })
    return { desk, net }
  }

  it('three desks whose links are cut and mended, as chance has it, hold the same in the end', async () => {
    const far = await Promise.all(['operator1', 'operator2', 'supervisor1'].map((login) => farDesk(login, 5)))
    const desks = far.map(({ desk }) => desk)
    await untilAllCurrent(desks, 60_000)
    const customers = await someCustomers(database, far.length)
    const kept = far.map((): Kept => ({ facts: [], raised: 0 }))
    let over = false
    const writing = far.map(({ desk }, nth) => keepBusy(desk, customers[nth]!, kept[nth]!, () => over))
    const random = new Random()
    random.restart(seed, 0)
    const written = () => kept.reduce((sum, { raised }) => sum + raised, 0)
    for (let round = 0; round < rounds; round++) {
      const cut = far.filter(() => random.chance(0.6))
      for (const { net } of cut) net.cut()
      const before = written()
      await until('all work on', 30_000, () => written() > before + 1_500)
      for (const { net } of cut) net.mend()
    }
    over = true
    await Promise.all(writing)
    await untilAllCurrent(desks, 90_000)
    for (const [nth, { desk }] of far.entries()) {
      expect(await missing(database, customers[nth]!, kept[nth]!)).toEqual([])
      expect(await differences(desk, database, territories)).toEqual([])
    }
    console.log(`partitions: ${rounds} rounds with seed ${seed}, ${written()} transactions of three desks, all copies the same`)
    await Promise.all(far.map(({ desk }) => desk.stop()))
  }, 180_000)

  it('a week of a field office without a network, 5,000 changes, arrives over 1 Mbit/s and 200 ms', async () => {
    const { desk, net } = await farDesk('field1', roundTripMs / 2)
    await desk.untilCurrent(60_000)
    await desk.online(false)
    const customers = await someCustomers(database, 20)
    const facts = Array.from({ length: weekOfChanges }, (_, nth) => newFact(customers[nth % 20]!.id, `change ${nth} of the week`))
    await desk.writeEach(facts.map((fact) => [fact]))
    net.limit('1mbit')
    const startedMs = performance.now()
    await desk.online(true)
    await desk.untilCurrent(170_000)
    const seconds = (performance.now() - startedMs) / 1000
    const there = await database.query('SELECT id FROM customer_facts WHERE id = ANY($1::text[])', [facts.map(({ id }) => id)])
    expect(there.length).toBe(weekOfChanges)
    expect(await differences(desk, database, ['territory-1'])).toEqual([])
    console.log(
      `a week offline: ${weekOfChanges} changes over 1 Mbit/s and ${roundTripMs} ms in ${seconds.toFixed(1)} s, all there`,
    )
    await desk.stop()
  }, 180_000)
})
