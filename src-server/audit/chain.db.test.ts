import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import type { Database } from '../store/database.ts'
import { openEmbedded } from '../store/embedded.ts'
import { auditTables } from '../store/migrations/audit-tables.ts'
import { keepAnchors, readAnchors, setAnchorsAside, setForeignAnchorsAside, writeAnchor } from './anchors.ts'
import type { AuditEntry } from './audit-log.ts'
import { chainBatch, chainBatchRows, chainWaiting } from './chain-waiting.ts'
import { createAuditLog } from './chained-log.ts'
import { checkChain } from './check-chain.ts'
import { exportLog } from './export-log.ts'

const log = createAuditLog()
const epoch = 'first'
let database: Database
let folder: string
let file: string

beforeAll(async () => {
  database = await openEmbedded({ transactionTimeoutMs: 20_000 })
  await database.run(auditTables.sql, database)
}, 60_000)
afterAll(() => database.close())

beforeEach(async () => {
  await tamper('truncate audit_log restart identity')
  folder = await mkdtemp(join(tmpdir(), 'dzvin-audit-'))
  file = join(folder, 'anchors.ndjson')
  await append(...Array.from({ length: 20 }, (_, index) => entry(index)))
  return () => rm(folder, { recursive: true })
})

function entry(
  index: number,
  detail: AuditEntry['detail'] = { fields: ['name'], index, half: 0.5, text: 'ґ\0\ud800' },
): AuditEntry {
  return { kind: 'change', actor: 'u1', device: 'd1', entity: 'customers', row: `c${index}\0`, detail, atMs: 1_000 + index }
}

async function append(...entries: AuditEntry[]): Promise<void> {
  await leaveWaiting(...entries)
  await chainWaiting(database)
}

function leaveWaiting(...entries: AuditEntry[]): Promise<void> {
  return database.transaction((queries) => log.append(queries, entries))
}

/** As a superuser who switches the triggers off. */
async function tamper(...statements: string[]): Promise<void> {
  await database.run(
    `set session_replication_role = replica; ${statements.join('; ')}; set session_replication_role = origin`,
    database,
  )
}

const anchors = () => readAnchors(file)

test('a chain that nobody touched fits, over several batches', async () => {
  await append(entry(20), entry(21))
  await writeAnchor(database, file, { atMs: 1, epoch })
  expect(await checkChain(database, await anchors())).toEqual({ entries: 22, ok: true, waiting: 0, gaps: 0 })
})

