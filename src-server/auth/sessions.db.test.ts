import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { serverItself } from './first-run.ts'
import { createSigningKeys } from './signing-keys.ts'
import { type AuthWorld, address, openAuthDatabase, openAuthWorld, ownPassword } from './testing/auth-world.ts'

let database: Database
let world: AuthWorld
beforeAll(async () => {
  database = await openAuthDatabase()
}, 60_000)
afterAll(() => database.close())
beforeEach(async () => {
  world = await openAuthWorld(database)
  await world.addUser({ login: 'olena' })
  return () => world.dispose()
})

const anAdministrator: Parameters<AuthWorld['auth']['devices']['list']>[0] = {
  principal: { userId: 'boss', role: 'administrator', territories: new Set(), homeTerritory: null },
}
const unauthenticated = { ok: false, problem: { problem: 'unauthenticated' } }
const refresh = (token: string) => world.auth.signIn.refresh(token, address)

async function refreshed(token: string) {
  const answer = await refresh(token)
  if (!answer.ok) throw new Error(answer.problem.problem)
  return answer.value
}

async function standsAs(accessToken: string, purpose?: 'work' | 'last') {
  const answer = await world.auth.authenticate(accessToken, purpose)
  return answer.ok ? 'in' : answer.problem.problem
}

test('an access token works for ten minutes', async () => {
  const { accessToken } = await world.enter('olena', ownPassword)
  world.clock.advance(599_000)
  expect(await standsAs(accessToken)).toBe('in')
  world.clock.advance(1_000)
  expect(await standsAs(accessToken)).toBe('unauthenticated')
})

test('tokens that come together at a node that has just started all find their key', async () => {
  const { kid } = await world.auth.deps.keys.current()
  const fresh = createSigningKeys({ database, clock: world.clock, ids: { next: () => 'unused' } })
  const found = await Promise.all([fresh.byId(kid), fresh.byId(kid), fresh.byId(kid)])
  expect(found.map((key) => key?.kid)).toEqual([kid, kid, kid])
})

test('a forged access token is none: no algorithm, another key, changed claims, another audience, rubbish', async () => {
  const { accessToken, user } = await world.enter('olena', ownPassword)
  const [header = '', payload = '', signature = ''] = accessToken.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { secret } = await world.auth.deps.keys.current()
  const signed = (key: Uint8Array, change: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
    new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid, ...more }).sign(key)

  expect(await standsAs(await signed(secret))).toBe('in')
  const forged = {
    'alg none': `${encode({ alg: 'none', typ: 'JWT', kid })}.${payload}.`,
    'alg none with a signature': `${encode({ alg: 'none', typ: 'JWT', kid })}.${payload}.${signature}`,
    'another user': `${header}.${encode({ ...claims, sub: 'id-999' })}.${signature}`,
    'later end': `${header}.${encode({ ...claims, exp: claims.exp + 1_000 })}.${signature}`,
    'another key': await signed(createHash('sha256').update('guess').digest()),
    'an unknown key': await signed(secret, {}, { kid: 'other' }),
    'another algorithm': await new SignJWT(claims).setProtectedHeader({ alg: 'HS512', typ: 'JWT', kid }).sign(new Uint8Array(64)),
    'another audience': await signed(secret, { aud: 'elsewhere' }),
    'no end': await signed(secret, { exp: undefined }),
    'another session': await signed(secret, { sid: 'unknown' }),
    'another device': await signed(secret, { did: 'unknown' }),
    'another user, well signed': await signed(secret, { sub: `not-${user.userId}` }),
    empty: '',
    rubbish: 'a.b.c',
    long: `${accessToken}${'A'.repeat(5_000)}`,
  }
  for (const [name, token] of Object.entries(forged)) expect(await standsAs(token), name).toBe('unauthenticated')
})

test('keys are changed without a sign-out; when all are replaced every access token ends', async () => {
  const before = await world.enter('olena', ownPassword)
  await world.auth.deps.keys.rotate()
  const after = await refreshed(before.refreshToken)
  const kid = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
  expect(kid(after.accessToken)).not.toBe(kid(before.accessToken))
  expect(await standsAs(before.accessToken)).toBe('in')
  expect(await standsAs(after.accessToken)).toBe('in')
  await world.auth.deps.keys.replaceAll()
  expect(await standsAs(after.accessToken)).toBe('unauthenticated')
  expect(await standsAs((await refreshed(after.refreshToken)).accessToken)).toBe('in')
})

