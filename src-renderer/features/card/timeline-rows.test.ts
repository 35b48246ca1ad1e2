import { describe, expect, it } from 'vitest'
import type { InteractionId } from '#shared/domain/ids.ts'
import { timelineRows } from './timeline-rows.ts'

const now = new Date(2026, 10, 21, 15, 0).getTime()
const at = (id: string, ...parts: [number, number, number, number, number]) => ({
  interactionId: id as InteractionId,
  channel: 'call' as const,
  startedAtMs: new Date(...parts).getTime(),
})

describe('timelineRows', () => {
  it('puts a heading before today, yesterday and each month', () => {
    const rows = timelineRows(
      [
        at('a', 2026, 10, 21, 9, 12),
        at('b', 2026, 10, 21, 0, 0),
        at('c', 2026, 10, 20, 23, 59),
        at('d', 2026, 10, 19, 12, 0),
        at('e', 2026, 10, 1, 12, 0),
        at('f', 2025, 10, 30, 12, 0),
      ],
      now,
    )
    expect(rows.map((row) => (row.kind === 'group' ? row.group.kind : row.key))).toEqual([
      'today',
      'a',
      'b',
      'yesterday',
      'c',
      'month',
      'd',
      'e',
      'month',
      'f',
    ])
    expect(rows.at(-2)).toMatchObject({ group: { thisYear: false, monthStartMs: new Date(2025, 10, 1).getTime() } })
  })

  it('gives every row a key of its own', () => {
    const rows = timelineRows([at('a', 2026, 9, 3, 1, 1), at('b', 2026, 8, 3, 1, 1)], now)
    expect(new Set(rows.map((row) => row.key)).size).toBe(4)
  })
})
