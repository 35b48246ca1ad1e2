import { afterAll, beforeAll, expect, it } from 'vitest'
import { caseRow, customer, device, principal } from '#shared/sync/authority/testing/mutations.ts'
import type { Database } from '../store/database.ts'
import { openEmbedded } from '../store/embedded.ts'
import { beginEpoch } from './epoch.ts'
import { serviceOver } from './testing/sync-database.ts'

let database: Database
let sync: Awaited<ReturnType<typeof serviceOver>>

beforeAll(async () => {
  database = await openEmbedded({ transactionTimeoutMs: 20_000 })
  sync = await serviceOver(database)
  await beginEpoch(database)
}, 60_000)
afterAll(() => database.close())

const numbers = async () => {
  const rows = await database.query<{ id: string; number: string }>('SELECT id, number FROM cases ORDER BY id')
  return Object.fromEntries(rows.map(({ id, number }) => [id, number]))
}

it('SYNC-4: numbers cases above those that are there, each once, though desktops were offline', async () => {
  const [state] = await database.query<{ epoch: string }>('SELECT epoch FROM sync_state')
  const [a, b] = [device('a', 'a', state?.epoch), device('b', 'b', state?.epoch)]
  const [anna, boris] = [principal({ userId: 'a' }), principal({ userId: 'b' })]
  const numbered = (number: string) => ({ ...caseRow, customerId: 'c1', number })
  await sync.send(anna, 'a', [a.create('customers', 'c1', customer), a.create('cases', 'k0', numbered('10001'))])
  await database.query(`UPDATE cases SET number = '12345' WHERE id = 'k0'`)
  await database.query('DELETE FROM given_numbers')
  await Promise.all([
    sync.send(anna, 'a', [a.create('cases', 'k1', numbered('10002')), a.create('cases', 'k2', numbered('10003'))]),
    sync.send(boris, 'b', [b.create('cases', 'k3', numbered('10002')), b.create('cases', 'k4', numbered('ten'))]),
  ])
  const { k0, ...given } = await numbers()
  expect(k0).toBe('12345')
  expect(Object.values(given).toSorted()).toEqual(['12346', '12347', '12348', '12349'])
  await sync.send(anna, 'a', [
    a.patch('cases', 'k1', { number: '1', status: 'solved' }, { number: given.k1 ?? '', status: 'open' }),
  ])
  expect((await numbers()).k1).toBe(given.k1)
})
