import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { type SignedIn, signedIn } from '#shared/sync/account-api.ts'
import { createOidcProvider } from '../auth/oidc-provider.ts'
import { createOidcSignIn } from '../auth/oidc-sign-in.ts'
import { type AuthWorld, openAuthDatabase, openAuthWorld, ownPassword } from '../auth/testing/auth-world.ts'
import { type LocalProvider, openLocalProvider } from '../auth/testing/local-provider.ts'
import { type Database, DatabaseUnavailable } from '../store/database.ts'
import { accountRoutes } from './account-routes.ts'
import { adminRoutes } from './admin-routes.ts'
import { errorHandler } from './problems.ts'

const publicUrl = 'http://dzvin.test'
const callbackUrl = `${publicUrl}/api/oidc/callback`
const device = { id: 'desk-1', name: 'Desk <1>', appVersion: '1.0.0' }

let database: Database
let provider: LocalProvider
let world: AuthWorld
let app: FastifyInstance
let settled: string[]

beforeAll(async () => {
  database = await openAuthDatabase()
  provider = await openLocalProvider(callbackUrl)
}, 60_000)
afterAll(async () => {
  await provider.close()
  await database.close()
})

beforeEach(async () => {
  world = await openAuthWorld(database)
  const folder = await mkdtemp(join(tmpdir(), 'dzvin-doors-'))
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler(quietLog))
  settled = []
  const settings = { issuer: provider.issuer, ...provider.client, name: 'Local', claim: 'email', publicUrl }
  const { auth } = world
  const oidc = createOidcSignIn(auth.deps, {
    provider: createOidcProvider(settings),
    signIn: auth.signIn,
    log: quietLog,
    publicUrl,
  })
  const sync = {
    quarantined: async () => [],
    take: async (_by: unknown, id: string) => {
      settled.push(id)
      return id === 'good' ? ({ kind: 'taken', territories: [] } as const) : ({ kind: 'missing' } as const)
    },
    discard: async () => true,
  }
  await app.register(accountRoutes({ auth, oidc }))
  await app.register(adminRoutes({ auth, sync, anchorFile: join(folder, 'anchors.ndjson') }))
  return async () => {
    world.dispose()
    await app.close()
    await rm(folder, { recursive: true })
  }
})

async function send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  const isJson = response.headers['content-type']?.toString().startsWith('application/json')
  return { status: response.statusCode, body: isJson ? response.json() : response.body, headers: response.headers }
}

async function signInAs(login: string, password = ownPassword): Promise<SignedIn> {
  const { body } = await send('POST', '/api/sign-in', { login, password, device: { ...device, id: `desk-of-${login}` } })
  return signedIn.parse(body)
}

test('the way of a desktop: sign in, ask who I am, refresh, sign out', async () => {
  await world.addUser({ login: 'olena' })
  const first = await signInAs('olena')
  expect((await send('GET', '/api/me', undefined, first.accessToken)).body).toEqual(first.user)
  const second = signedIn.parse((await send('POST', '/api/refresh', { refreshToken: first.refreshToken })).body)
  expect((await send('GET', '/api/sessions', undefined, second.accessToken)).body).toMatchObject([{ current: true }])
  expect(await send('POST', '/api/sign-out', undefined, second.accessToken)).toMatchObject({ status: 200, body: {} })
  expect(await send('GET', '/api/me', undefined, second.accessToken)).toMatchObject({
    status: 401,
    body: { problem: 'unauthenticated' },
  })
})

test('answers with tokens are kept by nobody on the way', async () => {
  await world.addUser({ login: 'olena' })
  const { headers } = await send('POST', '/api/sign-in', { login: 'olena', password: ownPassword, device })
  expect(headers['cache-control']).toBe('no-store')
})

