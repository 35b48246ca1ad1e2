import { describe, expect, it } from 'vitest'
import { callId } from '../ids.ts'
import {
  type CallEvent,
  type CallState,
  callState,
  endReason,
  incomingCall,
  isConnected,
  isOver,
  next,
  outgoingCall,
  ringMs,
  talkMs,
} from './call.ts'
import { callOutcome, outcomeOf } from './call-outcome.ts'

const id = callId.parse('c-1')
const ended: CallEvent = { kind: 'ended', reason: 'hung-up-there' }

const allEvents: readonly CallEvent[] = [
  { kind: 'progress' },
  { kind: 'answer' },
  { kind: 'answer-failed' },
  { kind: 'established' },
  { kind: 'held' },
  { kind: 'resumed' },
  { kind: 'muted', on: true },
  { kind: 'muted', on: false },
  { kind: 'peer-held', on: true },
  { kind: 'peer-held', on: false },
  ended,
  { kind: 'ended', reason: 'caller-gave-up', sipStatus: 487 },
]

/** Each event a second after the one before. */
function walked(
  call: CallState,
  ...kinds: (CallEvent | Exclude<CallEvent['kind'], 'muted' | 'peer-held' | 'ended'>)[]
): CallState {
  return kinds.reduce(
    (state, event, index) => next(state, typeof event === 'string' ? { kind: event } : event, 1_000 * (index + 1)),
    call,
  )
}

const ringing = incomingCall(id, 0)
const dialing = outgoingCall(id, 0)
const talking = walked(ringing, 'answer', 'established')

describe('a call', () => {
  it('CALL-1 begins ringing or dialing', () => {
    const fresh = { callId: id, startedMs: 7, heldMs: 0, muted: false, heldByPeer: false }
    expect(incomingCall(id, 7)).toEqual({ ...fresh, direction: 'inbound', phase: { kind: 'ringing', sinceMs: 7 } })
    expect(outgoingCall(id, 7)).toEqual({ ...fresh, direction: 'outbound', phase: { kind: 'dialing', sinceMs: 7 } })
  })

  it('goes the way of an inbound call', () => {
    expect(walked(ringing, 'answer').phase).toEqual({ kind: 'answering', sinceMs: 1_000 })
    expect(talking).toMatchObject({ phase: { kind: 'active', sinceMs: 2_000 }, answeredMs: 2_000 })
  })

  it('goes the way of an outbound call, with or without a 180', () => {
    expect(walked(dialing, 'progress').phase).toEqual({ kind: 'alerting', sinceMs: 1_000 })
    expect(walked(dialing, 'progress', 'established').phase.kind).toBe('active')
    expect(walked(dialing, 'established').phase.kind).toBe('active')
  })

  it.each(allEvents)('CALL-2 that ended stays as it is at %j', (event) => {
    const over = next(talking, ended, 5_000)
    expect(next(over, event, 6_000)).toBe(over)
  })

  it.each<[CallState, CallEvent]>([
    [ringing, { kind: 'progress' }],
    [ringing, { kind: 'held' }],
    [ringing, { kind: 'resumed' }],
    [ringing, { kind: 'answer-failed' }],
    [dialing, { kind: 'answer' }],
    [talking, { kind: 'answer' }],
    [talking, { kind: 'answer-failed' }],
    [talking, { kind: 'established' }],
    [talking, { kind: 'progress' }],
    [talking, { kind: 'resumed' }],
    [walked(talking, 'held'), { kind: 'established' }],
    [walked(talking, 'held'), { kind: 'held' }],
    [talking, { kind: 'muted', on: false }],
    [talking, { kind: 'peer-held', on: false }],
  ])('CALL-3 hears nothing in an event without meaning (%#)', (call, event) => {
    expect(next(call, event, 9_000)).toBe(call)
  })

  it('CALL-6 whose answer was refused rings on as of its first ring', () => {
    expect(walked(ringing, 'answer', 'answer-failed')).toEqual(ringing)
  })

  it('CALL-7 sums up its holds, the one that it ended in too', () => {
    const twice = walked(ringing, 'answer', 'established', 'held', 'resumed', 'held')
    expect(twice.heldMs).toBe(1_000)
    expect(next(twice, ended, 9_000).heldMs).toBe(1_000 + 4_000)
  })

  it('CALL-8 is muted and held by the peer in any phase, and nothing else changes', () => {
    for (const call of [ringing, dialing, talking, walked(talking, 'held')]) {
      expect(next(call, { kind: 'muted', on: true }, 9_000)).toEqual({ ...call, muted: true })
      expect(next(call, { kind: 'peer-held', on: true }, 9_000)).toEqual({ ...call, heldByPeer: true })
    }
  })

  it('CALL-9 keeps the first reason to end', () => {
    const over = next(dialing, { kind: 'ended', reason: 'busy-there', sipStatus: 486 }, 3_000)
    expect(over.phase).toEqual({ kind: 'ended', sinceMs: 3_000, reason: 'busy-there', sipStatus: 486 })
    expect(next(over, ended, 4_000).phase).toMatchObject({ reason: 'busy-there', sipStatus: 486 })
  })

  it('CALL-10 measures its ring and its talk', () => {
    expect([ringMs(ringing, 4_000), talkMs(ringing, 4_000)]).toEqual([4_000, 0])
    expect([ringMs(talking, 9_000), talkMs(talking, 9_000)]).toEqual([2_000, 7_000])
    const over = next(talking, ended, 5_000)
    expect([ringMs(over, 9_000), talkMs(over, 9_000)]).toEqual([2_000, 3_000])
    const missed = next(ringing, ended, 5_000)
    expect([ringMs(missed, 9_000), talkMs(missed, 9_000)]).toEqual([5_000, 0])
  })

  it.each(endReason.options)('CALL-11 ended by %s has an outcome', (reason) => {
    const event: CallEvent = { kind: 'ended', reason }
    expect(outcomeOf(next(talking, event, 5_000))).toBe('answered')
    const outcome = outcomeOf(next(ringing, event, 5_000))
    expect(callOutcome.options).toContain(outcome)
    expect(['answered', 'in-progress']).not.toContain(outcome)
  })
})

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function freeze(call: CallState): CallState {
  Object.freeze(call.phase)
  return Object.freeze(call)
}

