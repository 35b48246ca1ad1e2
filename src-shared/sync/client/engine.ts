import { assertNever } from '../../flow/assert-never.ts'
import { pushLimits } from '../protocol.ts'
import { delayAfter, longestDelayMs } from './back-off.ts'
import type { Effect, SyncEvent } from './engine-event.ts'
import type { EngineState, Lane } from './engine-state.ts'
import type { Trouble } from './trouble.ts'

/**
 * The order of sync, and nothing else: what goes next, what waits, what is given up.
 *
 *            started                 revoked, wipe            given, or given up
 *     idle ───────────► running ───────────────────► leaving ───────────────────► ended
 *                          └───────────── stop ─────────────────────────────────────▲
 *
 * Running has two lanes. `push` sends batch after batch; `read` pulls and copies, never both. A reading begins only when
 * nothing waits to be sent (or sending is held by a failure), so that a page seldom finds pending changes.
 */
export function next(state: EngineState, event: SyncEvent): Step {
  if (state.life === 'ended') return { state, effects: [] }
  if (event.kind === 'stop') return { state: { ...state, life: 'ended' }, effects: [{ kind: 'end' }] }
  if (state.life === 'leaving') return whileLeaving(state, event)
  if (state.life === 'idle') return event.kind === 'started' ? start(state, event) : { state, effects: [] }
  const { state: after, effects } = whileRunning(state, event)
  if (after.life !== 'running') return { state: after, effects }
  const begun = begin(after)
  return { state: begun.state, effects: [...effects, ...begun.effects] }
}

export interface Step {
  readonly state: EngineState
  readonly effects: readonly Effect[]
}

type Of<K extends SyncEvent['kind']> = Extract<SyncEvent, { kind: K }>

/** A queue that never empties lets a reading in after so many batches. */
const pushesBeforeReading = 20
/** A feed that never ends lets a copy in after so many pages. */
const pullsBeforeCopying = 20
/** Some seconds' worth: changes are pulled in between. */
const rowsOfOneStream = 40_000
const pollMs = { least: 20_000, most: 30_000 } as const
/** Another version of the app or the server does not come within seconds. */
const versionDelayMs = 300_000
/** A wipe must come to pass even where the quarantine cannot be reached. */
const givingTries = 8
const defectsBeforeHusk = 3
const tokensBeforeGivingUp = 3

function start(state: EngineState, event: Of<'started'>): Step {
  const running: EngineState = {
    ...state,
    life: 'running',
    socket: 'connecting',
    copies: event.copies,
    push: { ...state.push, wanted: event.waiting },
    read: { ...state.read, wanted: true },
  }
  const begun = begin(running)
  return { state: begun.state, effects: [{ kind: 'connect' }, poll(event), ...begun.effects] }
}

function whileRunning(state: EngineState, event: SyncEvent): Step {
  switch (event.kind) {
    case 'started':
    case 'stop':
    case 'given':
      return { state, effects: [] }
    case 'local-write':
      return { state: { ...state, push: { ...state.push, wanted: true } }, effects: [] }
    case 'news':
      return { state: { ...state, read: { ...state.read, wanted: true } }, effects: [] }
    case 'nudge': {
      const released = release(state, () => true)
      const wanted: EngineState = {
        ...released.state,
        push: { ...released.state.push, wanted: true },
        read: { ...released.state.read, wanted: true },
      }
      return state.socket === 'down'
        ? {
            state: { ...wanted, socket: 'connecting' },
            effects: [...released.effects, { kind: 'cancel-timer', timer: 'reconnect' }, { kind: 'connect' }],
          }
        : { state: wanted, effects: released.effects }
    }
    case 'socket-up': {
      const { state: free, effects } = release(state, unreached)
      // What happened while nobody listened.
      return { state: { ...free, socket: 'up', socketFailures: 0, read: { ...free.read, wanted: true } }, effects }
    }
    case 'socket-down': {
      const socketFailures = state.socketFailures + 1
      // A second failure in a row is no hiccup: asking tells whether the server is away.
      const read: Lane = { ...state.read, wanted: state.read.wanted || socketFailures > 1 }
      return {
        state: { ...state, socket: 'down', socketFailures, read },
        effects: [{ kind: 'set-timer', timer: 'reconnect', delayMs: delayAfter(socketFailures, event.random) }],
      }
    }
    case 'skew':
      return { state: { ...state, skewMs: event.ms }, effects: [] }
    case 'pushed':
      return pushed(state, event)
    case 'push-failed':
      return pushFailed(state, event)
    case 'pulled': {
      if (!event.moved && event.more) return failed(state, 'read', { kind: 'defect' }, event)
      const after = succeeded(
        { ...state, copies: event.copies, pullsInRow: state.pullsInRow + 1, pushesInRow: 0 },
        'read',
        event.more,
      )
      return { state: after.state, effects: [...after.effects, poll(event)] }
    }
    case 'copied': {
      if (!event.moved && event.copies !== 'none')
        return failed({ ...state, copies: event.copies }, 'read', { kind: 'defect' }, event)
      return succeeded({ ...state, copies: event.copies, pullsInRow: 0, pushesInRow: 0 }, 'read', true)
    }
    case 'read-failed':
      // A copy that fails again and again must not keep the news out: they may say that it is no longer ours.
      return failed({ ...state, copies: event.copies, pullsInRow: 0 }, 'read', event.trouble, event)
    case 'token':
      return tokenCame(state, event)
    case 'timer':
      return timer(state, event)
    default:
      return assertNever(event)
  }
}

