import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { ensureAdministrator } from './first-run.ts'
import { type AuthWorld, address, openAuthDatabase, openAuthWorld, ownPassword } from './testing/auth-world.ts'

let database: Database
let world: AuthWorld
beforeAll(async () => {
  database = await openAuthDatabase()
}, 60_000)
afterAll(() => database.close())
beforeEach(async () => {
  world = await openAuthWorld(database)
  return () => world.dispose()
})

const wrong = { ok: false, problem: { problem: 'wrong-credentials' } }

async function meOf(login: string, password = ownPassword) {
  const { accessToken } = await world.enter(login, password)
  const me = await world.auth.authenticate(accessToken, 'account')
  if (!me.ok) throw new Error(me.problem.problem)
  return me.value
}

async function withSecondFactor(login: string) {
  await world.addUser({ login })
  const me = await meOf(login)
  const begun = await world.auth.own.beginSecondFactor(me)
  if (!begun.ok) throw new Error(begun.problem.problem)
  const totp = new TOTP({ secret: Secret.fromBase32(begun.value.secret) })
  const code = (aheadMs = 0) => totp.generate({ timestamp: world.clock.epochMs() + aheadMs })
  const confirmed = await world.auth.own.confirmSecondFactor(me, code(), address)
  if (!confirmed.ok) throw new Error(confirmed.problem.problem)
  world.clock.advance(30_000)
  return { me, code, uri: begun.value.uri, recoveryCodes: confirmed.value.recoveryCodes }
}

test('the right password signs in, however the login is written; the tokens work', async () => {
  const { userId } = await world.addUser({ login: 'Olena' })
  const signedIn = await world.enter('  oLENA ', ownPassword)
  expect(signedIn.user).toEqual({
    userId,
    login: 'Olena',
    name: 'Person Olena',
    role: 'operator',
    mustChangePassword: false,
    secondFactor: false,
  })
  expect(signedIn.accessUntilMs - signedIn.serverMs).toBe(600_000)
  expect(await world.auth.authenticate(`Bearer ${signedIn.accessToken}`)).toMatchObject({
    ok: true,
    value: { principal: { userId, role: 'operator', territories: new Set(['north']), homeTerritory: 'north' } },
  })
})

test('an unknown login, a wrong password and an inactive person get the same answer and the same work', async () => {
  await world.addUser({ login: 'known' })
  await world.addUser({ login: 'gone', active: false })
  const checked: (string | null)[] = []
  const { passwords } = world.auth.deps
  const fits = passwords.fits.bind(passwords)
  passwords.fits = (kept, password) => {
    checked.push(kept === null ? null : 'hash')
    return fits(kept, password)
  }
  expect(await world.signIn('known', 'not the password')).toEqual(wrong)
  expect(await world.signIn('nobody', 'not the password')).toEqual(wrong)
  expect(await world.signIn('gone', ownPassword)).toEqual(wrong)
  expect(checked).toEqual(['hash', null, 'hash'])
})

test('an unknown login takes as long as a wrong password', async () => {
  const { passwords } = world.auth.deps
  const kept = await passwords.hash('some password')
  const medianMs = async (hash: string | null) => {
    const times: number[] = []
    for (let round = 0; round < 9; round++) {
      const startedMs = performance.now()
      expect(await passwords.fits(hash, 'another')).toBe(false)
      times.push(performance.now() - startedMs)
    }
    return times.toSorted((a, b) => a - b)[4] ?? 0
  }
  const [known, unknown] = [await medianMs(kept), await medianMs(null)]
  expect(known).toBeGreaterThan(2)
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(3)
})

test.each(['known', 'nobody'])('after five wrong tries %s waits, ever longer, also with the right password', async (login) => {
  await world.addUser({ login: 'known' })
  for (let round = 0; round < 5; round++) expect(await world.signIn(login, 'wrong one')).toEqual(wrong)
  expect(await world.signIn(login, ownPassword)).toEqual({ ok: false, problem: { problem: 'locked', retryAfterMs: 30_000 } })
  world.clock.advance(30_000)
  expect(await world.signIn(login, 'wrong one')).toEqual(wrong)
  expect(await world.signIn(login, ownPassword)).toMatchObject({ problem: { problem: 'locked', retryAfterMs: 60_000 } })
  world.clock.advance(59_999)
  expect(await world.signIn(login, ownPassword)).toMatchObject({ problem: { problem: 'locked', retryAfterMs: 1 } })
})