describe('any walk through the machine', () => {
  it.each([1, 2, 3, 20_261_121])('keeps the invariants (seed %d)', (seed) => {
    const random = seeded(seed)
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
    for (let walk = 0; walk < 150; walk++) {
      let nowMs = Math.floor(random() * 1_000)
      let call = freeze(random() < 0.5 ? incomingCall(id, nowMs) : outgoingCall(id, nowMs))
      let established = false
      for (let step = 0; step < 40; step++) {
        nowMs += Math.floor(random() * 500)
        // Ends are rarer, or every walk would be short.
        const event = pick(random() < 0.9 ? allEvents.slice(0, -2) : allEvents)
        const before = call
        // CALL-12: frozen, so that a change in place throws.
        call = freeze(next(before, event, nowMs))
        if (isOver(before)) expect(call, 'CALL-2').toBe(before)
        if (event.kind === 'established' && !isOver(before)) established = true
        expect(call.answeredMs !== undefined, 'CALL-4').toBe(established)
        if (before.answeredMs !== undefined) expect(call.answeredMs, 'CALL-4').toBe(before.answeredMs)
        expect(isConnected(call), 'CALL-5').toBe(established && !isOver(call))
        expect(call.heldMs, 'CALL-7').toBeGreaterThanOrEqual(before.heldMs)
        expect(call.heldMs, 'CALL-7').toBeLessThanOrEqual(talkMs(call, nowMs))
        expect(call.phase.sinceMs, 'CALL-10').toBeLessThanOrEqual(nowMs)
        expect(ringMs(call, nowMs) + talkMs(call, nowMs), 'CALL-10').toBeLessThanOrEqual(nowMs - call.startedMs)
        expect(outcomeOf(call) === 'in-progress', 'CALL-11').toBe(!isOver(call))
        if (isOver(call)) expect(outcomeOf(call) === 'answered', 'CALL-11').toBe(established)
        callState.parse(call)
      }
    }
  })
})
