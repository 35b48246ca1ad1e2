import { describe, expect, it } from 'vitest'
import { boundHlc, formatHlc, maxDriftMs, readHlc, tickHlc } from './hybrid-clock.ts'
import { hlc } from './protocol.ts'

describe('SYNC-13 hybrid clock', () => {
  it('goes up by every tick, also while the wall clock stands or jumps back', () => {
    const wall = [1_000, 1_000, 1_001, 500, 500, 2_000, 0, -5]
    let last: string | null = null
    const times = wall.map((ms) => {
      last = tickHlc(last, ms, 'a')
      return last
    })
    expect([...times].sort()).toEqual(times)
    expect(new Set(times).size).toBe(times.length)
    for (const time of times) expect(hlc.safeParse(time).success).toBe(true)
  })
  it('comes after what was seen from another device, however far ahead that is', () => {
    const seen = formatHlc(9_000_000, 7, 'other')
    expect(tickHlc(seen, 1_000, 'a') > seen).toBe(true)
    expect(readHlc(tickHlc(seen, 1_000, 'a'))).toEqual({ ms: 9_000_000, counter: 8, device: 'a' })
  })
  it('goes over into the next millisecond when the counter is full', () => {
    const full = formatHlc(1_000, 0xffff, 'a')
    const next = tickHlc(full, 1_000, 'a')
    expect(readHlc(next)).toEqual({ ms: 1_001, counter: 0, device: 'a' })
    expect(next > full).toBe(true)
  })
  it('sorts as text as it does by time, counter and device', () => {
    const ordered = [
      formatHlc(1, 0, 'a'),
      formatHlc(1, 0, 'b'),
      formatHlc(1, 10, 'a'),
      formatHlc(255, 0, 'a'),
      formatHlc(4_096, 0, 'a'),
    ]
    expect([...ordered].reverse().sort()).toEqual(ordered)
  })
  it('a clock that is ahead by more than the drift becomes the server’s now; one that is behind stays', () => {
    const now = 1_000_000_000
    expect(readHlc(boundHlc(formatHlc(now + maxDriftMs + 1, 3, 'a'), now))).toEqual({ ms: now, counter: 3, device: 'a' })
    for (const ms of [now + maxDriftMs, now, 0]) {
      const honest = formatHlc(ms, 3, 'a')
      expect(boundHlc(honest, now)).toBe(honest)
    }
  })
})
