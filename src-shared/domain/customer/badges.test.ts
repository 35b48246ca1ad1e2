import { describe, expect, it } from 'vitest'
import { type BadgeFacts, badgesOf } from './badges.ts'

const nowMs = Date.parse('2026-11-20T12:00:00Z')
const dayMs = 24 * 60 * 60_000
const plain: BadgeFacts = {
  customer: { vip: false, doNotCall: false, loyaltyScore: 50, nps: 8, customerSince: '2020-01-01' },
  recentInboundCalls: 1,
  openTasks: [],
  openCases: [],
}
const of = (change: Partial<BadgeFacts>) => badgesOf({ ...plain, ...change }, nowMs)
const customer = (change: Partial<BadgeFacts['customer']>) => of({ customer: { ...plain.customer, ...change } })

describe('badges', () => {
  it('are none for an ordinary customer', () => {
    expect(of({})).toEqual([])
  })

  it('say VIP, do not call, loyal, at risk and new', () => {
    expect(customer({ vip: true })).toEqual([{ kind: 'vip' }])
    expect(customer({ doNotCall: true })).toEqual([{ kind: 'do-not-call' }])
    expect(customer({ loyaltyScore: 80 })).toEqual([{ kind: 'loyal', count: 80 }])
    expect(customer({ loyaltyScore: 79 })).toEqual([])
    expect(customer({ loyaltyScore: 29 })).toEqual([{ kind: 'at-risk' }])
    expect(customer({ loyaltyScore: 30 })).toEqual([])
    expect(customer({ nps: 6 })).toEqual([{ kind: 'at-risk' }])
    expect(customer({ nps: 7 })).toEqual([])
    expect(customer({ customerSince: new Date(nowMs - 89 * dayMs).toISOString().slice(0, 10) })).toEqual([{ kind: 'new' }])
    expect(customer({ customerSince: new Date(nowMs - 91 * dayMs).toISOString().slice(0, 10) })).toEqual([])
    expect(customer({ customerSince: 'long ago' })).toEqual([])
  })

  it('count a repeat caller from the second inbound call', () => {
    expect(of({ recentInboundCalls: 2 })).toEqual([{ kind: 'repeat-caller', count: 2 }])
  })

  it('show the earliest promise with a due date', () => {
    const openTasks = [
      { kind: 'promise' as const, dueAtMs: nowMs + 2 * dayMs },
      { kind: 'callback' as const, dueAtMs: nowMs + dayMs },
      { kind: 'callback' as const },
      { kind: 'task' as const, dueAtMs: nowMs - dayMs },
    ]
    expect(of({ openTasks })).toEqual([{ kind: 'open-promise', dueAtMs: nowMs + dayMs }])
    expect(of({ openTasks: openTasks.slice(2) })).toEqual([])
  })

  it('show an overdue case, not one that is still in time', () => {
    expect(of({ openCases: [{ dueAtMs: nowMs + 1 }, {}] })).toEqual([])
    expect(of({ openCases: [{ dueAtMs: nowMs - 1 }] })).toEqual([{ kind: 'overdue-case', dueAtMs: nowMs - 1 }])
  })
})
