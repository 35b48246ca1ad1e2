import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../pbx/run-command.ts'
import { until } from '../pbx/until.ts'
import { whyNoPostgres } from '../postgres/ensure-postgres.ts'
import { type DeskCustomer, type Kept, missing, someCustomers } from '../processes/busy-desk.ts'
import { DeskProcess } from '../processes/desk-process.ts'
import { newFact, points } from '../processes/desk-work.ts'
import { differences } from '../processes/same-copy.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { accountOf, type SharedDatabase, startSharedDatabase } from '../processes/shared-database.ts'
import { installedProgram } from './debian-program.ts'
import { serverCommand } from './server-command.ts'

const why = whyNoPostgres() ?? (await installedProgram('pg_dump')).why ?? (await installedProgram('pg_restore')).why
if (why) console.log(`restore of PostgreSQL: skipped, ${why}`)
const timeoutMs = 60_000

describe.skipIf(why)('PostgreSQL restored from pg_dump, as the guide says', () => {
  let database: SharedDatabase
  let server: ServerProcess
  let desk: DeskProcess
  let other: DeskProcess
  const dir = mkdtempSync(join(tmpdir(), 'dzvin-restore-'))
  const dataDir = join(dir, 'server')
  const dump = join(dir, 'dzvin.dump')

  beforeAll(async () => {
    database = await startSharedDatabase({ customers: 60, interactionsPerCustomer: 1 })
    server = await ServerProcess.start({ databaseUrl: database.url, dataDir })
    const start = (login: string) =>
      DeskProcess.start({ dir: join(dir, login), serverUrl: server.url, login, password: accountOf(database, login).password })
    desk = await start('operator1')
    other = await start('supervisor1')
    await Promise.all([desk.untilCurrent(), other.untilCurrent()])
  }, 120_000)
  afterAll(async () => {
    await Promise.all([desk?.stop(), other?.stop()])
    await server?.stop()
    await database?.stop()
    rmSync(dir, { recursive: true, force: true })
  }, 60_000)

  async function work(customer: DeskCustomer, kept: Kept, times: number): Promise<void> {
    for (let nth = 0; nth < times; nth++) {
      const fact = newFact(customer.id, `fact ${kept.facts.length}`)
      await desk.write([fact, points(customer.id, customer.points + kept.raised + 1)])
      kept.facts.push(fact.id)
      kept.raised += 1
    }
    await desk.untilCurrent()
  }

  const env = () => ({ DATABASE_URL: database.url, DZVIN_SERVER_DATA_DIR: dataDir })
  const check = (...args: string[]) => serverCommand('audit/check.ts', args, env())
  const epoch = async () => (await database.query<{ epoch: string }>('SELECT epoch FROM sync_state'))[0]?.epoch

  it('SYNC-10 a desk sends again what was acknowledged after the backup, once; the audit log accuses nobody', async () => {
    const [customer] = await someCustomers(database, 1)
    const kept: Kept = { facts: [], raised: 0 }
    await work(customer!, kept, 4)
    await runCommand('pg_dump', ['-Fc', '-f', dump, database.url], { timeoutMs })
    const epochBefore = await epoch()
    await work(customer!, kept, 7)
    expect(await missing(database, customer!, kept)).toEqual([])
    await server.stop()
    expect(await check()).toMatchObject({ code: 0 })

    const maintenance = database.url.replace(/[^/]+$/, 'postgres')
    const name = new URL(database.url).pathname.slice(1)
    for (const sql of [`DROP DATABASE ${name} WITH (FORCE)`, `CREATE DATABASE ${name} ENCODING 'UTF8'`])
      await runCommand('psql', ['-v', 'ON_ERROR_STOP=1', '-c', sql, maintenance], { timeoutMs })
    await runCommand('pg_restore', ['--no-owner', '-d', database.url, dump], { timeoutMs })
    expect(await missing(database, customer!, kept)).not.toEqual([])
    // What would be said of a restored log whose anchors were left where they are.
    expect((await check()).stdout).toContain('truncated')

    const begun = await serverCommand('main.ts', ['--new-epoch'], env())
    expect(begun).toMatchObject({ code: 0 })
    expect(begun.stdout).toMatch(/A new epoch has begun[\s\S]*set aside in .*audit-anchors\.until-/)
    expect(await epoch()).not.toBe(epochBefore)

    await server.restart()
    await Promise.all([desk.untilCurrent(timeoutMs), other.untilCurrent(timeoutMs)])
    await until('all is there again', timeoutMs, async () => (await missing(database, customer!, kept)).length === 0)
    await Promise.all([desk.untilCurrent(timeoutMs), other.untilCurrent(timeoutMs)])
    const [user] = await database.query<{ territories: string[] }>(
      'SELECT territory_ids AS territories FROM users WHERE id = $1',
      [accountOf(database, 'operator1').userId],
    )
    expect(await differences(desk, database, user!.territories)).toEqual([])
    expect(desk.state?.standing).toMatchObject({ waiting: 0, refused: 0, conflicts: 0 })

    await server.stop()
    const checked = await check()
    expect(checked.stdout).toContain('The audit log fits')
    expect(checked.stdout).toContain('0 entries wait to be chained')
    const aside = readdirSync(dataDir).find((file) => file.startsWith('audit-anchors.until-'))
    expect((await check('--anchors', join(dataDir, aside ?? ''))).code).toBe(1)
  }, 240_000)

  it('entries of a server that was killed are chained at its next start', async () => {
    await server.restart()
    const [customer] = await someCustomers(database, 1)
    const kept: Kept = { facts: [], raised: 0 }
    await work(customer!, kept, 3)
    await server.kill()
    await database.query(`INSERT INTO audit_log (at_ms, kind, detail) SELECT 1, 'change', '{}' FROM generate_series(1, 700)`)
    expect((await check()).stdout).toMatch(/\b7\d\d entries wait to be chained/)
    await server.restart()
    await until('all is chained', timeoutMs, async () => (await check()).stdout.includes('\n0 entries wait'))
    expect(await check()).toMatchObject({ code: 0 })
  }, 120_000)
})
