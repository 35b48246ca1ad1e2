import { describe, expect, it } from 'vitest'
import type { TimelineItem } from '#shared/domain/customer/customer.ts'
import { mergeTop } from './use-timeline.ts'

const item = (id: string, startedAtMs: number) => ({ interactionId: id, channel: 'call', startedAtMs }) as TimelineItem
const ids = (items: readonly TimelineItem[]) => items.map(({ interactionId }) => interactionId).join('')

describe('mergeTop', () => {
  it('puts a new item on top and keeps the pages below', () => {
    const loaded = [item('c', 30), item('b', 20), item('a', 10), item('z', 5)]
    expect(ids(mergeTop([item('d', 40), item('c', 30)], loaded))).toBe('dcbaz')
  })

  it('takes the first page alone while nothing more was loaded', () => {
    expect(ids(mergeTop([item('b', 20)], [item('a', 10)]))).toBe('b')
    expect(ids(mergeTop([], [item('a', 10)]))).toBe('')
  })
})