test('each problem has its status and its words', async () => {
  const signIn = (more: object) => send('POST', '/api/sign-in', { login: 'nobody', password: 'wrong one', device, ...more })
  expect(await signIn({})).toMatchObject({ status: 401, body: { problem: 'wrong-credentials' } })
  for (let round = 0; round < 4; round++) await signIn({})
  expect(await signIn({})).toMatchObject({ status: 429, body: { problem: 'locked', retryAfterMs: 30_000 } })
  expect(await signIn({ password: 7 })).toMatchObject({ status: 400, body: { problem: 'malformed', field: 'password' } })
  expect(await signIn({ login: 'x'.repeat(40_000) })).toMatchObject({ status: 413, body: { problem: 'malformed' } })
  expect(await send('GET', '/api/me')).toMatchObject({ status: 401, body: { problem: 'unauthenticated' } })
})

test('without its database the server says so and takes nothing', async () => {
  await world.addUser({ login: 'olena' })
  const { accessToken } = await signInAs('olena')
  world.auth.deps.guard.enter = async () => {
    throw new DatabaseUnavailable('away')
  }
  const answer = await send('POST', '/api/sign-in', { login: 'olena', password: ownPassword, device })
  expect(answer).toMatchObject({ status: 503, body: { problem: 'unavailable' } })
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  expect((await send('GET', '/api/me', undefined, accessToken)).status).toBe(200)
})

const adminDoors = [
  ['POST', '/api/users'],
  ['PATCH', '/api/users/id-1'],
  ['POST', '/api/users/id-1/password'],
  ['POST', '/api/users/id-1/second-factor/remove'],
  ['POST', '/api/places'],
  ['DELETE', '/api/places/office/o1'],
  ['POST', '/api/devices/desk'],
  ['GET', '/api/audit/check'],
  ['GET', '/api/audit/export'],
] as const
const managerDoors = [
  ['GET', '/api/users'],
  ['GET', '/api/places'],
  ['GET', '/api/devices'],
  ['GET', '/api/quarantine'],
  ['POST', '/api/quarantine'],
] as const

test.each(['operator', 'field-office', 'analyst', 'supervisor'] as const)(
  'the administrator’s doors are closed to the %s',
  async (role) => {
    await world.addUser({ login: 'somebody', role })
    const { accessToken } = await signInAs('somebody')
    const closed = role === 'supervisor' ? adminDoors : [...adminDoors, ...managerDoors]
    for (const [method, url] of closed)
      expect(await send(method, url, undefined, accessToken), url).toMatchObject({ status: 403, body: { problem: 'forbidden' } })
    for (const [method, url] of [...adminDoors, ...managerDoors]) expect((await send(method, url)).status, url).toBe(401)
  },
)

test('who must first choose a password passes no other door', async () => {
  const { userId } = await world.addUser({ login: 'boss', role: 'administrator' })
  await database.query('update accounts set must_change = true where user_id = $1', [userId])
  const { accessToken } = await signInAs('boss')
  for (const [method, url] of [...adminDoors, ...managerDoors, ['GET', '/api/sessions'] as const])
    expect(await send(method, url, undefined, accessToken), url).toMatchObject({
      status: 403,
      body: { problem: 'password-first' },
    })
  const next = 'tykhyi vechir 41'
  expect(await send('POST', '/api/password', { current: ownPassword, next }, accessToken)).toMatchObject({ status: 200 })
  expect((await send('GET', '/api/users', undefined, accessToken)).status).toBe(200)
})

test('an administrator makes a user, changes and revokes, checks and exports what was done', async () => {
  await world.addUser({ login: 'boss', role: 'administrator' })
  const { accessToken } = await signInAs('boss')
  const as = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => send(method, url, payload, accessToken)
  const made = await as('POST', '/api/users', {
    login: 'new',
    name: 'New',
    role: 'operator',
    active: true,
    territoryIds: ['north'],
  })
  const { userId, password } = made.body
  await signInAs('new', password)
  expect((await as('GET', '/api/devices')).body).toMatchObject([{ deviceId: 'desk-of-boss' }, { deviceId: 'desk-of-new' }])
  expect(await as('POST', '/api/devices/desk-of-new', { action: 'wipe' })).toMatchObject({ status: 200, body: {} })
  expect(await as('PATCH', `/api/users/${userId}`, { active: false })).toMatchObject({ status: 200, body: {} })
  expect((await as('GET', '/api/users')).body).toHaveLength(2)
  expect((await as('GET', '/api/places')).body.territories).toHaveLength(3)
  expect((await as('GET', '/api/audit/check')).body).toMatchObject({ ok: true })
  const exported = String((await as('GET', '/api/audit/export')).body)
    .trimEnd()
    .split('\n')
  const last = JSON.parse(exported.at(-1) ?? '')
  expect(last).toMatchObject({ kind: 'export', device: 'desk-of-boss', n: exported.length })
})

