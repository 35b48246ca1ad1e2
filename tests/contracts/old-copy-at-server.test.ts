import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openAccount } from '#main/session/open-account.ts'
import type { WriteConnection } from '#main/store/connection.ts'
import { createSync } from '#main/sync/create-sync.ts'
import { type Server, startServer } from '#server/compose.ts'
import { readConfig } from '#server/config.ts'
import type { Account } from '#shared/ports/account.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { savedPlace } from '#shared/sync/account-api.ts'
import { systemClock } from '#system/system-clock.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'
import { newCustomer, newTask } from '../simulation/first-rows.ts'
import { fileOf, newFile, SimCopy } from '../simulation/sim-copy.ts'

const ids = uuidV7Source(Date.now)
let folder: string
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dzvin-old-copy-'))
  const config = readConfig({ DZVIN_SERVER_PORT: '0', DZVIN_SERVER_DATA_DIR: join(folder, 'server') })
  server = await startServer({ config, version: '0.1.0', clock: systemClock, ids, log: quietLog })
}, 90_000)
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

async function administrator(): Promise<{ readonly account: Account; readonly territory: string }> {
  const account = await openAccount({
    dir: join(folder, 'desk'),
    serverUrl: server.url,
    secrets: { persists: false, read: async () => undefined, write: async () => {}, remove: async () => {} },
    clock: systemClock,
    ids,
    log: quietLog,
    http: fetch,
    deviceName: 'desk',
    appVersion: '0.1.0',
    cost: { memoryKiB: 8, passes: 1, lanes: 1 },
  })
  const first = server.firstAdministrator
  if (!first) throw new Error('There is no first administrator')
  expect(await account.signIn(first)).toMatchObject({ ok: true })
  expect(await account.changePassword(first.password, 'a long and quiet evening 9')).toMatchObject({ ok: true })
  const token = await account.accessToken()
  if (!token.ok) throw new Error(token.failure.kind)
  const made = await fetch(new URL('/api/places', server.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'territory', name: 'North' }),
  })
  return { account, territory: savedPlace.parse(await made.json()).id }
}

/** The app over this file, until it is closed. */
function running(account: Account, file: WriteConnection, territory: string) {
  const { deviceId, userId } = account.open.get()!
  const desk = new SimCopy({
    database: file,
    device: deviceId,
    actor: userId,
    nowMs: Date.now,
    newId: () => ids.next(),
    step: () => {},
    crashed: () => {},
    looked: () => {},
  })
  const sync = createSync({
    copy: desk.copy,
    account,
    serverUrl: server.url,
    clock: systemClock,
    log: quietLog,
    random: Math.random,
  })
  onTestFinished(() => sync.dispose())
  const settled = () =>
    vi.waitFor(
      () => {
        // The server may take a moment to count a new territory among an administrator's.
        sync.now()
        const copied = file.prepare<[string], number>('SELECT complete FROM copies WHERE territory = ?').pluck().get(territory)
        expect({ waiting: desk.copy.standing.get().waiting, copied }).toEqual({ waiting: 0, copied: 1 })
      },
      { timeout: 20_000, interval: 200 },
    )
  const points = (customer: string, loyaltyPoints: number) =>
    desk.write([{ kind: 'patch', entity: 'customers', id: customer, fields: { loyaltyPoints } }])
  const task = (customer: string, id: string) =>
    desk.write([{ kind: 'create', entity: 'tasks', id, fields: newTask(customer, id, 1) } as never])
  return { desk, sync, settled, points, task, name: () => desk.copy.standing.get().device }
}

test('SYNC-3 a device whose copy was put back to an older state goes on under a new line: nothing lost, nothing twice', async () => {
  const { account, territory } = await administrator()
  onTestFinished(() => account.dispose())
  const customer = ids.next()

  const file = newFile()
  const before = running(account, file, territory)
  await before.settled()
  const { deviceId } = account.open.get()!
  before.desk.write([{ kind: 'create', entity: 'customers', id: customer, fields: newCustomer('One', territory) } as never])
  await before.settled()
  const old = file.serialize()
  before.points(customer, 5)
  before.task(customer, 'made after the backup')
  await before.settled()
  expect(before.name()).toBe(deviceId)
  await before.sync.dispose()

  // These take numbers that the server has from the time after the backup.
  const again = running(account, fileOf(old), territory)
  again.points(customer, 3)
  again.task(customer, 'made on the old copy')
  await vi.waitFor(() => expect(again.name()).toMatch(new RegExp(`^${deviceId}_[0-9a-f]{12}$`)), { timeout: 20_000 })
  await again.settled()
  again.task(customer, 'made under the new line')
  await again.settled()

  // A third copy, from nothing, sees what the server has.
  const fresh = running(account, newFile(), territory)
  await fresh.settled()
  const tasks = [...fresh.desk.rows('tasks').values()].map(({ title }) => title)
  const made = ['made after the backup', 'made on the old copy', 'made under the new line']
  expect(tasks.sort()).toEqual(made)
  expect(fresh.desk.row('customers', customer)).toMatchObject({ loyaltyPoints: 8 })
  await vi.waitFor(() => expect([...again.desk.rows('tasks').keys()].sort()).toEqual([...made].sort()), { timeout: 20_000 })
  expect(again.desk.row('customers', customer)).toMatchObject({ loyaltyPoints: 8 })
}, 90_000)
