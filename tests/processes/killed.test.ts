import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../pbx/until.ts'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { type Kept, keepBusy, missing, someCustomers } from './busy-desk.ts'
import { DeskProcess, untilAllCurrent } from './desk-process.ts'
import { differences } from './same-copy.ts'
import { ServerProcess } from './server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from './shared-database.ts'

const why = whyNoPostgres()
if (why) console.log(`processes killed with -9: skipped, ${why}`)
const kills = Number(process.env.DZVIN_KILLS ?? 4)
const territories = Array.from({ length: 6 }, (_, index) => `territory-${index + 1}`)

async function holds(desk: DeskProcess, customerId: string): Promise<boolean> {
  const rows = await desk.rows('SELECT 1 FROM customers WHERE id = ?', [customerId])
  return rows.length > 0
}

describe.skipIf(why)('processes killed with -9', () => {
  let database: SharedDatabase
  let server: ServerProcess
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-killed-'))

  beforeAll(async () => {
    database = await startSharedDatabase({ customers: 600, interactionsPerCustomer: 3 })
    server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
  }, 60_000)
  afterAll(async () => {
    await server?.stop()
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  const startDesk = (login: string) =>
    DeskProcess.start({ dir: join(dir, login), serverUrl: server.url, login, password: accountOf(database, login).password })

  const applied = async () => {
    const [row] = await database.query<{ count: number }>(`SELECT count(*) FROM customer_facts WHERE label = 'test'`)
    return row?.count ?? 0
  }
  const progress = async (more: number) => {
    const before = await applied()
    await until('more was taken', 60_000, async () => (await applied()) >= before + more)
  }

  it('SYNC-3 a server that dies around its commits loses nothing and takes nothing twice', async () => {
    const logins = ['operator1', 'operator2', 'supervisor1']
    const desks = await Promise.all(logins.map(startDesk))
    await untilAllCurrent(desks)
    const customers = await someCustomers(database, desks.length)
    const kept = desks.map((): Kept => ({ facts: [], raised: 0 }))
    let over = false
    const writing = desks.map((desk, nth) => keepBusy(desk, customers[nth]!, kept[nth]!, () => over))
    for (let nth = 0; nth < kills; nth++) {
      await progress(5 + nth)
      await server.kill()
      await server.restart()
    }
    over = true
    await Promise.all(writing)
    await untilAllCurrent(desks, 60_000)
    for (const [nth, desk] of desks.entries()) {
      expect(await missing(database, customers[nth]!, kept[nth]!)).toEqual([])
      expect(await differences(desk, database, territories)).toEqual([])
    }
    const writes = kept.reduce((sum, { raised }) => sum + raised, 0)
    console.log(`a server killed ${kills} times under ${writes} transactions of three desks: all there once`)
    await Promise.all(desks.map((desk) => desk.stop()))
  }, 180_000)

  it('SYNC-1 SYNC-7 a desk that dies around its pages and writes loses nothing that it said is kept', async () => {
    const [customer] = (await someCustomers(database, 4)).slice(3)
    const other = await startDesk('operator2')
    const busy: Kept = { facts: [], raised: 0 }
    const [others] = (await someCustomers(database, 5)).slice(4)
    let over = false
    await other.untilCurrent()
    const traffic = keepBusy(other, others!, busy, () => over)
    const kept: Kept = { facts: [], raised: 0 }
    // The first deaths come in the midst of the first copy, the later ones among pages of the feed and own writes.
    for (let nth = 0; nth < 2; nth++) {
      const desk = await startDesk('field1')
      await desk.until('it copies', ({ standing }) => standing.copies.some(({ done, total }) => done > 0 && done < total))
      await desk.kill()
    }
    for (let nth = 0; nth < kills; nth++) {
      const desk = await startDesk('field1')
      await until('its customer is there', 30_000, () => holds(desk, customer!.id))
      const writing = keepBusy(desk, customer!, kept, () => over)
      await until('some was written', 30_000, () => kept.raised > 10 * nth)
      await desk.kill()
      await writing
    }
    over = true
    await traffic
    const desk = await startDesk('field1')
    await untilAllCurrent([desk, other], 60_000)
    expect(await missing(database, customer!, kept, 1)).toEqual([])
    expect(await missing(database, others!, busy)).toEqual([])
    expect(await differences(desk, database, ['territory-1'])).toEqual([])
    expect(await desk.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    console.log(`a desk killed ${kills} times, ${kept.raised} of its transactions and ${busy.raised} of another: all there`)
    await Promise.all([desk.stop(), other.stop()])
  }, 180_000)
})