test('the right password after the wait clears the count; the wait never exceeds fifteen minutes', async () => {
  await world.addUser({ login: 'known' })
  for (let round = 0; round < 20; round++) {
    await world.signIn('known', 'wrong one')
    world.clock.advance(900_000)
  }
  await world.enter('known', ownPassword)
  for (let round = 0; round < 4; round++) expect(await world.signIn('known', 'wrong one')).toEqual(wrong)
  await world.enter('known', ownPassword)
})

test('of many tries at the same moment no more than five are looked at', async () => {
  await world.addUser({ login: 'known' })
  const answers = await Promise.all(Array.from({ length: 30 }, () => world.signIn('known', 'wrong one')))
  const kinds = answers.map((answer) => (answer.ok ? 'ok' : answer.problem.problem))
  expect(kinds.filter((kind) => kind === 'wrong-credentials')).toHaveLength(5)
  expect(kinds.filter((kind) => kind === 'locked')).toHaveLength(25)
})

test('many logins from one address wait too; an IPv6 network counts as one address', async () => {
  const { guard } = world.auth.deps
  const nowMs = world.clock.epochMs()
  for (let round = 0; round < 50; round++)
    expect((await guard.enter(`l${round}`, `2001:db8:1:2::${round}`, nowMs)).kind).toBe('try')
  expect(await guard.enter('other', '2001:db8:1:2:ffff::1', nowMs)).toEqual({ kind: 'wait', waitMs: 10_000 })
  expect((await guard.enter('other', '2001:db8:1:3::1', nowMs)).kind).toBe('try')
})

test('a one-time password opens nothing but the way to a new one', async () => {
  const made = await ensureAdministrator(world.auth.deps, world.auth.people, 'Administrator')
  expect(made).toMatchObject({ login: 'admin', password: expect.stringMatching(/^\S{4}(-\S{4}){3}$/) })
  expect(await ensureAdministrator(world.auth.deps, world.auth.people, 'Administrator')).toBeUndefined()
  const signedIn = await world.enter('admin', made?.password ?? '')
  expect(signedIn.user.mustChangePassword).toBe(true)
  expect(await world.auth.authenticate(signedIn.accessToken)).toEqual({ ok: false, problem: { problem: 'password-first' } })

  const me = await meOf('admin', made?.password)
  const change = (next: string) => world.auth.own.changePassword(me, { current: made?.password ?? '', next }, address)
  for (const weak of ['short', 'admin123456', 'Password123!', '1234567890', 'aaaaaaaaaaaa', made?.password ?? ''])
    expect(await change(weak), weak).toMatchObject({ ok: false, problem: { problem: 'password-weak' } })
  expect(await change('tykhyi vechir 41')).toEqual({ ok: true, value: undefined })
  expect(await world.signIn('admin', made?.password ?? '')).toEqual(wrong)
  const again = await world.enter('admin', 'tykhyi vechir 41')
  expect(await world.auth.authenticate(again.accessToken)).toMatchObject({
    ok: true,
    value: { principal: { role: 'administrator', territories: new Set(['north', 'south', 'east']) } },
  })
})

test('changing the password wants the old one, counts wrong ones, and ends the other sessions', async () => {
  await world.addUser({ login: 'known' })
  const other = await world.enter('known', ownPassword, 'other-device')
  const me = await meOf('known')
  const change = (current: string) => world.auth.own.changePassword(me, { current, next: 'tykhyi vechir 41' }, address)
  for (let round = 0; round < 5; round++)
    expect(await change('wrong')).toMatchObject({ problem: { problem: 'wrong-credentials' } })
  expect(await change(ownPassword)).toMatchObject({ problem: { problem: 'locked' } })
  world.clock.advance(30_000)
  expect(await change(ownPassword)).toMatchObject({ ok: true })
  expect(await world.auth.authenticate(other.accessToken)).toMatchObject({ problem: { problem: 'unauthenticated' } })
  expect(await world.auth.signIn.refresh(other.refreshToken, address)).toMatchObject({ problem: { problem: 'unauthenticated' } })
})

