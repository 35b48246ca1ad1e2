import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import { Cell } from '#shared/flow/cell.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { UnsavedJournal, unsavedPath } from './unsaved-journal.ts'
import { WriteQueue } from './write-queue.ts'
import type { CommitAnswer, WriteItem, WriterLink } from './writer-wire.ts'

const device = (key: string): WriteItem => ({ kind: 'device', key, json: '1' })
const keysOf = (items: readonly WriteItem[]) => items.map((item) => (item.kind === 'device' ? item.key : 'changes')).join('')

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A writer that answers when the test says so. */
function setUp() {
  const clock = new ManualClock()
  const health = new Cell<StoreHealth>({ kind: 'ok', unsaved: 0 })
  const asked: string[] = []
  const answers: ((answer: CommitAnswer) => void)[] = []
  const link = {
    commit: (items: readonly WriteItem[]) => {
      asked.push(keysOf(items))
      return new Promise<CommitAnswer>((resolve) => answers.push(resolve))
    },
  } as unknown as WriterLink
  const committed: string[] = []
  folders.push(mkdtempSync(join(tmpdir(), 'dzvin-queue-')))
  const path = join(folders.at(-1)!, 'dzvin.db')
  const journal = new UnsavedJournal(path, quietLog)
  const onCommitted = (items: readonly WriteItem[]) => void committed.push(keysOf(items))
  const queue = new WriteQueue({ link, clock, log: quietLog, health, journal, onCommitted })
  /** The keys in the journal's file, or undefined where there is none. */
  const journaled = () => {
    if (!existsSync(unsavedPath(path))) return undefined
    const lines = readFileSync(unsavedPath(path), 'utf8').trim().split('\n')
    return keysOf(lines.map((text) => JSON.parse(text) as WriteItem))
  }
  const answer = async (value: CommitAnswer) => {
    answers.shift()!(value)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { queue, clock, health, asked, committed, answer, journaled }
}
const refused: CommitAnswer = { kind: 'refused', cause: 'full', detail: '' }
const fine = (count: number): CommitAnswer => ({ kind: 'committed', failures: Array.from({ length: count }, () => undefined) })

describe('the write queue', () => {
  it('sends what came meanwhile as one group, after the one under way', async () => {
    const { queue, asked, committed, answer } = setUp()
    const results = ['a', 'b', 'c'].map((key) => queue.write(device(key)))
    expect(asked).toEqual(['a'])
    await answer(fine(1))
    expect(asked).toEqual(['a', 'bc'])
    await answer(fine(2))
    expect(await Promise.all(results)).toEqual(results.map(() => ({ ok: true, value: { durable: true } })))
    expect(committed).toEqual(['a', 'bc'])
  })

  it('tries again ever more rarely, keeps the order, and does not hurry for a new write', async () => {
    const { queue, clock, health, asked, answer } = setUp()
    const first = queue.write(device('a'))
    await answer(refused)
    expect(await first).toEqual({ ok: true, value: { durable: false } })
    const second = queue.write(device('b'))
    expect(await second).toEqual({ ok: true, value: { durable: false } })
    expect(asked).toEqual(['a'])
    expect(health.get()).toEqual({ kind: 'full', unsaved: 2 })
    clock.advance(250)
    expect(asked).toEqual(['a', 'ab'])
    await answer(refused)
    clock.advance(499)
    expect(asked).toHaveLength(2)
    clock.advance(1)
    expect(asked).toHaveLength(3)
    await answer(fine(2))
    expect(health.get()).toEqual({ kind: 'ok', unsaved: 0 })
  })

  it('tells who waits why a write is not valid, and goes on', async () => {
    const { queue, answer } = setUp()
    const write = queue.write(device('a'))
    await answer({ kind: 'committed', failures: [{ kind: 'not-found' }] })
    expect(await write).toEqual({ ok: false, failure: { kind: 'not-found' } })
  })

  it('tries once more when it is settled, and then stops', async () => {
    const { queue, clock, asked, answer } = setUp()
    void queue.write(device('a'))
    await answer(refused)
    const settled = queue.settle()
    expect(asked).toEqual(['a', 'a'])
    await answer(refused)
    await settled
    clock.advance(60_000)
    expect(asked).toHaveLength(2)
  })

  it('has a journal only while something waits, with all that came after it too', async () => {
    const { queue, clock, answer, journaled } = setUp()
    void queue.write(device('a'))
    await answer(fine(1))
    void queue.write(device('b'))
    expect(journaled()).toBeUndefined()
    await answer(refused)
    expect(journaled()).toBe('b')
    void queue.write(device('c'))
    expect(journaled()).toBe('bc')
    clock.advance(250)
    void queue.write(device('d'))
    expect(journaled()).toBe('bcd')
    await answer(fine(2))
    expect(journaled()).toBeUndefined()
    await answer(refused)
    expect(journaled()).toBe('d')
  })

  it('sends what was restored before all else, and not before it is released', async () => {
    const { queue, health, asked, answer } = setUp()
    queue.restore([device('a'), device('b')])
    expect(await queue.write(device('c'))).toEqual({ ok: true, value: { durable: false } })
    expect([asked, health.get().unsaved]).toEqual([[], 3])
    const released = queue.release()
    await answer(fine(3))
    await released
    expect(asked).toEqual(['abc'])
    expect(health.get().unsaved).toBe(0)
  })

  it('sends nothing that is held when it is settled meanwhile', async () => {
    const { queue, asked } = setUp()
    queue.restore([device('a')])
    await queue.settle()
    await queue.release()
    expect(asked).toEqual([])
  })
})
