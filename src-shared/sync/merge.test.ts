import { describe, expect, it } from 'vitest'
import type { MergeRule } from '../entities/define-entity.ts'
import { formatHlc } from './hybrid-clock.ts'
import { mergeField, same } from './merge.ts'

const early = formatHlc(1_000, 0, 'a')
const late = formatHlc(2_000, 0, 'b')

function merge(rule: MergeRule, current: unknown, before: unknown, next: unknown, stamps = { current: early, next: late }) {
  return mergeField(rule, { current, before, next, currentStamp: stamps.current, nextStamp: stamps.next })
}

describe('SYNC-4 a field that nobody else changed', () => {
  it.each(['last-writer', 'server-wins', 'append', 'set-union', 'largest', 'ask'] as const)('takes the new value: %s', (rule) => {
    const [seen, made] = rule === 'set-union' ? [['a'], ['b']] : rule === 'largest' ? [5, null] : ['old text', 'new']
    expect(merge(rule, seen, seen, made)).toEqual({ value: made })
    expect(merge(rule, made, seen, made)).toEqual({ value: made })
  })
})

describe('SYNC-4, SYNC-5 a field that both changed', () => {
  it('last-writer: the later stands, the other is told as lost', () => {
    expect(merge('last-writer', 'theirs', 'old', 'mine')).toEqual({ value: 'mine', lost: { value: 'theirs', winner: 'next' } })
    expect(merge('last-writer', 'theirs', 'old', 'mine', { current: late, next: early })).toEqual({
      value: 'theirs',
      lost: { value: 'mine', winner: 'current' },
    })
  })
  it('last-writer: where the time of what stands is not known, the own change is shown (SYNC-8)', () => {
    const change = { current: 'theirs', before: 'old', next: 'mine', currentStamp: null, nextStamp: early }
    expect(mergeField('last-writer', change).value).toBe('mine')
  })
  it.each(['server-wins', 'ask'] as const)('%s: what stands stays, however late the other', (rule) => {
    expect(merge(rule, 'theirs', 'old', 'mine')).toEqual({ value: 'theirs', lost: { value: 'mine', winner: 'current' } })
  })
  it('counter: differences add up, also where both came to the same number', () => {
    expect(merge('counter', 12, 10, 15)).toEqual({ value: 17 })
    expect(merge('counter', 15, 10, 15)).toEqual({ value: 20 })
    expect(merge('counter', 7, 10, 9)).toEqual({ value: 6 })
  })
  it('largest: the larger; nothing is smaller than any number', () => {
    expect(merge('largest', 7, 3, 5)).toEqual({ value: 7 })
    expect(merge('largest', 7, 3, 9)).toEqual({ value: 9 })
    expect(merge('largest', 7, 3, null)).toEqual({ value: 7 })
    expect(merge('largest', null, 3, 9)).toEqual({ value: 9 })
  })
  it('set-union: adds what was added and takes away what was taken away', () => {
    expect(merge('set-union', ['a', 'b', 'c'], ['a', 'b'], ['b', 'd'])).toEqual({ value: ['b', 'c', 'd'] })
    expect(merge('set-union', [{ k: 1 }], undefined, [{ k: 1 }, { k: 2 }])).toEqual({ value: [{ k: 1 }, { k: 2 }] })
  })
  it('keeps what stands, and the other as lost, where the joined value would not fit', () => {
    const change = { current: 'aaaa', before: '', next: 'bbbb', currentStamp: early, nextStamp: late }
    const fits = (value: unknown): boolean => typeof value === 'string' && value.length <= 6
    expect(mergeField('append', change, fits)).toEqual({ value: 'aaaa', lost: { value: 'bbbb', winner: 'current' } })
  })
})

describe('SYNC-4 append', () => {
  const append = (current: unknown, before: unknown, next: unknown) => merge('append', current, before, next).value

  it('joins what two people added to the same note', () => {
    expect(append('Called.\nShe agreed', 'Called.', 'Called.\nSend the bill')).toBe('Called.\nSend the bill\nShe agreed')
  })
  it('does not double a change that comes again', () => {
    const once = append('Called.\nShe agreed', 'Called.', 'Called.\nSend the bill')
    expect(append(once, 'Called.', 'Called.\nSend the bill')).toBe(once)
    expect(append('X\nHello', '', 'Hello')).toBe('X\nHello')
    expect(append(append('X', '', 'X two'), '', 'X two')).toBe('X two')
  })
  it('keeps a text that is typed in goes together, whatever comes between', () => {
    let note = append('X', '', 'He')
    note = append(note, 'He', 'Hello')
    note = append(note, 'X', 'XY')
    note = append(note, 'Hello', 'Hello there')
    expect(String(note).split('\n').sort()).toEqual(['Hello there', 'XY'])
  })
  it('takes a short word that only stands inside another word', () => {
    expect(append('banana', '', 'a')).toBe('banana\na')
  })
  it('cuts nothing where a text was changed in the middle or cleared', () => {
    expect(append('one two\nthree', 'one two', 'one big two')).toContain('one two\nthree')
    expect(append('one two\nthree', 'one two', 'one big two')).toContain('big')
    expect(append('one two\nthree', 'one two', null)).toBe('one two\nthree')
  })
  it('holds every word of both sides for any pair of changes', () => {
    let seed = 7
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    for (let round = 0; round < 2_000; round += 1) {
      const base = Array.from({ length: random(3) }, (_, at) => `base${at}`).join(' ')
      const mine = `${base}${random(2) ? '\n' : ' '}mine${round}`
      const theirs = random(2) ? `theirs${round}\n${base}` : `${base} theirs${round}`
      const joined = String(append(theirs, base, mine))
      for (const word of `${mine} ${theirs}`.split(/\s+/)) expect(joined, `round ${round}`).toContain(word)
      expect(append(joined, base, mine), `round ${round}`).toBe(joined)
    }
  })
})

describe('same', () => {
  it('sees no order of keys and no key without a value', () => {
    expect(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1, e: undefined })).toBe(true)
    expect(same({ a: 1 }, { a: 1, b: null })).toBe(false)
    expect(same([1, 2], [2, 1])).toBe(false)
    expect(same(null, undefined)).toBe(false)
    expect(same([], {})).toBe(false)
  })
})
