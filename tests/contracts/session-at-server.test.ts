import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { adminHandlers } from '#main/app/handlers/admin-handlers.ts'
import { sessionHandlers } from '#main/app/handlers/session-handlers.ts'
import { openAccount } from '#main/session/open-account.ts'
import { createSync } from '#main/sync/create-sync.ts'
import { createServerApi } from '#main/sync/server-api.ts'
import { type Server, startServer } from '#server/compose.ts'
import { readConfig } from '#server/config.ts'
import { defaultSettings } from '#shared/domain/settings/settings.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { Account } from '#shared/ports/account.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { systemClock } from '#system/system-clock.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'
import { newFile, SimCopy } from '../simulation/sim-copy.ts'

/** The desktop's account against the server itself: what each believes of the other holds. */
const ids = uuidV7Source(Date.now)
const chief = { login: '', password: 'a long and quiet evening 9' }
let folder: string
let server: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dzvin-session-at-server-'))
  const config = readConfig({ DZVIN_SERVER_PORT: '0', DZVIN_SERVER_DATA_DIR: join(folder, 'server') })
  server = await startServer({ config, version: '0.1.0', clock: systemClock, ids, log: quietLog })
  const first = server.firstAdministrator
  if (!first) throw new Error('There is no first administrator')
  const { account, session } = await desktop('first')
  expect(await account.signIn(first)).toMatchObject({ ok: true })
  expect(account.state.get()).toMatchObject({ kind: 'signed-in', user: { mustChangePassword: true } })
  const changed = await session['session.changePassword']({ current: first.password, next: chief.password })
  expect(changed).toMatchObject({ ok: true })
  expect(account.state.get()).toMatchObject({ user: { mustChangePassword: false } })
  await account.dispose()
  chief.login = first.login
}, 90_000)

afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Seat {
  readonly account: Account
  readonly session: ReturnType<typeof sessionHandlers>
  readonly admin: ReturnType<typeof adminHandlers>
}

async function desktop(name: string, options: { away?: boolean } = {}): Promise<Seat> {
  const account = await openAccount({
    dir: join(folder, name),
    serverUrl: server.url,
    secrets: { persists: false, read: async () => undefined, write: async () => {}, remove: async () => {} },
    clock: systemClock,
    ids,
    log: quietLog,
    http: options.away ? () => Promise.reject(new TypeError('fetch failed')) : fetch,
    deviceName: name,
    appVersion: '0.1.0',
    cost: { memoryKiB: 8, passes: 1, lanes: 1 },
  })
  const api = createServerApi({ account, serverUrl: server.url, clock: systemClock })
  const exportsDir = join(folder, name, 'exports')
  const desk = { server: { api, exportsDir }, clock: systemClock } as Parameters<typeof adminHandlers>[0]
  const settings = new Cell(defaultSettings)
  const session = sessionHandlers({ account, desk: new Cell(desk), settings, openPage: () => {} })
  return { account, session, admin: adminHandlers(desk) }
}

async function signedIn(name: string, who: { login: string; password: string }): Promise<Seat> {
  const seat = await desktop(name)
  onTestFinished(() => seat.account.dispose())
  expect(await seat.account.signIn(who)).toMatchObject({ ok: true })
  return seat
}

/** An operator with a password of their own choice, whose desktop is closed again. */
async function operator(login: string, password = 'warm bread at six 31') {
  const { admin } = await signedIn('chief', chief)
  const made = await admin['admin.createUser']({ login, name: login, role: 'operator', active: true, territoryIds: [] })
  if (!made.ok) throw new Error(made.failure.kind)
  const { account, session } = await signedIn(login, { login, password: made.value.password })
  expect(await session['session.changePassword']({ current: made.value.password, next: password })).toMatchObject({ ok: true })
  const open = account.open.get()!
  await account.copyClosed(open, false)
  await account.dispose()
  return { login, password, userId: made.value.userId, admin, open }
}

test('signs in, renews again and again, and is the same copy without the server', async () => {
  const { login, password, open } = await operator('olena')
  const { account } = await signedIn('olena', { login, password })
  for (let round = 0; round < 3; round++) {
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ ok: true })
  }
  expect(account.open.get()).toEqual(open)
  await account.dispose()
  const away = await desktop('olena', { away: true })
  onTestFinished(() => away.account.dispose())
  expect(await away.account.signIn({ login, password })).toMatchObject({ ok: true })
  expect(away.account.state.get()).toMatchObject({ kind: 'signed-in', offline: true })
  expect(away.account.open.get()).toEqual(open)
})

test('is told what is wrong: password, right, weak password', async () => {
  const { login, password } = await operator('taras')
  const seat = await desktop('taras')
  onTestFinished(() => seat.account.dispose())
  expect(await seat.account.signIn({ login, password: 'not that' })).toMatchObject({ failure: { kind: 'wrong-credentials' } })
  expect(await seat.account.signIn({ login, password })).toMatchObject({ ok: true })
  expect(await seat.admin['admin.users']({})).toMatchObject({ failure: { kind: 'no-right' } })
  expect(await seat.account.changePassword(password, 'aaaaaaaaaa')).toMatchObject({ failure: { kind: 'password-weak' } })
  expect(await seat.session['session.mySessions']({})).toMatchObject({ ok: true, value: [{ current: true }] })
})