test('an administrator makes places and takes away what a user no longer has; null empties a field', async () => {
  const { userId } = await world.addUser({ login: 'boss', role: 'administrator', territoryIds: [] })
  const { accessToken } = await signInAs('boss')
  const as = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    send(method, url, payload, accessToken)
  const office = await as('POST', '/api/places', { kind: 'office', name: ' Main ', city: 'Kyiv' })
  const url = `/api/places/office/${office.body.id}`
  expect((await as('GET', '/api/places')).body.offices).toEqual([{ id: office.body.id, name: 'Main', city: 'Kyiv' }])
  await as('PATCH', `/api/users/${userId}`, { officeId: office.body.id })
  expect(await as('DELETE', url)).toMatchObject({ status: 409, body: { problem: 'place-in-use', field: 'users' } })
  expect(await as('PATCH', `/api/users/${userId}`, { officeId: null })).toMatchObject({ status: 200 })
  expect(await as('DELETE', url)).toMatchObject({ status: 200, body: {} })
  expect(await as('POST', '/api/places', { kind: 'office', name: '  ' })).toMatchObject({ status: 400, body: { field: 'name' } })
  expect(await as('DELETE', '/api/places/planet/x')).toMatchObject({ status: 400 })
})

test('a supervisor sees the devices of the own territories alone', async () => {
  await world.addUser({ login: 'near', territoryIds: ['north'] })
  await world.addUser({ login: 'far', territoryIds: ['east'], homeTerritoryId: 'east' })
  await world.addUser({ login: 'chief', role: 'supervisor', territoryIds: ['north'] })
  for (const login of ['near', 'far']) await signInAs(login)
  const { accessToken } = await signInAs('chief')
  const { body } = await send('GET', '/api/devices', undefined, accessToken)
  expect(body.map(({ deviceId }: { deviceId: string }) => deviceId).sort()).toEqual(['desk-of-chief', 'desk-of-near'])
})

test('of what is decided in the quarantine, what could not be settled comes back', async () => {
  await world.addUser({ login: 'chief', role: 'supervisor' })
  const { accessToken } = await signInAs('chief')
  const decision = { ids: ['good', 'gone'], action: 'accept' }
  expect((await send('POST', '/api/quarantine', decision, accessToken)).body).toEqual({ left: ['gone'] })
  expect(settled).toEqual(['good', 'gone'])
})

test('a desktop that was wiped says so with its last token', async () => {
  await world.addUser({ login: 'olena' })
  await world.addUser({ login: 'boss', role: 'administrator' })
  const [{ accessToken }, boss] = [await signInAs('olena'), await signInAs('boss')]
  await send('POST', '/api/devices/desk-of-olena', { action: 'wipe' }, boss.accessToken)
  expect(await send('GET', '/api/me', undefined, accessToken)).toMatchObject({ status: 403, body: { problem: 'wipe' } })
  expect(await send('POST', '/api/device/wiped', undefined, accessToken)).toMatchObject({ status: 200 })
  expect((await send('GET', '/api/devices', undefined, (await signInAs('boss')).accessToken)).body).toContainEqual(
    expect.objectContaining({ deviceId: 'desk-of-olena', status: 'wiped' }),
  )
})

