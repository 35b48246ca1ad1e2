import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedServer } from '#demo/server/seed-server.ts'
import { createPasswords } from '#server/auth/password-hash.ts'
import type { Database } from '#server/store/database.ts'
import { openPostgresql } from '#server/store/postgresql.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { pushAnswer } from '#shared/sync/protocol.ts'
import { type PostgresServer, startPostgres, whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { newFact } from '../processes/desk-work.ts'
import { mintDevices } from '../processes/mint-devices.ts'
import { RawDevice } from '../processes/raw-device.ts'
import { ServerProcess } from '../processes/server-process.ts'

const why = whyNoPostgres()
if (why) console.log(`a server with an ordinary role: skipped, ${why}`)
const limits = { poolSize: 2, connectTimeoutMs: 5_000, statementTimeoutMs: 30_000, transactionTimeoutMs: 30_000 }

describe.skipIf(why)('a server whose role is not a superuser', () => {
  let postgres: PostgresServer
  let server: ServerProcess
  let database: Database
  let url: string
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-role-'))

  beforeAll(async () => {
    postgres = await startPostgres()
    const admin = openPostgresql({ url: await postgres.createDatabase(), ...limits }, quietLog)
    await admin.query('CREATE ROLE office LOGIN NOSUPERUSER')
    await admin.query(`CREATE DATABASE office OWNER office ENCODING 'UTF8'`)
    url = (await postgres.createDatabase()).replace('dzvin@', 'office@').replace(/[^/]+$/, 'office')
    await admin.close()
    database = openPostgresql({ url, ...limits }, quietLog)
    server = await ServerProcess.start({ databaseUrl: url, dataDir: join(dir, 'server') })
  }, 90_000)
  afterAll(async () => {
    await server?.stop()
    await database?.close()
    await postgres?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  const epoch = async () => (await database.query<{ epoch: string }>('SELECT epoch FROM sync_state'))[0]?.epoch

  it('starts, migrates, and takes its database for the same one at the next start', async () => {
    const first = await epoch()
    expect(await database.query('SELECT birthmark FROM sync_state')).toMatchObject([
      { birthmark: expect.stringMatching(/^\d+\//) },
    ])
    await server.stop()
    await server.restart()
    expect(await epoch()).toBe(first)
    await database.query(`UPDATE sync_state SET birthmark = 'of another cluster'`)
    await server.stop()
    await server.restart()
    expect(await epoch()).not.toBe(first)
    expect(server.output()).toContain('every desktop will copy anew')
  }, 60_000)

  it('SYNC-9 refuses a text that no database holds, alone, and takes the others of its batch', async () => {
    const passwords = await createPasswords()
    await database.query('DELETE FROM accounts')
    await database.query('DELETE FROM users')
    const { accounts } = await seedServer({ database, customers: 5, seed: 1, nowMs: Date.now(), hashPassword: passwords.hash })
    const { userId } = accounts.find(({ login }) => login === 'operator1')!
    const [customer] = await database.query<{ id: string }>(`SELECT id FROM customers WHERE territory_id = 'territory-1' LIMIT 1`)
    const [minted] = await mintDevices(url, userId, 1)
    const raw = new RawDevice(server.url, minted!)
    const values = ['before', 'a NUL: \u0000', 'half a pair: \ud800', 'after']
    const mutations = values.map((value) => raw.create('customer_facts', raw.nextId(), newFact(customer!.id, value).fields))
    const answer = pushAnswer.parse(await (await raw.post('push', { mutations })).json())
    expect(answer).toMatchObject({
      kind: 'pushed',
      answers: [
        { seq: 1, outcome: { kind: 'applied' } },
        { seq: 2, outcome: { kind: 'refused', reason: 'invalid-value' } },
        { seq: 3, outcome: { kind: 'refused', reason: 'invalid-value' } },
        { seq: 4, outcome: { kind: 'applied' } },
      ],
    })
    const kept = await database.query(`SELECT value FROM customer_facts WHERE label = 'test' ORDER BY rev`)
    expect(kept).toEqual([{ value: 'before' }, { value: 'after' }])
  }, 60_000)
})