test('an entry is there only when its transaction is', async () => {
  const failing = database.transaction(async (queries) => {
    await log.append(queries, [entry(20)])
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await append(entry(21))
  expect(await checkChain(database, [])).toEqual({ entries: 21, ok: true, waiting: 0, gaps: 1 })
})

test.each([
  "update audit_log set actor = 'u2' where n = 5",
  'update audit_log set n = 30 where n = 5',
  'update audit_log set n = null, prev = null, hash = null where n = 5',
  "update audit_log set actor = 'u2' where n is null",
  "update audit_log set n = 21, prev = 'a', hash = 'b', actor = 'u2' where n is null",
  'update audit_log set id = 1000 where n is null',
  'delete from audit_log where n = 5',
  'delete from audit_log where n is null',
  'truncate audit_log',
  "insert into audit_log (at_ms, kind, detail, n, prev, hash) values (1, 'change', '{}', 21, 'a', 'b')",
])('the database itself refuses: %s', async (statement) => {
  await leaveWaiting(entry(20))
  await expect(database.query(statement)).rejects.toThrow('append-only')
})

test('an entry waits uncounted, and half a place in the chain is none', async () => {
  await leaveWaiting(entry(20), entry(21))
  expect(await checkChain(database, [])).toEqual({ entries: 20, ok: true, waiting: 2, gaps: 0 })
  await expect(database.query("update audit_log set n = 21, hash = 'b' where n is null and id = 21")).rejects.toThrow('check')
  expect(await chainBatch(database, { wait: false })).toBe(2)
  expect(await checkChain(database, [])).toEqual({ entries: 22, ok: true, waiting: 0, gaps: 0 })
})

test('many are chained over several transactions, in the order of their arrival', async () => {
  const many = Array.from({ length: chainBatchRows + 3 }, (_, index) => entry(index))
  await leaveWaiting(...many)
  await chainWaiting(database)
  expect(await checkChain(database, [])).toMatchObject({ entries: 20 + many.length, ok: true, waiting: 0 })
  expect(await database.query('select 1 from audit_log where n <> id')).toEqual([])
})

test('an entry that was removed before it was chained leaves a gap, as one that was rolled back does', async () => {
  await leaveWaiting(entry(20), entry(21))
  await tamper('delete from audit_log where id = 21')
  await chainWaiting(database)
  expect(await checkChain(database, [])).toEqual({ entries: 21, ok: true, waiting: 0, gaps: 1 })
})

test('the gap cannot be closed by other numbers once the entries behind it are chained', async () => {
  await leaveWaiting(entry(20), entry(21))
  await tamper('delete from audit_log where id = 21')
  await chainWaiting(database)
  await tamper('update audit_log set id = 21 where id = 22')
  expect(await checkChain(database, [])).toMatchObject({ ok: false, broken: { at: 21, what: 'edited' } })
})

test.each([
  "actor = 'u2'",
  'actor = null',
  "device = 'd2'",
  "kind = 'read'",
  "entity = 'cases'",
  "row_id = 'c9'",
  'at_ms = 1',
  "detail = '{}'",
  "hash = repeat('a', 64)",
])('an edit shows: %s', async (edit) => {
  await tamper(`update audit_log set ${edit} where n = 5`)
  expect(await checkChain(database, [])).toMatchObject({ entries: 4, ok: false, broken: { at: 5, what: 'edited' } })
})

test.each([
  ['in the middle', ['delete from audit_log where n = 5'], 5],
  ['at the start', ['delete from audit_log where n < 3'], 1],
  [
    'hidden by new numbers',
    [
      'delete from audit_log where n = 5',
      'update audit_log set n = n + 1000 where n > 5',
      'update audit_log set n = n - 1001 where n > 1000',
    ],
    5,
  ],
])('a deletion shows: %s', async (_name, statements, at) => {
  await tamper(...statements)
  expect(await checkChain(database, [])).toMatchObject({ ok: false, broken: { at, what: 'deleted' } })
})

test('two entries in exchanged places show', async () => {
  await tamper(
    'update audit_log set n = 1007 where n = 7',
    'update audit_log set n = 7 where n = 11',
    'update audit_log set n = 11 where n = 1007',
  )
  expect(await checkChain(database, [])).toMatchObject({ ok: false, broken: { at: 7, what: 'reordered' } })
})

test('an end that was cut off shows by the anchor, and by nothing else', async () => {
  await writeAnchor(database, file, { atMs: 1, epoch })
  await tamper('delete from audit_log where n > 15')
  expect(await checkChain(database, [])).toMatchObject({ ok: true })
  expect(await checkChain(database, await anchors())).toMatchObject({
    entries: 15,
    ok: false,
    broken: { at: 16, what: 'truncated' },
  })
})

test('an end that was cut off and written anew shows by the anchor', async () => {
  await writeAnchor(database, file, { atMs: 1, epoch })
  await tamper('delete from audit_log where n > 15')
  await append(...Array.from({ length: 10 }, (_, index) => entry(index, { other: true })))
  expect(await checkChain(database, await anchors())).toMatchObject({ ok: false, broken: { at: 20, what: 'edited' } })
})

test('anchors are written when the chain moved, at the set times and at the end', async () => {
  const clock = new ManualClock()
  const keeping = keepAnchors({ queries: database, file, epoch, clock, log: quietLog, everyMs: 60_000 })
  const lengths = async () => (await anchors()).map(({ entries }) => entries)
  await vi.waitFor(async () => expect(await lengths()).toEqual([20]))
  await append(entry(20))
  await vi.waitFor(async () => {
    clock.advance(60_000)
    expect(await lengths()).toEqual([20, 21])
  })
  await append(entry(21))
  await keeping.dispose()
  expect(await lengths()).toEqual([20, 21, 22])
})

test('an anchor that was being written when the power went is passed over', async () => {
  await writeAnchor(database, file, { atMs: 1, epoch })
  await appendFile(file, '\n{"entries": 2')
  await append(entry(20))
  await writeAnchor(database, file, { atMs: 2, epoch })
  expect((await anchors()).map(({ entries }) => entries)).toEqual([20, 21])
})

test('after a restore the anchors of before do not accuse the log, and are kept', async () => {
  await writeAnchor(database, file, { atMs: 1, epoch })
  await tamper('delete from audit_log where n > 15')
  expect(await setForeignAnchorsAside(file, epoch, 5)).toBeUndefined()
  expect(await checkChain(database, await anchors())).toMatchObject({ ok: false })
  const aside = await setForeignAnchorsAside(file, 'second', Date.UTC(2026, 10, 21, 9, 5))
  expect(aside).toBe(`${file}.until-2026-11-21T09-05-00.000Z`)
  expect(await checkChain(database, await anchors())).toMatchObject({ entries: 15, ok: true })
  expect(await readAnchors(aside ?? '')).toHaveLength(1)
  expect(await setAnchorsAside(file, 5)).toBeUndefined()
  expect(await readdir(folder)).toHaveLength(1)
})

test('the export is one line an entry, from and to where it was asked', async () => {
  let text = ''
  for await (const piece of exportLog(database, { after: 3, upTo: 6 })) text += piece
  const lines = text.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { n: 4, row: 'c3', detail: { index: 3, text: 'ґ\0\ud800' } },
    { n: 5 },
    { n: 6, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})
