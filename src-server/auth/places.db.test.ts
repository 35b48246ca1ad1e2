import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { serverItself } from './first-run.ts'
import { type AuthWorld, openAuthDatabase, openAuthWorld } from './testing/auth-world.ts'

let database: Database
let world: AuthWorld
beforeAll(async () => {
  database = await openAuthDatabase()
}, 60_000)
afterAll(() => database.close())
beforeEach(async () => {
  world = await openAuthWorld(database)
  return async () => {
    await database.run('truncate tasks, customers, quarantine', database)
    world.dispose()
  }
})

const save = (draft: Parameters<AuthWorld['auth']['places']['save']>[1]) => world.auth.places.save(serverItself, draft)
const remove = (kind: 'territory' | 'office' | 'team', id: string) => world.auth.places.remove(serverItself, { kind, id })
const inUse = (field: string) => ({ ok: false, problem: { problem: 'place-in-use', field } })

async function made(draft: Parameters<typeof save>[0]): Promise<string> {
  const answer = await save(draft)
  if (!answer.ok) throw new Error(answer.problem.problem)
  return answer.value.id
}

test('places are made, renamed and removed, and desktops hear of each', async () => {
  const officeId = await made({ kind: 'office', name: 'Main', city: 'Kyiv' })
  const teamId = await made({ kind: 'team', name: 'First line', officeId })
  await made({ kind: 'office', id: officeId, name: 'Main house' })
  expect(await world.auth.places.list()).toEqual({
    territories: ['east', 'north', 'south'].map((id) => ({ id, name: id })),
    offices: [{ id: officeId, name: 'Main house' }],
    teams: [{ id: teamId, name: 'First line', officeId }],
  })
  expect(await remove('office', officeId)).toEqual(inUse('teams'))
  expect(await remove('team', teamId)).toMatchObject({ ok: true })
  expect(await remove('office', officeId)).toMatchObject({ ok: true })
  expect(await world.auth.places.list()).toMatchObject({ offices: [], teams: [] })
  const told = await database.query(
    `select o.deleted, o.rev = f.rev as same, f.kind from offices o join feed f on f.row_id = o.id order by f.rev desc limit 1`,
  )
  expect(told).toEqual([{ deleted: true, same: true, kind: 'row' }])
  expect(world.events).toHaveLength(5)
})

test('a removed place does not come back by renaming it, and a team stands in an office that is there', async () => {
  expect(await remove('territory', 'north')).toMatchObject({ ok: true })
  expect(await save({ kind: 'territory', id: 'north', name: 'Back' })).toEqual({ ok: false, problem: { problem: 'not-found' } })
  expect(await remove('territory', 'north')).toEqual({ ok: false, problem: { problem: 'not-found' } })
  expect(await save({ kind: 'team', name: 'T', officeId: 'nowhere' })).toMatchObject({ problem: { field: 'officeId' } })
})

test('a territory that somebody has, or something belongs to, stays', async () => {
  await world.addUser({ login: 'olena', territoryIds: ['north'], homeTerritoryId: 'north' })
  expect(await remove('territory', 'north')).toEqual(inUse('users'))
  await database.query(
    `insert into customers (id, rev, territory_id, kind, name, language, segment, vip, do_not_call, lifetime_value, monthly_value,
       currency, loyalty_points, tags, created_at_ms)
     values ('c', 1, 'south', 'person', 'Zrazok', 'uk', 'new', false, false, 0, 0, 'UAH', 0, '[]', 0)`,
  )
  expect(await remove('territory', 'south')).toEqual(inUse('customers'))
  await database.query('update customers set deleted = true')
  await database.query(
    `insert into tasks (id, rev, territory_id, kind, title, created_at_ms) values ('t', 1, 'south', 'task', 'Without a customer', 0)`,
  )
  expect(await remove('territory', 'south')).toEqual(inUse('records'))
  await database.query('truncate tasks')
  await database.query(
    `insert into quarantine (id, actor, device, mutation_id, mutation, reason, territory_id, arrived_at_ms)
     values ('q', 'a', 'd', 'm', '{}', 'revoked', 'south', 0)`,
  )
  expect(await remove('territory', 'south')).toEqual(inUse('records'))
  await database.query('update quarantine set decided_at_ms = 1')
  expect(await remove('territory', 'south')).toMatchObject({ ok: true })
})

test('an office and a team that somebody has stay', async () => {
  const officeId = await made({ kind: 'office', name: 'Main' })
  const teamId = await made({ kind: 'team', name: 'First line' })
  const { userId } = await world.addUser({ login: 'olena', officeId, teamId })
  expect(await remove('office', officeId)).toEqual(inUse('users'))
  expect(await remove('team', teamId)).toEqual(inUse('users'))
  const { people } = world.auth
  expect(await people.change(serverItself, userId, { officeId: null, teamId: null, homeTerritoryId: null })).toMatchObject({
    ok: true,
  })
  const [row] = await database.query('select office_id, team_id, home_territory_id from users where id = $1', [userId])
  expect(row).toEqual({ office_id: null, team_id: null, home_territory_id: null })
  expect(await remove('office', officeId)).toMatchObject({ ok: true })
  expect(await remove('team', teamId)).toMatchObject({ ok: true })
})

test('a place is not given to anybody while it is being removed', async () => {
  const { userId } = await world.addUser({ login: 'olena', territoryIds: ['north'], homeTerritoryId: 'north' })
  const [removed, given] = await Promise.all([
    remove('territory', 'east'),
    world.auth.people.change(serverItself, userId, { territoryIds: ['north', 'east'] }),
  ])
  expect([removed.ok, given.ok].filter(Boolean)).toHaveLength(1)
})
