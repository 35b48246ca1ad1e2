import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../pbx/until.ts'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { type Kept, keepBusy, missing, someCustomers } from './busy-desk.ts'
import { DeskProcess } from './desk-process.ts'
import { mintDevices } from './mint-devices.ts'
import { RawDevice } from './raw-device.ts'
import { ServerProcess } from './server-process.ts'
import { accountOf, startSharedDatabase } from './shared-database.ts'
import { SmallDisk, whyNoSmallDisk } from './small-disk.ts'

const noPostgres = whyNoPostgres()
const noDisk = noPostgres ?? whyNoSmallDisk()
if (noPostgres) console.log(`a server without its database: skipped, ${noPostgres}`)
else if (noDisk) console.log(`a server with a full disk: skipped, ${noDisk}`)

/** Everything that stands, on a database whose files are below `temp`. */
async function stand(temp: string) {
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-away-'))
  const tempBefore = process.env.TMPDIR
  process.env.TMPDIR = temp
  const database = await startSharedDatabase({ customers: 40, interactionsPerCustomer: 1, fsync: true }).finally(() => {
    if (tempBefore === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = tempBefore
  })
  const server = await ServerProcess.start({ databaseUrl: database.url, dataDir: join(dir, 'server') })
  const [device] = await mintDevices(database.url, accountOf(database, 'supervisor1').userId, 1)
  const { password } = accountOf(database, 'operator1')
  const desk = await DeskProcess.start({ dir: join(dir, 'desk'), serverUrl: server.url, login: 'operator1', password })
  await desk.untilCurrent()
  const end = async () => {
    await desk.stop()
    await server.stop()
    await database.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return { database, server, desk, raw: new RawDevice(server.url, device!), end }
}

/** A push of one small row: what the server says. */
function pushOne(raw: RawDevice, customerId: string): Promise<Response> {
  const fact = { customerId, label: 'test', value: 'while away', addedAtMs: Date.now() }
  return raw.post('push', { mutations: [raw.create('customer_facts', raw.nextId(), fact)] })
}

describe.skipIf(noPostgres)('a server whose database is killed', () => {
  let all: Awaited<ReturnType<typeof stand>>
  beforeAll(async () => {
    all = await stand(tmpdir())
  }, 60_000)
  afterAll(() => all?.end(), 60_000)

  it('answers 503 with Retry-After, takes nothing, and works again by itself', async () => {
    const { database, desk, raw, server } = all
    const [customer] = await someCustomers(database, 1)
    const kept: Kept = { facts: [], raised: 0 }
    let over = false
    const writing = keepBusy(desk, customer!, kept, () => over)
    await until('some was written', 10_000, () => kept.raised > 20)
    await database.postgres.halt('kill')
    const answer = await pushOne(raw, customer!.id)
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ problem: 'unavailable' })
    const ready = await fetch(`${server.url}/readyz`)
    expect(ready.status).toBe(503)
    const before = kept.raised
    await until('the desk works on', 10_000, () => kept.raised > before + 20)
    over = true
    await writing
    await database.postgres.restart()
    await desk.untilCurrent(60_000)
    expect(await missing(database, customer!, kept)).toEqual([])
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  }, 90_000)
})

describe.skipIf(noDisk)('a server whose disk is full', () => {
  let disk: SmallDisk
  let all: Awaited<ReturnType<typeof stand>>
  beforeAll(async () => {
    disk = new SmallDisk(160)
    all = await stand(disk.path)
  }, 60_000)
  afterAll(async () => {
    await all?.end()
    disk?.remove()
  }, 60_000)

  it('takes nothing that it cannot keep, says 503, and works again when there is space', async () => {
    const { database, desk, raw, server } = all
    const [customer] = await someCustomers(database, 1)
    const kept: Kept = { facts: [], raised: 0 }
    let over = false
    const writing = keepBusy(desk, customer!, kept, () => over)
    await until('some was written', 10_000, () => kept.raised > 20)
    disk.fill()
    const taken: string[] = []
    // A megabyte at a time, until the last free pages and the write-ahead log are used up.
    const refused = await until('the server says that it cannot keep more', 60_000, async () => {
      const task = { kind: 'task', customerId: customer!.id, title: 'x'.repeat(200), number: null, assignee: null } as const
      const more = { caseId: null, interactionId: null, createdAtMs: Date.now(), dueAtMs: null, doneAtMs: null }
      const mutations = Array.from({ length: 500 }, () => raw.create('tasks', raw.nextId(), { ...task, ...more }))
      const answer = await raw.post('push', { mutations }).catch(() => undefined)
      if (!answer?.ok) return answer
      await answer.body?.cancel()
      taken.push(...mutations.map(({ row }) => row))
      return undefined
    })
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const before = kept.raised
    await until('the desk works on', 10_000, () => kept.raised > before + 20)
    over = true
    await writing
    disk.clear()
    // PostgreSQL ends itself when its log cannot grow; whoever keeps it starts it again.
    await database.postgres.halt('kill')
    await database.postgres.restart()
    await desk.untilCurrent(60_000)
    expect(await missing(database, customer!, kept)).toEqual([])
    const there = await database.query('SELECT id FROM tasks WHERE id = ANY($1::text[])', [taken])
    expect(there.length).toBe(taken.length)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    console.log(`disk full: ${taken.length} rows taken before, ${kept.raised} transactions of the desk, all there`)
  }, 120_000)
})
