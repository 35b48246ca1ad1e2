import { describe, expect, it } from 'vitest'
import type { Change } from '#shared/entities/change.ts'
import {
  applied,
  asRow,
  bytesOf,
  copiedCopy,
  copyAll,
  copyLine,
  feedPage,
  home,
  me,
  pushedAnswer,
  type RowOnWire,
} from '../testing/copy-pages.ts'
import { id, interaction } from '../testing/plain-rows.ts'

const call = (index: number) => id('f', index)
const created = (index: number) => interaction(call(index), null, null, index, { note: `нотатка ${index}` })
const note = (index: number, text: string): Change => ({
  kind: 'patch',
  entity: 'interactions',
  id: call(index),
  fields: { note: text },
})
type Copy = ReturnType<typeof copiedCopy>
const numbers = (copy: Copy) => copy.value({ kind: 'nextPush' })?.mutations.map(({ seq }) => seq) ?? []
const answer = (copy: Copy, message: object) =>
  copy.value({ kind: 'pushed', bytes: bytesOf({ epoch: 'epoch-2', serverMs: 1, ...message }) })

/** Three calls: two acknowledged and brought by the feed, one waiting. */
function threeCalls() {
  const copy = copiedCopy()
  copy.write([created(1)])
  copy.write([created(2)])
  numbers(copy)
  copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(11), 2: applied(12) }) })
  copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(created(1), 11), asRow(created(2), 12)], appliedSeq: 2 }) })
  copy.write([created(3)])
  return copy
}

describe('SYNC-3: a server that was restored from a backup', () => {
  it('gets what it acknowledged and lost again, when it asks for the number', () => {
    const copy = threeCalls()
    expect(numbers(copy)).toEqual([3])
    answer(copy, { kind: 'expected', seq: 2 })
    expect(copy.standing.waiting).toBe(2)
    expect(numbers(copy)).toEqual([2, 3])
  })

  it('gets it again though nothing waits, as its pages do not have it', () => {
    const copy = threeCalls()
    numbers(copy)
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 3: applied(13) }) })
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(created(3), 13)], appliedSeq: 3 }) })
    copy.value({ kind: 'pulled', bytes: bytesOf({ kind: 'copy-anew', epoch: 'epoch-2', serverMs: 1 }) })
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me], { epoch: 'epoch-2' }) })
    copy.value({ kind: 'pulled', bytes: feedPage({ appliedSeq: 1, epoch: 'epoch-2' }) })
    expect(numbers(copy)).toEqual([2, 3])
    copy.value({ kind: 'copied', bytes: copyLine(home, 'interactions', [asRow(created(1), 4)], { epoch: 'epoch-2' }) })
    copy.doChores()
    for (const index of [1, 2, 3]) expect(copy.row('interactions', call(index))?.note).toBe(`нотатка ${index}`)
  })

  it('takes nothing for lost within one epoch: a page may be older than an answer', () => {
    const copy = threeCalls()
    copy.value({ kind: 'pulled', bytes: feedPage({ appliedSeq: 1 }) })
    expect(copy.standing.waiting).toBe(1)
  })

  it('is told everything under another name where a number is not here any more', () => {
    const copy = threeCalls()
    copy.database.exec('DELETE FROM outbox WHERE seq = 1')
    numbers(copy)
    answer(copy, { kind: 'expected', seq: 1 })
    expect(copy.standing.device).not.toBe('device-1')
    const push = copy.value({ kind: 'nextPush' })!
    expect(push).toMatchObject({
      device: copy.standing.device,
      mutations: [
        { seq: 1, row: call(2) },
        { seq: 2, row: call(3) },
      ],
    })
  })

  it('that never saw this device is answered from the first number on', () => {
    const copy = threeCalls()
    numbers(copy)
    answer(copy, { kind: 'expected', seq: 1 })
    expect(numbers(copy)).toEqual([1, 2, 3])
  })
})

