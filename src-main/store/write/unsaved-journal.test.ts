import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { ChangeChecker } from './check-change.ts'
import { UnsavedJournal, unsavedPath } from './unsaved-journal.ts'
import type { WriteItem } from './writer-wire.ts'

let dir: string
let database: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dzvin-journal-'))
  database = join(dir, 'dzvin.db')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const open = () => new UnsavedJournal(database, quietLog)
const read = () => open().read(new ChangeChecker())
const device = (key: string, value: unknown = 1): WriteItem => ({ kind: 'device', key, json: JSON.stringify(value) })
const patch = (id: string, note: string) => ({ kind: 'patch' as const, entity: 'interactions' as const, id, fields: { note } })
const patches = (...changes: ReturnType<typeof patch>[]): WriteItem => ({ kind: 'changes', changes })
/** Keeps one after the other, as the queue does. */
function keepAll(journal: UnsavedJournal, items: readonly WriteItem[]): void {
  for (const [index, item] of items.entries()) expect(journal.keep([item], () => items.slice(0, index + 1))).toBe(true)
}

describe('the journal of unsaved writes', () => {
  it('gives the writes back in order, one change an item, for the owner of the file only', () => {
    keepAll(open(), [
      patches(patch('a', 'перша'), patch('b', '2')),
      device('settings', { theme: 'dark' }),
      patches(patch('a', '3')),
    ])
    expect(read()).toEqual([
      patches(patch('a', 'перша')),
      patches(patch('b', '2')),
      device('settings', { theme: 'dark' }),
      patches(patch('a', '3')),
    ])
    if (process.platform !== 'win32') expect(statSync(unsavedPath(database)).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['dzvin.db.unsaved'])
  })

  it('makes no file before the first write, and removes it', () => {
    const journal = open()
    expect(journal.read(new ChangeChecker())).toEqual([])
    journal.clear()
    expect([journal.present, existsSync(unsavedPath(database))]).toEqual([false, false])
    keepAll(journal, [device('a')])
    expect([journal.present, existsSync(unsavedPath(database))]).toEqual([true, true])
    journal.clear()
    expect([journal.present, existsSync(unsavedPath(database))]).toEqual([false, false])
  })

  it('leaves out a torn last line and lines that are no valid write', () => {
    keepAll(open(), [device('a')])
    const hostile = [
      '{',
      'null',
      '{"kind":"device","key":"","json":"1"}',
      '{"kind":"device","key":"k","json":"{"}',
      '{"kind":"changes","changes":[{"kind":"delete","entity":"sqlite_schema","id":"x"}]}',
      '{"kind":"changes","changes":[{"kind":"patch","entity":"tasks","id":"x","fields":{"no such":1}}]}',
    ]
    appendFileSync(
      unsavedPath(database),
      `${hostile.join('\n')}\n${JSON.stringify(device('b'))}\n${JSON.stringify(device('torn'))}`,
    )
    expect(read()).toEqual([device('a'), device('b')])
  })

  it('is written anew after one that was torn, so that no line is lost to the torn one', () => {
    writeFileSync(unsavedPath(database), `${JSON.stringify(device('a'))}\n{"kind":"dev`)
    const journal = open()
    const before = journal.read(new ChangeChecker())
    journal.keep([device('b')], () => [...before, device('b')])
    expect(read()).toEqual([device('a'), device('b')])
  })

  it('says that it could not keep a write, and makes up for it when it can', () => {
    const journal = open()
    mkdirSync(unsavedPath(database))
    expect(journal.keep([device('a')], () => [device('a')])).toBe(false)
    expect(readdirSync(dir)).toEqual(['dzvin.db.unsaved'])
    rmSync(unsavedPath(database), { recursive: true })
    expect(journal.keep([device('b')], () => [device('a'), device('b')])).toBe(true)
    expect(read()).toEqual([device('a'), device('b')])
  })

  it('drops what was overtaken before a note that is saved again and again fills the disk', () => {
    const journal = open()
    const longest = 4 * 1024 * 1024 + 200_000
    for (let index = 0; index < 100; index++) {
      const item = device('note', String(index).padEnd(100_000, '.'))
      journal.keep([item], () => [item])
      expect(statSync(unsavedPath(database)).size).toBeLessThan(longest)
    }
    expect(read().at(-1)).toMatchObject({ json: expect.stringMatching(/^"99\./) })
    expect(readFileSync(unsavedPath(database), 'utf8').split('\n').length).toBeLessThan(45)
  })
})
