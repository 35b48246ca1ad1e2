import { describe, expect, it } from 'vitest'
import { forgivenSlips, prefixDistance, slipKeys } from './edit-distance.ts'

describe('prefix distance', () => {
  it.each([
    ['koval', 'kovalcuk', 0],
    ['kavalcuk', 'kovalcuk', 1],
    ['kvalcuk', 'kovalcuk', 1],
    ['koovalcuk', 'kovalcuk', 1],
    ['kvoalcuk', 'kovalcuk', 1],
    ['kaval', 'kovalcuk', 1],
    ['kavelcuk', 'kovalcuk', 2],
    ['petrenko', 'kovalcuk', 3],
    ['', 'kovalcuk', 0],
  ])('%s → %s is %i', (typed, word, distance) => {
    expect(prefixDistance(typed, word, 2)).toBe(distance)
  })

  it('forgives more in longer words', () => {
    expect([3, 4, 7, 8].map(forgivenSlips)).toEqual([0, 1, 1, 2])
  })

  it('gives two words that are one slip apart a common key', () => {
    const common = (a: string, b: string) => slipKeys(a).some((key) => slipKeys(b).includes(key))
    expect(common('koval', 'kaval')).toBe(true)
    expect(common('koval', 'okval')).toBe(true)
    expect(common('koval', 'kovl')).toBe(true)
    expect(common('koval', 'petro')).toBe(false)
  })
})
