import { expect, test } from 'vitest'
import { textDiff } from './text-diff.ts'

const own = (parts: readonly { text: string; own: boolean }[]) => parts.filter((part) => part.own).map(({ text }) => text)
const whole = (parts: readonly { text: string }[]) => parts.map(({ text }) => text).join('')

test('marks the words that only one side has', () => {
  const { left, right } = textDiff('дзвонити після 17:00, не у вихідні', 'дзвонити після 18:00, не у вихідні')
  expect(own(left)).toEqual(['17'])
  expect(own(right)).toEqual(['18'])
})

test('an added sentence is marked on its side alone', () => {
  const { left, right } = textDiff('Call after five.', 'Call after five. Speaks Polish.')
  expect(own(left)).toEqual([])
  expect(own(right)).toEqual([' Speaks Polish.'])
})

test.each([
  ['', ''],
  ['a', ''],
  ['a b c', 'c b a'],
  ['  two  spaces ', 'two spaces'],
  ['👩‍👩‍👧 родина', 'родина 👩‍👩‍👧'],
])('both sides stay whole: %j, %j', (a, b) => {
  const { left, right } = textDiff(a, b)
  expect(whole(left)).toBe(a)
  expect(whole(right)).toBe(b)
})

test('two texts of 20,000 characters with nothing in common take no time', () => {
  const started = performance.now()
  const { left, right } = textDiff('a '.repeat(10_000), 'b,'.repeat(10_000))
  expect(performance.now() - started).toBeLessThan(500)
  expect(own(left)).toHaveLength(1)
  expect(own(right)).toHaveLength(1)
})
