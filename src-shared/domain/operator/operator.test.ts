import { describe, expect, test } from 'vitest'
import { acceptsQueueCalls, nextOperator, type OperatorEvent, type OperatorState } from './operator.ts'

const start: OperatorState = { kind: 'not-ready', reason: 'start', sinceMs: 0 }

function after(...events: OperatorEvent[]): OperatorState {
  return events.reduce((state, event, index) => nextOperator(state, event, index + 1), start)
}

describe('the operator', () => {
  test('goes ready and not ready at once while no call is on', () => {
    expect(after({ kind: 'go-ready' })).toEqual({ kind: 'ready', sinceMs: 1 })
    expect(after({ kind: 'go-ready' }, { kind: 'go-not-ready', reason: 'lunch' })).toEqual({
      kind: 'not-ready',
      reason: 'lunch',
      sinceMs: 2,
    })
  })

  test('returns after the wrap-up to where the call found them', () => {
    const call: OperatorEvent[] = [{ kind: 'call-started' }, { kind: 'calls-over', wrapUp: true }, { kind: 'wrap-up-done' }]
    expect(after({ kind: 'go-ready' }, ...call).kind).toBe('ready')
    expect(after({ kind: 'go-not-ready', reason: 'meeting' }, ...call)).toMatchObject({ kind: 'not-ready', reason: 'meeting' })
  })

  test('a break asked for in a call begins when the wrap-up is done', () => {
    const talking = after({ kind: 'go-ready' }, { kind: 'call-started' }, { kind: 'go-not-ready', reason: 'break' })
    expect(talking.kind).toBe('in-call')
    const done = nextOperator(nextOperator(talking, { kind: 'calls-over', wrapUp: true }, 9), { kind: 'wrap-up-done' }, 10)
    expect(done).toEqual({ kind: 'not-ready', reason: 'break', sinceMs: 10 })
  })

  test('a second call does not restart the time in call', () => {
    const state = after({ kind: 'go-ready' }, { kind: 'call-started' })
    expect(nextOperator(state, { kind: 'call-started' }, 50)).toBe(state)
  })

  test('no wrap-up, no stop on the way', () => {
    expect(after({ kind: 'go-ready' }, { kind: 'call-started' }, { kind: 'calls-over', wrapUp: false }).kind).toBe('ready')
  })

  test('queues may ring the ready and those in a call, nobody else', () => {
    const accepting = [
      after(),
      after({ kind: 'go-ready' }),
      after({ kind: 'call-started' }),
      after({ kind: 'call-started' }, { kind: 'calls-over', wrapUp: true }),
    ]
    expect(accepting.map(acceptsQueueCalls)).toEqual([false, true, true, false])
  })
})
