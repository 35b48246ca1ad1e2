import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { UserDraft } from '#shared/domain/people/user.ts'
import type { Database } from '../store/database.ts'
import type { Authenticated } from './authenticate.ts'
import { ensureAdministrator, serverItself } from './first-run.ts'
import { type AuthWorld, openAuthDatabase, openAuthWorld, ownPassword } from './testing/auth-world.ts'

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

const draft: Omit<UserDraft, 'login'> = { name: 'Somebody', role: 'operator', active: true, territoryIds: ['north'] }

async function signedInAs(login: string): Promise<Authenticated> {
  const { accessToken } = await world.enter(login, ownPassword)
  const answer = await world.auth.authenticate(accessToken)
  if (!answer.ok) throw new Error(answer.problem.problem)
  return answer.value
}

test('a new user gets a one-time password, a row in the directory, and desktops hear of it', async () => {
  const made = await world.auth.people.create(serverItself, { ...draft, login: 'new' })
  if (!made.ok) throw new Error(made.problem.problem)
  const { userId, password } = made.value
  expect(await world.enter('new', password)).toMatchObject({ user: { userId, mustChangePassword: true } })
  const [row] = await database.query(
    `select u.rev = f.rev as same, f.kind, f.territory_id from users u
    join feed f on f.entity = 'users' and f.row_id = u.id where u.id = $1`,
    [userId],
  )
  expect(row).toEqual({ same: true, kind: 'row', territory_id: null })
  expect(world.events).toContainEqual({ kind: 'changes', territories: ['*'] })
})

test('no secret of an account is in a table that desktops copy', async () => {
  const { userId } = await world.addUser({ login: 'new' })
  const [row] = await database.query('select * from users where id = $1', [userId])
  expect(JSON.stringify(row)).not.toMatch(/argon2|hash|totp/i)
})

test('a login is taken whatever its case; places must exist', async () => {
  await world.addUser({ login: 'olena' })
  const create = (more: object) => world.auth.people.create(serverItself, { ...draft, login: 'other', ...more })
  expect(await create({ login: ' OLENA' })).toEqual({ ok: false, problem: { problem: 'login-taken', field: 'login' } })
  expect(await create({ territoryIds: ['north', 'nowhere'] })).toMatchObject({
    problem: { problem: 'not-found', field: 'territoryIds' },
  })
  expect(await create({ homeTerritoryId: 'nowhere' })).toMatchObject({ problem: { field: 'homeTerritoryId' } })
  expect(await create({ officeId: 'nowhere' })).toMatchObject({ problem: { field: 'officeId' } })
  expect(await create({ teamId: 'nowhere' })).toMatchObject({ problem: { field: 'teamId' } })
  expect(await create({})).toMatchObject({ ok: true })
})

test('who is made inactive is out at once; a territory taken away is away at once', async () => {
  const { userId } = await world.addUser({ login: 'olena', territoryIds: ['north', 'south'] })
  const { accessToken, refreshToken } = await world.enter('olena', ownPassword)
  const territories = async () => {
    const answer = await world.auth.authenticate(accessToken)
    return answer.ok ? [...answer.value.principal.territories] : answer.problem.problem
  }
  expect(await territories()).toEqual(['north', 'south'])
  await world.auth.people.change(serverItself, userId, { territoryIds: ['south'] })
  expect(await territories()).toEqual(['south'])
  await world.auth.people.change(serverItself, userId, { active: false })
  expect(await territories()).toBe('revoked')
  expect(await world.auth.signIn.refresh(refreshToken, '')).toMatchObject({ problem: { problem: 'revoked' } })
})

test('a change keeps what it does not name; a new login is used from then on', async () => {
  const { userId } = await world.addUser({ login: 'olena' })
  expect(await world.auth.people.change(serverItself, userId, { login: 'olena2', name: 'Another' })).toMatchObject({ ok: true })
  expect(await world.signIn('olena', ownPassword)).toMatchObject({ ok: false })
  expect((await world.enter('olena2', ownPassword)).user).toMatchObject({ name: 'Another', role: 'operator' })
  expect(await world.auth.people.change(serverItself, 'nobody', { name: 'x' })).toEqual({
    ok: false,
    problem: { problem: 'not-found' },
  })
})