function pushed(state: EngineState, event: Of<'pushed'>): Step {
  // The server took nothing and said nothing new: asking again at once would go on forever.
  if (event.more && !event.moved) return failed(state, 'push', { kind: 'defect' }, event)
  const pushLimit = state.husk ? pushLimits.mutations : Math.min(pushLimits.mutations, state.pushLimit * 2)
  const after = succeeded({ ...state, pushLimit, husk: false, pushesInRow: state.pushesInRow + 1 }, 'push', event.more)
  // The rows themselves come by the feed.
  return { ...after, state: { ...after.state, read: { ...after.state.read, wanted: true } } }
}

function pushFailed(state: EngineState, event: Of<'push-failed'>): Step {
  const { trouble, count } = event
  if (trouble.kind === 'malformed' && !state.husk) {
    const push: Lane = { ...state.push, busy: false, wanted: true }
    // Halved until the one that spoils the batch goes alone; then it goes as a husk.
    return count > 1
      ? { state: { ...state, push, pushLimit: Math.ceil(count / 2) }, effects: [] }
      : { state: { ...state, push, pushLimit: 1, husk: true }, effects: [] }
  }
  const after = failed(state, 'push', trouble, event)
  if (trouble.kind !== 'defect' || count === 0) return after
  const husk = count === 1 && state.push.failures >= defectsBeforeHusk
  return { ...after, state: { ...after.state, pushLimit: Math.max(1, Math.ceil(count / 2)), husk: husk || state.husk } }
}

function succeeded(state: EngineState, lane: 'push' | 'read', wanted: boolean): Step {
  const free: Lane = { busy: false, wanted: state[lane].wanted || wanted, failures: 0, trouble: null, heldUntilMs: null }
  const after = release({ ...state, [lane]: free, offlineSinceMs: null, tokensRefused: 0 }, unreached)
  // The server is back: its news must not wait until the socket's own long delay is over.
  if (state.offlineSinceMs === null || state.socket !== 'down') return after
  return {
    state: { ...after.state, socket: 'connecting', socketFailures: 0 },
    effects: [...after.effects, { kind: 'cancel-timer', timer: 'reconnect' }, { kind: 'connect' }],
  }
}

function failed(state: EngineState, lane: 'push' | 'read', trouble: Trouble, event: SyncEvent): Step {
  const { kind } = trouble
  const freed: EngineState = { ...state, [lane]: { ...state[lane], busy: false, wanted: true } }
  if (kind === 'revoked' || kind === 'wipe') {
    const leaving = kind === 'wipe' ? 'wiped' : 'revoked'
    return { state: { ...freed, life: 'leaving', leaving }, effects: [{ kind: 'give-to-quarantine' }] }
  }
  if (kind === 'unauthenticated' && state.tokensRefused < tokensBeforeGivingUp) {
    if (state.refreshing) return { state: freed, effects: [] }
    return {
      state: { ...freed, refreshing: true, tokensRefused: state.tokensRefused + 1 },
      effects: [{ kind: 'refresh-token' }],
    }
  }
  // Each later try may ask for one new token.
  return hold({ ...freed, tokensRefused: Math.min(freed.tokensRefused, tokensBeforeGivingUp - 1) }, lane, trouble, event)
}

function hold(state: EngineState, lane: 'push' | 'read', trouble: Trouble, event: SyncEvent): Step {
  const failures = state[lane].failures + 1
  const delayMs = delayOf(trouble, failures, event.random)
  const held: Lane = { ...state[lane], wanted: true, failures, trouble: trouble.kind, heldUntilMs: event.atMs + delayMs }
  const away = trouble.kind === 'unreachable' || trouble.kind === 'unavailable'
  return {
    state: { ...state, [lane]: held, offlineSinceMs: away ? (state.offlineSinceMs ?? event.atMs) : state.offlineSinceMs },
    effects: [{ kind: 'set-timer', timer: retryTimer[lane], delayMs }],
  }
}

