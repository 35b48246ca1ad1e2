import { expect, it } from 'vitest'
import { demoId } from './demo-id.ts'
import { Random } from './random.ts'

const drawn = (seed: number, stream: number) => {
  const random = new Random()
  random.restart(seed, stream)
  return Array.from({ length: 20 }, () => random.bits())
}

it('repeats itself by seed and stream', () => {
  expect(drawn(7, 1)).toEqual(drawn(7, 1))
  expect(drawn(7, 1)).not.toEqual(drawn(7, 2))
  expect(drawn(7, 1)).not.toEqual(drawn(8, 1))
})

it('draws evenly', () => {
  const random = new Random()
  random.restart(1, 0)
  const counts = new Array<number>(10).fill(0)
  for (let round = 0; round < 100_000; round++) counts[random.below(10)]!++
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  expect(new Set(Array.from({ length: 200 }, () => random.between(3, 5)))).toEqual(new Set([3, 4, 5]))
})

it('makes ids in the form of UUIDv7, sorted by their time', () => {
  const random = new Random()
  random.restart(1, 0)
  const times = [0, 1_000, 1_700_000_000_000, 1_795_000_000_001, 2 ** 48 - 1]
  const ids = times.map((atMs) => demoId(random, atMs))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  expect(ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16))).toEqual(times)
  expect(new Set(Array.from({ length: 10_000 }, () => demoId(random, 5))).size).toBe(10_000)
})