test('a refresh token gives the next one; sign-in without the server is counted from there', async () => {
  const first = await world.enter('olena', ownPassword)
  world.clock.advance(3_600_000)
  const second = await refreshed(first.refreshToken)
  expect(second.refreshToken).not.toBe(first.refreshToken)
  expect(second.offlineUntilMs - first.offlineUntilMs).toBe(3_600_000)
  expect(await refresh('x'.repeat(43))).toEqual(unauthenticated)
})

test('a refresh token used a second time ends the session, for the thief and for the desktop', async () => {
  const first = await world.enter('olena', ownPassword)
  const second = await refreshed(first.refreshToken)
  world.clock.advance(60_000)
  expect(await refresh(first.refreshToken)).toEqual(unauthenticated)
  expect(await refresh(second.refreshToken)).toEqual(unauthenticated)
  expect(await standsAs(second.accessToken)).toBe('unauthenticated')
  const told = await database.query<{ detail: string }>("select detail from audit_log where kind = 'refusal'")
  expect(told.map(({ detail }) => JSON.parse(detail))).toMatchObject([{ reason: 'token-reuse' }])
})

test('a desktop whose answer was lost asks again and goes on', async () => {
  const first = await world.enter('olena', ownPassword)
  const lost = await refreshed(first.refreshToken)
  world.clock.advance(5_000)
  const again = await refreshed(first.refreshToken)
  world.clock.advance(60_000)
  const next = await refreshed(again.refreshToken)
  expect(await standsAs(next.accessToken)).toBe('in')
  // What was lost on the way may have been read there.
  expect(await refresh(lost.refreshToken)).toEqual(unauthenticated)
  expect(await refresh(next.refreshToken)).toEqual(unauthenticated)
})

test('within the same seconds a token is still not answered again once its successor was seen', async () => {
  const first = await world.enter('olena', ownPassword)
  const second = await refreshed(first.refreshToken)
  await refreshed(second.refreshToken)
  expect(await refresh(first.refreshToken)).toEqual(unauthenticated)
})

test('a refresh token that was not used for 30 days is over; one that was used goes on', async () => {
  const { refreshToken } = await world.enter('olena', ownPassword)
  world.clock.advance(29 * 86_400_000)
  const { refreshToken: next } = await refreshed(refreshToken)
  world.clock.advance(29 * 86_400_000)
  const { refreshToken: last } = await refreshed(next)
  world.clock.advance(30 * 86_400_000)
  expect(await refresh(last)).toEqual(unauthenticated)
})

test('tokens lie in the database as hashes only', async () => {
  const { refreshToken } = await world.enter('olena', ownPassword)
  const rows = await database.query('select * from refresh_tokens')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(refreshToken)
})

test('who signs in again on the same desktop has one session there; sessions are listed and ended', async () => {
  const first = await world.enter('olena', ownPassword, 'desk-1')
  const second = await world.enter('olena', ownPassword, 'desk-1')
  const other = await world.enter('olena', ownPassword, 'desk-2')
  expect(await standsAs(first.accessToken)).toBe('unauthenticated')
  const me = await world.auth.authenticate(second.accessToken)
  if (!me.ok) throw new Error(me.problem.problem)
  const sessions = await world.auth.own.sessions(me.value)
  expect(sessions.map(({ deviceId, current, address: from }) => [deviceId, current, from]).toSorted()).toEqual([
    ['desk-1', true, address],
    ['desk-2', false, address],
  ])
  const theirs = sessions.find(({ deviceId }) => deviceId === 'desk-2')?.sessionId ?? ''
  expect(await world.auth.own.endSession(me.value, theirs)).toEqual({ ok: true, value: undefined })
  expect(await standsAs(other.accessToken)).toBe('unauthenticated')
  expect(await world.auth.own.endSession(me.value, theirs)).toEqual({ ok: false, problem: { problem: 'not-found' } })
})

