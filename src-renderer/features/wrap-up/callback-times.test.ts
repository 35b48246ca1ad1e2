import { describe, expect, it } from 'vitest'
import { callbackTimes } from './callback-times.ts'

const at = (hour: number, minute: number) => new Date(2026, 10, 21, hour, minute).getTime()

describe('callbackTimes', () => {
  it('offers an hour from now on a round minute, this evening and tomorrow morning', () => {
    expect(callbackTimes(at(14, 3)).map(({ preset, atMs }) => [preset, new Date(atMs).toString()])).toEqual([
      ['in-an-hour', new Date(2026, 10, 21, 15, 5).toString()],
      ['this-evening', new Date(2026, 10, 21, 18, 0).toString()],
      ['tomorrow-morning', new Date(2026, 10, 22, 10, 0).toString()],
    ])
  })

  it('has no evening left when it is evening', () => {
    expect(callbackTimes(at(17, 45)).map(({ preset }) => preset)).toEqual(['in-an-hour', 'tomorrow-morning'])
  })
})
