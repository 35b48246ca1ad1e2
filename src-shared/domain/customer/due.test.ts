import { describe, expect, it } from 'vitest'
import { dueOf } from './due.ts'

const now = 1_700_000_000_000
const minutes = (count: number) => count * 60_000

describe('dueOf', () => {
  it('counts minutes below an hour, hours below two days, then days', () => {
    expect(dueOf(now + minutes(48), now)).toEqual({ overdue: false, soon: true, unit: 'minutes', count: 48 })
    expect(dueOf(now + minutes(60 * 47), now)).toEqual({ overdue: false, soon: false, unit: 'hours', count: 47 })
    expect(dueOf(now + minutes(60 * 50), now)).toEqual({ overdue: false, soon: false, unit: 'days', count: 2 })
  })

  it('is overdue from the very deadline and never says zero', () => {
    expect(dueOf(now, now)).toEqual({ overdue: true, soon: false, unit: 'minutes', count: 1 })
    expect(dueOf(now - minutes(130), now)).toEqual({ overdue: true, soon: false, unit: 'hours', count: 2 })
  })
})