test("nobody ends another person's session, and nobody signs in on another person's desktop", async () => {
  await world.addUser({ login: 'petro' })
  const olena = await world.enter('olena', ownPassword, 'desk-1')
  const petro = await world.enter('petro', ownPassword, 'desk-2')
  const [me, they] = [await world.auth.authenticate(petro.accessToken), await world.auth.authenticate(olena.accessToken)]
  if (!me.ok || !they.ok) throw new Error('not signed in')
  expect(await world.auth.own.endSession(me.value, they.value.sessionId)).toMatchObject({ problem: { problem: 'not-found' } })
  expect(await world.signIn('petro', ownPassword, 'desk-1')).toEqual({
    ok: false,
    problem: { problem: 'malformed', field: 'device.id' },
  })
  expect(await standsAs(olena.accessToken)).toBe('in')
})

test('a revoked desktop is out at once, may give back what waits with its last token, and comes back when allowed', async () => {
  const { accessToken, refreshToken } = await world.enter('olena', ownPassword, 'desk-1')
  expect(await standsAs(accessToken)).toBe('in')
  await world.auth.devices.set(serverItself, 'desk-1', 'revoke')
  expect(await standsAs(accessToken)).toBe('revoked')
  expect(await refresh(refreshToken)).toMatchObject({ problem: { problem: 'revoked' } })
  expect(await world.signIn('olena', ownPassword, 'desk-1')).toMatchObject({ problem: { problem: 'revoked' } })
  world.clock.advance(20 * 86_400_000)
  expect(await standsAs(accessToken, 'last')).toBe('in')
  world.clock.advance(11 * 86_400_000)
  expect(await standsAs(accessToken, 'last')).toBe('unauthenticated')

  await world.auth.devices.set(serverItself, 'desk-1', 'allow')
  expect(await standsAs(accessToken)).toBe('unauthenticated')
  expect(await refresh(refreshToken)).toEqual(unauthenticated)
  await world.enter('olena', ownPassword, 'desk-1')
})

test('a desktop that is to be wiped hears it until it says that it has', async () => {
  const { accessToken, refreshToken, user } = await world.enter('olena', ownPassword, 'desk-1')
  await world.auth.devices.set(serverItself, 'desk-1', 'wipe')
  expect(await standsAs(accessToken)).toBe('wipe')
  expect(await refresh(refreshToken)).toMatchObject({ problem: { problem: 'wipe' } })
  expect(await standsAs(accessToken, 'last')).toBe('in')
  await world.auth.devices.wiped(user.userId, 'desk-1')
  expect(await world.auth.devices.list(anAdministrator)).toMatchObject([{ deviceId: 'desk-1', status: 'wiped', online: false }])
  expect(await standsAs(accessToken)).toBe('revoked')
})

test('a desktop that was not asked to cannot call itself wiped', async () => {
  const { user } = await world.enter('olena', ownPassword, 'desk-1')
  await world.auth.devices.wiped(user.userId, 'desk-1')
  expect(await world.auth.devices.list(anAdministrator)).toMatchObject([{ status: 'active', online: true }])
})

test('what another node changed is known within a second, and at once where the event came', async () => {
  const { accessToken, user } = await world.enter('olena', ownPassword)
  expect(await standsAs(accessToken)).toBe('in')
  await database.query('update users set active = false where id = $1', [user.userId])
  expect(await standsAs(accessToken)).toBe('in')
  world.clock.advance(1_000)
  expect(await standsAs(accessToken)).toBe('revoked')
  await database.query('update users set active = true where id = $1', [user.userId])
  world.bus.publish({ kind: 'rights', userId: user.userId })
  expect(await standsAs(accessToken)).toBe('in')
})

test('a reading that was under way when rights changed is not kept', async () => {
  const { accessToken, user } = await world.enter('olena', ownPassword)
  const { standings } = world.auth.deps
  const [session] = await database.query<{ id: string }>('select session_id as id from account_sessions')
  const under = standings.of(session?.id ?? '')
  standings.forget(user.userId)
  await under
  await database.query('update users set active = false where id = $1', [user.userId])
  expect(await standsAs(accessToken)).toBe('revoked')
})