describe('a desktop that was restored from a backup', () => {
  it('still shows what a page seemed to have, once it goes under another name', () => {
    const copy = copiedCopy([asRow(created(1), 5)])
    copy.write([note(1, 'нотатка 1\nмоє')])
    numbers(copy)
    // Another change has this number at the server.
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(created(1), 6)], appliedSeq: 1 }) })
    answer(copy, { kind: 'forked' })
    expect(copy.row('interactions', call(1))?.note).toBe('нотатка 1\nмоє')
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(created(1), 7)] }) })
    expect(copy.row('interactions', call(1))?.note).toBe('нотатка 1\nмоє')
  })

  it('asks one by one which numbers are known, and takes another name for the rest', () => {
    const copy = copiedCopy()
    for (const index of [1, 2, 3]) copy.write([created(index)])
    expect(numbers(copy)).toEqual([1, 2, 3])
    answer(copy, { kind: 'forked' })
    expect(numbers(copy)).toEqual([1])
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(5) }) })
    expect(numbers(copy)).toEqual([2, 3])
    answer(copy, { kind: 'forked' })
    answer(copy, { kind: 'forked' })
    const push = copy.value({ kind: 'nextPush' })!
    expect(push.device).toBe(copy.standing.device)
    expect(push.device).not.toBe('device-1')
    expect(push.mutations.map(({ seq, row }) => [seq, row])).toEqual([
      [1, call(2)],
      [2, call(3)],
    ])
    copy.write([note(3, 'далі')])
    expect(copy.value({ kind: 'nextPush' })).toEqual(push)
    expect(copy.row('interactions', call(3))?.note).toBe('далі')
  })
})

describe('what was answered', () => {
  it('is forgotten after two weeks, when the copy has it', () => {
    let nowMs = 1_000
    const copy = copiedCopy([], { nowMs: () => nowMs })
    copy.write([created(1)])
    copy.write([created(2)])
    numbers(copy)
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(5), 2: { kind: 'refused', reason: 'no-right' } }) })
    const kept = () => copy.database.prepare('SELECT seq FROM outbox ORDER BY seq').pluck().all()
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [asRow(created(1), 5)], appliedSeq: 2 }) })
    expect(kept()).toEqual([1, 2])
    nowMs += 15 * 24 * 60 * 60_000
    copy.value({ kind: 'pulled', bytes: feedPage({ appliedSeq: 2 }) })
    // Nobody has looked after the refused one.
    expect(kept()).toEqual([2])
  })
})

it('a new epoch does not take an answer of the old one for a row of its own', () => {
  const copy = threeCalls()
  copy.write([note(1, 'нове')])
  numbers(copy)
  copy.value({ kind: 'pushed', bytes: pushedAnswer({ 3: applied(13), 4: applied(14) }) })
  copy.value({ kind: 'pulled', bytes: bytesOf({ kind: 'copy-anew', epoch: 'epoch-2', serverMs: 1 }) })
  copyAll(copy, { [home]: [asRow(created(1), 90)] }, 'epoch-2')
  expect(copy.row('interactions', call(1))?.note).toContain('нове')
  expect(numbers(copy)).toEqual([1, 2, 3, 4])
})

describe('SYNC-8: what was typed stays shown', () => {
  const anew = bytesOf({ kind: 'copy-anew', epoch: 'epoch-2', serverMs: 1 })
  const theirs = (rev: number) => ({ ...asRow(created(1), rev), fields: { ...created(1).fields, note: 'чуже' } }) as RowOnWire
  const typed = () => {
    const copy = copiedCopy([asRow(created(1), 50)])
    copy.write([note(1, 'своє')])
    expect(numbers(copy)).toEqual([1])
    return copy
  }
  const shown = (copy: Copy) => copy.row('interactions', call(1))?.note

  it('when a page counts numbers of another: this file was put back to an older state', () => {
    const copy = typed()
    copy.value({ kind: 'pulled', bytes: feedPage({ rows: [theirs(60)], appliedSeq: 9 }) })
    expect(shown(copy)).toContain('своє')
  })

  it('when it is answered in a new epoch while the row is of the old one', () => {
    const copy = typed()
    copy.value({ kind: 'pulled', bytes: anew })
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(9) }, 'epoch-2') })
    expect(shown(copy)).toBe('своє')
  })

  it('when the row comes in a new epoch and it was answered in the old one', () => {
    const copy = typed()
    copy.value({ kind: 'pushed', bytes: pushedAnswer({ 1: applied(60) }) })
    copy.value({ kind: 'pulled', bytes: anew })
    copy.value({ kind: 'nextCopy' })
    copy.value({ kind: 'copied', bytes: copyLine('*', 'users', [me], { epoch: 'epoch-2' }) })
    copy.value({ kind: 'copied', bytes: copyLine(home, 'interactions', [theirs(70)], { epoch: 'epoch-2' }) })
    expect(shown(copy)).toContain('своє')
  })
})
