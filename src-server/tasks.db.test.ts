import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { openEmbedded } from './store/embedded.ts'
import { migrations } from './store/migrations/list.ts'
import { migrate } from './store/migrations/migrate.ts'
import { BadTask, readTask, runTask } from './tasks.ts'

const patience = 90_000
let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dzvin-tasks-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const configOf = (name: string) => readConfig({ DZVIN_SERVER_DATA_DIR: join(home, name), DZVIN_SERVER_LOG_LEVEL: 'silent' })
const open = (name: string) => openEmbedded({ folder: join(home, name), transactionTimeoutMs: 20_000 })

describe('the words after npm run server --', () => {
  it('are read, and others are answered with those that are known', () => {
    expect(readTask([])).toBeUndefined()
    expect(readTask(['--backup', 'a.tgz'])).toEqual({ kind: 'backup', file: 'a.tgz' })
    expect(readTask(['--new-epoch'])).toEqual({ kind: 'new-epoch' })
    for (const args of [['--backup'], ['--restore', 'a', 'b'], ['--migrate-dry-run', 'x'], ['--help']])
      expect(() => readTask(args)).toThrow(/Known: --migrate-dry-run/)
  })
})

it(
  'a backup is restored with its rows under a new epoch, over nothing that is there',
  async () => {
    expect((await runTask({ kind: 'migrate-dry-run' }, configOf('one'))).join('\n')).toContain('CREATE TABLE customers')
    const one = await open('one')
    await migrate(one, migrations, 1)
    await one.query(`INSERT INTO territories (id, name, rev) VALUES ('t', 'Північ', 1)`)
    const [before] = await one.query('SELECT epoch FROM sync_state')
    await one.close()
    const file = join(home, 'kept.tgz')
    await runTask({ kind: 'backup', file }, configOf('one'))
    await expect(runTask({ kind: 'backup', file }, configOf('one'))).rejects.toThrow('exists already')
    await expect(runTask({ kind: 'restore', file }, configOf('one'))).rejects.toThrow('move it away first')

    mkdirSync(join(home, 'two'))
    writeFileSync(join(home, 'two/audit-anchors'), 'of the log before')
    const said = await runTask({ kind: 'restore', file }, configOf('two'))
    expect(said.join(' ')).toMatch(/anchors .* set aside in .*audit-anchors\.until-/)
    expect(existsSync(join(home, 'two/audit-anchors'))).toBe(false)
    const two = await open('two')
    expect(await two.query('SELECT id, name FROM territories')).toEqual([{ id: 't', name: 'Північ' }])
    const [after] = await two.query('SELECT epoch FROM sync_state')
    await two.close()
    expect(after).not.toEqual(before)
  },
  patience,
)

it(
  'a file that is no backup restores nothing, and PostgreSQL is told its own way',
  async () => {
    const file = join(home, 'letter.txt')
    writeFileSync(file, 'Dear server')
    await expect(runTask({ kind: 'restore', file }, configOf('three'))).rejects.toThrow(BadTask)
    const postgresql = readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    await expect(runTask({ kind: 'backup', file: join(home, 'x') }, postgresql)).rejects.toThrow('pg_dump')
  },
  patience,
)