async function beginOidc() {
  const { body } = await send('POST', '/api/oidc/begin', { device })
  const flow = new URL(body.url).searchParams.get('flow') ?? ''
  return { ticket: String(body.ticket), url: String(body.url).slice(publicUrl.length), flow }
}
const claim = (ticket: string) => send('POST', '/api/oidc/claim', { ticket })

async function throughProvider(url: string): Promise<string> {
  const gone = await send('GET', `${url}&go=1`)
  expect(gone.status).toBe(302)
  return (await provider.browse(String(gone.headers.location), callbackUrl)).slice(publicUrl.length)
}

test('sign-in by the provider: begun at the desktop, agreed to in the browser, claimed once', async () => {
  const { userId } = await world.addUser({ login: 'olena@example.test' })
  provider.person = { sub: 'p1', email: 'Olena@example.test', email_verified: true }
  const { ticket, url, flow } = await beginOidc()
  const page = await send('GET', url)
  expect(page.body).toContain('Desk &#60;1&#62;')
  expect(page.body).not.toContain(ticket)
  expect(await claim(ticket)).toMatchObject({ status: 409, body: { problem: 'oidc-pending' } })

  const back = await throughProvider(url)
  expect(new URL(back, publicUrl).searchParams.get('state')).toBe(flow)
  expect(await send('GET', back)).toMatchObject({ status: 200, body: expect.stringContaining('Return to Dzvin') })
  const claimed = signedIn.parse((await claim(ticket)).body)
  expect(claimed.user.userId).toBe(userId)
  expect((await send('GET', '/api/me', undefined, claimed.accessToken)).status).toBe(200)
  expect(await claim(ticket)).toMatchObject({ body: { problem: 'oidc-failed' } })
  expect((await send('GET', back)).status).toBe(400)
})

test.each([
  ['nobody has this login', { sub: 'p2', email: 'stranger@example.test', email_verified: true }],
  ['the address is not verified', { sub: 'p3', email: 'olena@example.test', email_verified: false }],
  ['the claim is missing', { sub: 'p4' }],
  ['the person is inactive', { sub: 'p5', email: 'gone@example.test', email_verified: true }],
])('the provider alone lets nobody in: %s', async (_name, person) => {
  await world.addUser({ login: 'olena@example.test' })
  await world.addUser({ login: 'gone@example.test', active: false })
  provider.person = person
  const { ticket, url } = await beginOidc()
  expect((await send('GET', await throughProvider(url))).status).toBe(400)
  expect(await claim(ticket)).toMatchObject({ status: 422, body: { problem: 'oidc-failed' } })
  expect(await database.query("select 1 from users where login like 'stranger%'")).toEqual([])
})

test('a wrong state, a code of another flow, or one that nobody gave signs nobody in', async () => {
  await world.addUser({ login: 'olena@example.test' })
  provider.person = { sub: 'p1', email: 'olena@example.test', email_verified: true }
  const [mine, other] = [await beginOidc(), await beginOidc()]
  const back = new URL(await throughProvider(mine.url), publicUrl)
  const sent = async (state: string, code = back.searchParams.get('code') ?? '') => {
    const url = new URL(back)
    url.searchParams.set('state', state)
    url.searchParams.set('code', code)
    return (await send('GET', url.href.slice(publicUrl.length))).status
  }
  expect(await sent('a-state-that-nobody-made')).toBe(400)
  expect(await claim(mine.ticket)).toMatchObject({ body: { problem: 'oidc-pending' } })
  expect(await sent(other.flow)).toBe(400)
  expect(await claim(other.ticket)).toMatchObject({ body: { problem: 'oidc-failed' } })
  expect(await sent(mine.flow, 'guessed')).toBe(400)
  expect(await claim(mine.ticket)).toMatchObject({ body: { problem: 'oidc-failed' } })
})

test('a flow that takes longer than ten minutes is over', async () => {
  const { ticket, url } = await beginOidc()
  world.clock.advance(600_001)
  expect((await send('GET', url)).status).toBe(404)
  expect(await claim(ticket)).toMatchObject({ body: { problem: 'oidc-failed' } })
})
