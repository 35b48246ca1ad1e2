import { expect, test } from 'vitest'
import { uuidV7Source } from './uuid-v7.ts'

test('has the version, the variant and the time of RFC 9562', () => {
  const id = uuidV7Source(() => 0x0192_3456_789a).next()
  expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('grows within one millisecond, past the counter, and when the clock steps back', () => {
  const times = [...Array<number>(5_000).fill(1_000_000), 999_000, 999_001]
  const ids = uuidV7Source(() => times.shift() ?? 0)
  const made = Array.from({ length: 5_002 }, () => ids.next())
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
})