function delayOf(trouble: Trouble, failures: number, random: number): number {
  switch (trouble.kind) {
    case 'client-too-old':
    case 'client-too-new':
      return versionDelayMs
    case 'unauthenticated':
      return longestDelayMs
    case 'unavailable':
      // Behind the wish of the server comes the jitter, or all clients would be back in the same moment.
      return Math.min(trouble.retryAfterMs ?? 0, versionDelayMs) + delayAfter(failures, random)
    default:
      return delayAfter(failures, random)
  }
}

const retryTimer = { push: 'retry-push', read: 'retry-read' } as const

const unreached = ({ trouble }: Lane) => trouble === 'unreachable' || trouble === 'unavailable'

/** Lets lanes go on at once that were held for what is over. */
function release(state: EngineState, over: (lane: Lane) => boolean): Step {
  const effects: Effect[] = []
  let free = state
  for (const lane of ['push', 'read'] as const) {
    if (state[lane].heldUntilMs === null || !over(state[lane])) continue
    free = { ...free, [lane]: { ...state[lane], heldUntilMs: null } }
    effects.push({ kind: 'cancel-timer', timer: retryTimer[lane] })
  }
  return { state: free, effects }
}

function tokenCame(state: EngineState, event: Of<'token'>): Step {
  const refreshed: EngineState = { ...state, refreshing: false }
  if (!event.trouble) return { state: refreshed, effects: [] }
  const push = hold(refreshed, 'push', event.trouble, event)
  const read = hold(push.state, 'read', event.trouble, event)
  return { state: read.state, effects: [...push.effects, ...read.effects] }
}

function timer(state: EngineState, event: Of<'timer'>): Step {
  switch (event.timer) {
    case 'retry-push':
      return { state: { ...state, push: { ...state.push, heldUntilMs: null } }, effects: [] }
    case 'retry-read':
      return { state: { ...state, read: { ...state.read, heldUntilMs: null } }, effects: [] }
    case 'reconnect':
      return state.socket === 'down'
        ? { state: { ...state, socket: 'connecting' }, effects: [{ kind: 'connect' }] }
        : { state, effects: [] }
    case 'poll':
      return { state: { ...state, read: { ...state.read, wanted: true } }, effects: [poll(event)] }
    case 'retry-give':
      return { state, effects: [] }
    default:
      return assertNever(event.timer)
  }
}

/** Hints can be lost and sockets can be silent: so it asks now and then. */
function poll({ random }: SyncEvent): Effect {
  return { kind: 'set-timer', timer: 'poll', delayMs: Math.round(pollMs.least + random * (pollMs.most - pollMs.least)) }
}

function begin(state: EngineState): Step {
  if (state.refreshing) return { state, effects: [] }
  const effects: Effect[] = []
  let begun = state
  if (isFree(state.push)) {
    begun = { ...begun, push: { ...begun.push, busy: true, wanted: false } }
    effects.push({ kind: 'push', limit: state.pushLimit, husk: state.husk })
  }
  const reading = isIdle(state.read) ? readingOf(state) : undefined
  if (reading && (!begun.push.busy || begun.pushesInRow >= pushesBeforeReading)) {
    // A copy is no answer to news: the wish to pull stays.
    begun = { ...begun, read: { ...begun.read, busy: true, wanted: reading === 'pull' ? false : begun.read.wanted } }
    effects.push(reading === 'pull' ? { kind: 'pull' } : { kind: 'copy', rows: rowsOfOneStream })
  }
  return { state: begun, effects }
}

const isIdle = (lane: Lane) => !lane.busy && lane.heldUntilMs === null
const isFree = (lane: Lane) => isIdle(lane) && lane.wanted

function readingOf({ copies, read, pullsInRow }: EngineState): 'pull' | 'copy' | undefined {
  if (copies === 'first') return 'copy'
  if (read.wanted && (copies === 'none' || pullsInRow < pullsBeforeCopying)) return 'pull'
  return copies === 'some' ? 'copy' : undefined
}

function whileLeaving(state: EngineState, event: SyncEvent): Step {
  if (event.kind === 'timer' && event.timer === 'retry-give') return { state, effects: [{ kind: 'give-to-quarantine' }] }
  if (event.kind !== 'given' || state.leaving === null) return { state, effects: [] }
  const giveFailures = state.giveFailures + 1
  if (event.trouble && giveFailures < givingTries) {
    const delayMs = delayAfter(giveFailures, event.random)
    return { state: { ...state, giveFailures }, effects: [{ kind: 'set-timer', timer: 'retry-give', delayMs }] }
  }
  return { state: { ...state, life: 'ended' }, effects: [{ kind: 'leave', reason: state.leaving }, { kind: 'end' }] }
}