test('with a second factor the password alone is not enough', async () => {
  const { code, uri } = await withSecondFactor('careful')
  expect(uri).toMatch(/^otpauth:\/\/totp\/Dzvin:careful\?/)
  expect(await world.signIn('careful', ownPassword)).toEqual({ ok: false, problem: { problem: 'code-needed' } })
  expect(await world.signIn('careful', 'wrong one')).toEqual(wrong)
  expect(await world.signIn('careful', ownPassword, undefined, '000000')).toEqual({
    ok: false,
    problem: { problem: 'code-wrong' },
  })
  expect(await world.signIn('careful', ownPassword, undefined, code())).toMatchObject({
    ok: true,
    value: { user: { secondFactor: true } },
  })
})

test('a code is good once, at one moment and at many', async () => {
  const { code } = await withSecondFactor('careful')
  const used = code()
  const answers = await Promise.all([1, 2, 3].map((n) => world.signIn('careful', ownPassword, `d${n}`, used)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await world.signIn('careful', ownPassword, undefined, used)).toMatchObject({ problem: { problem: 'code-wrong' } })
  world.clock.advance(30_000)
  expect(await world.signIn('careful', ownPassword, undefined, used)).toMatchObject({ problem: { problem: 'code-wrong' } })
  expect(await world.signIn('careful', ownPassword, undefined, code())).toMatchObject({ ok: true })
})

test('a code may be half a minute off, and no more', async () => {
  const { code } = await withSecondFactor('careful')
  expect(await world.signIn('careful', ownPassword, undefined, code(60_000))).toMatchObject({
    problem: { problem: 'code-wrong' },
  })
  expect(await world.signIn('careful', ownPassword, undefined, code(30_000))).toMatchObject({ ok: true })
})

test('guessing codes is stopped like guessing passwords, whatever is tried between', async () => {
  await withSecondFactor('careful')
  const kinds: string[] = []
  for (let round = 0; round < 6; round++) {
    for (const code of ['000000', undefined]) {
      const answer = await world.signIn('careful', ownPassword, undefined, code)
      kinds.push(answer.ok ? 'ok' : answer.problem.problem)
    }
  }
  expect(kinds.filter((kind) => kind === 'code-wrong')).toHaveLength(5)
  expect(kinds.at(-1)).toBe('locked')
})

test('a recovery code is good once, in place of a code', async () => {
  const { recoveryCodes } = await withSecondFactor('careful')
  expect(recoveryCodes).toHaveLength(10)
  const [first = ''] = recoveryCodes
  expect(await world.signIn('careful', ownPassword, undefined, first.toUpperCase())).toMatchObject({ ok: true })
  expect(await world.signIn('careful', ownPassword, undefined, first)).toMatchObject({ problem: { problem: 'code-wrong' } })
})

test('a second factor goes only with a good code', async () => {
  const { me, code } = await withSecondFactor('careful')
  expect(await world.auth.own.removeSecondFactor(me, '000000', address)).toMatchObject({ problem: { problem: 'code-wrong' } })
  expect(await world.auth.own.removeSecondFactor(me, code(), address)).toMatchObject({ ok: true })
  expect(await world.signIn('careful', ownPassword)).toMatchObject({ ok: true })
})

test('a second factor that was begun and not confirmed asks for nothing', async () => {
  await world.addUser({ login: 'hasty' })
  const me = await meOf('hasty')
  await world.auth.own.beginSecondFactor(me)
  expect(await world.auth.own.confirmSecondFactor(me, '000000', address)).toMatchObject({ problem: { problem: 'code-wrong' } })
  expect(await world.signIn('hasty', ownPassword)).toMatchObject({ ok: true })
})

test('who came in and who did not is in the audit log, without passwords', async () => {
  await world.addUser({ login: 'known' })
  await world.signIn('known', 'a secret typo')
  await world.enter('known', ownPassword)
  const entries = await world.database.query<{ kind: string; detail: string }>('select kind, detail from audit_log order by id')
  expect(entries.map(({ kind }) => kind)).toEqual(['administration', 'sign-in-failed', 'sign-in'])
  expect(JSON.stringify(entries)).not.toMatch(/secret typo|vesnianyi/)
})
