import { expect, test } from 'vitest'
import { delayAfter } from './back-off.ts'
import { next, type Step } from './engine.ts'
import type { Effect, SyncEvent } from './engine-event.ts'
import { type EngineState, initialState } from './engine-state.ts'
import type { Trouble } from './trouble.ts'

type Happened = SyncEvent extends infer E ? (E extends SyncEvent ? Omit<E, 'atMs' | 'random'> : never) : never

/** Feeds events one after the other; tells the last state and the effects of the last event. */
function after(...events: Happened[]): Step & { kinds: string[] } {
  let step: Step = { state: initialState, effects: [] }
  for (const [index, event] of events.entries()) {
    step = next(step.state, { ...event, atMs: 1_000 * index, random: 0.5 } as SyncEvent)
  }
  return { ...step, kinds: step.effects.map(({ kind }) => kind) }
}

const started: Happened = { kind: 'started', waiting: false, copies: 'none' }
const startedWaiting: Happened = { kind: 'started', waiting: true, copies: 'none' }
const pulled: Happened = { kind: 'pulled', more: false, moved: true, copies: 'none' }
const pushed: Happened = { kind: 'pushed', more: false, moved: true }
const readFailed = (trouble: Trouble): Happened => ({ kind: 'read-failed', trouble, copies: 'none' })
const pushFailed = (trouble: Trouble, count = 8): Happened => ({ kind: 'push-failed', trouble, count })

test('SYNC-10 what waits is sent before anything is pulled', () => {
  expect(after(startedWaiting).kinds).toEqual(['connect', 'set-timer', 'push'])
  expect(after(startedWaiting, pushed).kinds).toEqual(['pull'])
})

test('a local write while a page is read is sent at once, beside it', () => {
  expect(after(started, { kind: 'local-write' }).kinds).toEqual(['push'])
})

test('news while a page is read asks for another page, and never for two at once', () => {
  expect(after(started, { kind: 'news' }).kinds).toEqual([])
  expect(after(started, { kind: 'news' }, pulled).kinds).toContain('pull')
  expect(after(started, pulled).kinds).not.toContain('pull')
})

test('SYNC-11 before the first copy nothing is pulled; afterwards pulls and streams take turns', () => {
  const first: Happened = { kind: 'started', waiting: false, copies: 'first' }
  const some: Happened = { kind: 'copied', moved: true, copies: 'some' }
  expect(after(first).kinds).toEqual(['connect', 'set-timer', 'copy'])
  expect(after(first, some).kinds).toEqual(['pull'])
  expect(after(first, some, { ...pulled, copies: 'some' }).kinds).toContain('copy')
  expect(after(first, some, { ...pulled, copies: 'some' }, { kind: 'copied', moved: true, copies: 'none' }).kinds).toEqual([
    'pull',
  ])
})

test('a feed that never ends lets the copy in', () => {
  const endless: Happened = { kind: 'pulled', more: true, moved: true, copies: 'some' }
  const steps = Array.from({ length: 20 }, () => endless)
  expect(after({ kind: 'started', waiting: false, copies: 'some' }, ...steps).kinds).toContain('copy')
})

test('a queue that never empties lets a page in', () => {
  const endless: Happened = { kind: 'pushed', more: true, moved: true }
  const steps = Array.from({ length: 20 }, () => endless)
  expect(after(startedWaiting, ...steps).kinds).toEqual(['push', 'pull'])
})

test('without a server it tries again, ever later, with jitter; a word from the server ends the wait', () => {
  const away = readFailed({ kind: 'unreachable' })
  const failed = after(started, away)
  expect(failed.effects).toEqual([{ kind: 'set-timer', timer: 'retry-read', delayMs: delayAfter(1, 0.5) }])
  expect(failed.state.offlineSinceMs).toBe(1_000)
  const back = after(started, away, { kind: 'socket-up' })
  expect(back.effects).toEqual([{ kind: 'cancel-timer', timer: 'retry-read' }, { kind: 'pull' }])
  expect(after(started, away, { kind: 'timer', timer: 'retry-read' }, away).effects).toEqual([
    { kind: 'set-timer', timer: 'retry-read', delayMs: delayAfter(2, 0.5) },
  ])
})

test('a socket that does not come back makes it ask whether the server is away', () => {
  const down: Happened = { kind: 'socket-down' }
  const retried: Happened[] = [down, { kind: 'timer', timer: 'reconnect' }]
  expect(after(started, pulled, down).kinds).toEqual(['set-timer'])
  expect(after(started, pulled, ...retried, down).kinds).toEqual(['set-timer', 'pull'])
})

test('once the server answers again, the socket does not wait for its own delay', () => {
  const down: Happened = { kind: 'socket-down' }
  const away = readFailed({ kind: 'unreachable' })
  const again: Happened = { kind: 'timer', timer: 'retry-read' }
  expect(after(started, down, away, again, pulled).kinds).toEqual(['cancel-timer', 'connect', 'set-timer'])
  expect(after(started, down, pulled).kinds, 'it was never away').toEqual(['set-timer'])
})

test('the clients of a killed node are back within 5 s and spread over it', () => {
  expect(delayAfter(1, 1) + delayAfter(2, 1)).toBeLessThanOrEqual(5_000)
  expect(delayAfter(1, 0)).toBe(500)
  expect(delayAfter(1, 1) - delayAfter(1, 0)).toBeGreaterThanOrEqual(1_500)
  expect(delayAfter(99, 1)).toBe(30_000)
})