test('the last administrator stays one, also when two go at the same moment', async () => {
  const first = await world.addUser({ login: 'first', role: 'administrator' })
  const last = { ok: false, problem: { problem: 'last-administrator' } }
  expect(await world.auth.people.change(serverItself, first.userId, { role: 'operator' })).toEqual(last)
  expect(await world.auth.people.change(serverItself, first.userId, { active: false })).toEqual(last)
  expect(await world.auth.people.change(serverItself, first.userId, { name: 'Still one' })).toMatchObject({ ok: true })
  const second = await world.addUser({ login: 'second', role: 'administrator' })
  const answers = await Promise.all(
    [first, second].map(({ userId }) => world.auth.people.change(serverItself, userId, { active: false })),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
})

test('two nodes that start together make one administrator', async () => {
  const { deps, people } = world.auth
  const made = await Promise.all([1, 2].map(() => ensureAdministrator(deps, people, 'Administrator')))
  expect(made.filter((one) => one !== undefined)).toHaveLength(1)
})

test('a reset gives another one-time password, unlocks, and ends the sessions', async () => {
  const { userId } = await world.addUser({ login: 'olena' })
  const { accessToken } = await world.enter('olena', ownPassword)
  for (let round = 0; round < 5; round++) await world.signIn('olena', 'wrong one')
  const [locked] = await world.auth.people.list(await administrator())
  expect(locked?.lockedUntilMs).toBeGreaterThan(world.clock.epochMs())
  const reset = await world.auth.people.resetPassword(serverItself, userId)
  if (!reset.ok) throw new Error(reset.problem.problem)
  expect(await world.auth.authenticate(accessToken)).toMatchObject({ ok: false })
  expect(await world.signIn('olena', ownPassword)).toMatchObject({ problem: { problem: 'wrong-credentials' } })
  expect((await world.enter('olena', reset.value.password)).user.mustChangePassword).toBe(true)
})

async function administrator(): Promise<Authenticated> {
  await world.addUser({ login: 'zadmin', name: 'Zeta', role: 'administrator', territoryIds: [] })
  return signedInAs('zadmin')
}

test('an administrator sees all users, a supervisor those of the own territories', async () => {
  await world.addUser({ login: 'a', territoryIds: ['north'] })
  await world.addUser({ login: 'b', territoryIds: ['south', 'east'], homeTerritoryId: 'south' })
  await world.addUser({ login: 'chief', role: 'supervisor', territoryIds: ['east'] })
  const logins = async (me: Authenticated) => (await world.auth.people.list(me)).map(({ login }) => login)
  expect(await logins(await signedInAs('chief'))).toEqual(['b', 'chief'])
  expect(await logins(await administrator())).toEqual(['a', 'b', 'chief', 'zadmin'])
})

test('a new territory is an administrator’s within a second', async () => {
  await administrator()
  const { accessToken } = await world.enter('zadmin', ownPassword)
  await world.auth.authenticate(accessToken)
  expect(await world.auth.places.save(serverItself, { kind: 'territory', id: 'west', name: 'West' })).toMatchObject({ ok: true })
  world.clock.advance(1_000)
  expect(await world.auth.authenticate(accessToken)).toMatchObject({
    value: { principal: { territories: new Set(['north', 'south', 'east', 'west']) } },
  })
  expect(await world.auth.places.save(serverItself, { kind: 'territory', id: '*', name: 'All' })).toMatchObject({ ok: false })
})

test('each act of administration is in the audit log with who did it', async () => {
  const { userId } = await world.addUser({ login: 'olena' })
  const by = { userId: 'the-admin', deviceId: 'desk' }
  await world.auth.people.change(by, userId, { name: 'Another' })
  await world.auth.people.resetPassword(by, userId)
  const told = await database.query<{ row_id: string; detail: string }>(
    `select row_id, detail from audit_log where actor = 'the-admin' and device = 'desk' order by id`,
  )
  expect(told.map(({ row_id, detail }) => [row_id, JSON.parse(detail).what])).toEqual([
    [userId, 'user-changed'],
    [userId, 'password-reset'],
  ])
  expect(JSON.stringify(told)).not.toContain('Another')
})