test('a password that was reset ends the session; a copy with unsent work asks for the old one', async () => {
  const { login, password, userId, admin, open } = await operator('ivan')
  const { account } = await signedIn('ivan', { login, password })
  const reset = await admin['admin.resetPassword']({ userId })
  if (!reset.ok) throw new Error(reset.failure.kind)
  account.tokenRefused()
  expect(await account.accessToken()).toMatchObject({ failure: { kind: 'signed-out' } })
  expect(account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'expired' })
  const fresh = { login, password: reset.value.password }
  expect(await account.signIn(fresh)).toMatchObject({ failure: { kind: 'old-password-needed' } })
  expect(await account.signIn({ login, password })).toMatchObject({ ok: true })
  expect(account.open.get()).toEqual(open)
})

test('SYNC-10 a desktop that is connected learns its new role when the news of it come', async () => {
  const { login, password, userId, admin } = await operator('oksana')
  const { account } = await signedIn('oksana', { login, password })
  const { copy } = new SimCopy({
    database: newFile(),
    device: account.open.get()!.deviceId,
    actor: userId,
    nowMs: Date.now,
    newId: () => ids.next(),
    step: () => {},
    crashed: () => {},
    looked: () => {},
  })
  const way = { serverUrl: server.url, clock: systemClock, log: quietLog, random: Math.random }
  const sync = createSync({ ...way, copy, account })
  onTestFinished(() => sync.dispose())
  const isConnected = () => expect(sync.state.get().kind).toBe('up-to-date')
  await vi.waitFor(isConnected, { timeout: 20_000, interval: 50 })
  const role = () => {
    const state = account.state.get()
    return state.kind === 'signed-in' && state.user.role
  }
  expect(role()).toBe('operator')
  expect(await admin['admin.changeUser']({ userId, changes: { role: 'analyst' } })).toMatchObject({ ok: true })
  await vi.waitFor(() => expect(role()).toBe('analyst'), { timeout: 5_000, interval: 50 })
})

test('the copy set aside gives way to another, as a device that the server takes', async () => {
  const { login, password, userId, admin, open } = await operator('maria')
  const reset = await admin['admin.resetPassword']({ userId })
  if (!reset.ok) throw new Error(reset.failure.kind)
  expect(password).not.toBe(reset.value.password)
  const { account } = await signedIn('maria', { login, password: reset.value.password })
  expect(account.open.get()?.deviceId).not.toBe(open.deviceId)
  expect(await account.accessToken()).toMatchObject({ ok: true })
})

test('a wiped device is told so, deletes its copy and says that it has', async () => {
  const { login, password, admin, open } = await operator('petro')
  const { account } = await signedIn('petro', { login, password })
  await mkdir(open.folder)
  expect(await admin['admin.setDevice']({ deviceId: open.deviceId, action: 'wipe' })).toMatchObject({ ok: true })
  account.tokenRefused()
  expect(await account.accessToken()).toMatchObject({ failure: { kind: 'device-wiped' } })
  expect(await account.accessToken()).toMatchObject({ ok: true })
  await account.leave('wiped')
  await account.copyClosed(open, true)
  expect(existsSync(open.folder)).toBe(false)
  const devices = await admin['admin.devices']({})
  expect(devices.ok && devices.value.find(({ deviceId }) => deviceId === open.deviceId)?.status).toBe('wiped')
  expect(await account.signIn({ login, password })).toMatchObject({ ok: true })
  expect(account.open.get()?.deviceId).not.toBe(open.deviceId)
})

test('an administrator makes places of an empty server, and saves the log that tells of it', async () => {
  const { admin } = await signedIn('places', chief)
  expect(await admin['admin.places']({})).toEqual({ ok: true, value: { territories: [], offices: [], teams: [] } })
  const made = await admin['admin.savePlace']({ kind: 'territory', name: 'North' })
  if (!made.ok) throw new Error(made.failure.kind)
  const { id } = made.value
  const one = { login: 'northerner', name: 'Northerner', role: 'operator', active: true } as const
  const user = await admin['admin.createUser']({ ...one, territoryIds: [id], homeTerritoryId: id })
  if (!user.ok) throw new Error(user.failure.kind)
  const removed = () => admin['admin.removePlace']({ kind: 'territory', id })
  expect(await removed()).toEqual({ ok: false, failure: { kind: 'place-in-use', params: { field: 'users' } } })
  const changes = { territoryIds: [], homeTerritoryId: null }
  expect(await admin['admin.changeUser']({ userId: user.value.userId, changes })).toMatchObject({ ok: true })
  expect(await admin['admin.removeSecondFactor']({ userId: user.value.userId })).toMatchObject({ ok: true })
  expect(await removed()).toMatchObject({ ok: true })
  const exported = await admin['admin.exportAudit']({})
  if (!exported.ok) throw new Error(exported.failure.kind)
  const lines = (await readFile(exported.value.path, 'utf8')).trimEnd().split('\n')
  const told = lines.map((line) => JSON.parse(line).detail.what)
  expect(told).toEqual(expect.arrayContaining(['place-saved', 'user-created', 'second-factor-removed', 'place-removed']))
})