test('503 is waited for as long as the server asks, and some more', () => {
  const { effects } = after(started, readFailed({ kind: 'unavailable', retryAfterMs: 7_000 }))
  expect(effects).toEqual([{ kind: 'set-timer', timer: 'retry-read', delayMs: 7_000 + delayAfter(1, 0.5) }])
})

test('SYNC-9 a batch that the server would not read is halved until the poison goes alone, as a husk', () => {
  const malformed = (count: number) => pushFailed({ kind: 'malformed' }, count)
  const limits = [8, 4, 2, 1].map((count) => after(startedWaiting, malformed(count)).effects)
  expect(limits).toEqual([
    [{ kind: 'push', limit: 4, husk: false }],
    [{ kind: 'push', limit: 2, husk: false }],
    [{ kind: 'push', limit: 1, husk: false }],
    [{ kind: 'push', limit: 1, husk: true }],
  ])
  const onwards = after(startedWaiting, malformed(1), { kind: 'pushed', more: true, moved: true })
  expect(onwards.effects).toContainEqual({ kind: 'push', limit: 500, husk: false })
})

test('SYNC-9 a poison batch never stops the reading', () => {
  const poisoned = after(startedWaiting, pushFailed({ kind: 'defect' }))
  expect(poisoned.kinds).toEqual(['set-timer', 'pull'])
})

test('a change that breaks the server each time goes as a husk in the end', () => {
  let state: EngineState = after(startedWaiting).state
  let sent: Extract<Effect, { kind: 'push' }> | undefined
  let count = 8
  for (let turn = 0; turn < 30 && !sent?.husk; turn += 1) {
    state = next(state, { ...pushFailed({ kind: 'defect' }, count), atMs: 0, random: 0 } as SyncEvent).state
    const step = next(state, { kind: 'timer', timer: 'retry-push', atMs: 0, random: 0 })
    state = step.state
    sent = step.effects.find((effect) => effect.kind === 'push')
    count = sent?.limit ?? 0
  }
  expect(sent).toEqual({ kind: 'push', limit: 1, husk: true })
})

test('answers that change nothing are not asked for again at once', () => {
  expect(after(startedWaiting, { kind: 'pushed', more: true, moved: false }).kinds).toEqual(['set-timer', 'pull'])
  expect(after(started, { kind: 'pulled', more: true, moved: false, copies: 'none' }).kinds).toEqual(['set-timer'])
  expect(after({ ...started, copies: 'first' }, { kind: 'copied', moved: false, copies: 'first' }).kinds).toEqual(['set-timer'])
})

test('a refused token is refreshed once, and both lanes wait for it', () => {
  const refused = after(startedWaiting, pushFailed({ kind: 'unauthenticated' }))
  expect(refused.kinds).toEqual(['refresh-token'])
  expect(after(startedWaiting, pushFailed({ kind: 'unauthenticated' }), { kind: 'token' }).kinds).toEqual(['push'])
  const signedOut = after(startedWaiting, pushFailed({ kind: 'unauthenticated' }), {
    kind: 'token',
    trouble: { kind: 'unauthenticated' },
  })
  expect(signedOut.kinds).toEqual(['set-timer', 'set-timer'])
})

test('SYNC-12 another version of the protocol is asked for again after minutes, and nothing is lost', () => {
  expect(after(startedWaiting, pushFailed({ kind: 'client-too-old' })).effects).toContainEqual({
    kind: 'set-timer',
    timer: 'retry-push',
    delayMs: 300_000,
  })
})

test('SYNC-10 a revoked or wiped device gives what waits to the quarantine before it leaves', () => {
  const wiped = readFailed({ kind: 'wipe' })
  expect(after(started, wiped).kinds).toEqual(['give-to-quarantine'])
  expect(after(started, wiped, { kind: 'given' }).effects).toEqual([{ kind: 'leave', reason: 'wiped' }, { kind: 'end' }])
  const failing: Happened = { kind: 'given', trouble: { kind: 'unreachable' } }
  expect(after(started, wiped, failing).kinds).toEqual(['set-timer'])
  expect(after(started, wiped, ...Array.from({ length: 8 }, () => failing)).effects).toContainEqual({
    kind: 'leave',
    reason: 'wiped',
  })
  expect(after(started, wiped, { kind: 'local-write' }).kinds).toEqual([])
})

test('the socket comes back by itself; hints are doubted: it polls', () => {
  expect(after(started, { kind: 'socket-down' }).effects).toEqual([
    { kind: 'set-timer', timer: 'reconnect', delayMs: delayAfter(1, 0.5) },
  ])
  expect(after(started, { kind: 'socket-down' }, { kind: 'timer', timer: 'reconnect' }).kinds).toEqual(['connect'])
  expect(after(started, pulled, { kind: 'timer', timer: 'poll' }).kinds).toEqual(['set-timer', 'pull'])
})

test('after the end nothing happens any more', () => {
  expect(after(started, { kind: 'stop' }).kinds).toEqual(['end'])
  expect(after(started, { kind: 'stop' }, { kind: 'news' }, pulled).kinds).toEqual([])
})
