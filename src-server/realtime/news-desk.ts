import type { Clock } from '#shared/ports/clock.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { everyonesTerritory, type News } from '#shared/sync/protocol.ts'
import type { EventBus, ServerEvent } from './event-bus.ts'

/** A WebSocket, as far as news need it. */
export interface NewsSocket {
  send(text: string): void
  ping(): void
  close(code?: number): void
  terminate(): void
}

/** One socket at the desk. */
export interface Seat {
  presence(state: DesktopState): void
  /** It answered a ping. */
  alive(): void
  close(): void
}
type PresenceEvent = Extract<ServerEvent, { kind: 'presence' }>
type DesktopState = Exclude<PresenceEvent['state'], 'offline'>

/** Tells every open socket of this node what concerns it. */
export interface NewsDesk {
  open(principal: Principal, socket: NewsSocket): Seat
  readonly size: number
  /** Says goodbye; nothing is told after it. */
  leave(): void
}

/** Between two news to one socket, at least; with many sockets to tell longer, as each will ask the server. */
const pauseMs = 50
const pausePerSocketMs = 0.2
const longestPauseMs = 250
const pingEveryMs = 30_000
/** A desktop that comes back within it was never away: after a change of network, of rights, or of the server. */
const offlineAfterMs = 5_000
/** Rights that changed unheard, on another node, are asked anew by then. */
const seatLastsMs = 3_600_000
const restarting = 1_012

interface Taken {
  readonly principal: Principal
  readonly socket: NewsSocket
  readonly openedAtMs: number
  answered: boolean
}

export function createNewsDesk(bus: EventBus, clock: Clock): NewsDesk {
  const seats = new Set<Taken>()
  const byTerritory = new Map<string, Set<Taken>>()
  const byUser = new Map<string, Set<Taken>>()
  const present = new Map<string, PresenceEvent>()
  const waiting = new Set<Taken>()
  const changed = new Map<string, PresenceEvent>()
  let due: (() => void) | undefined
  let freeAtMs = 0
  let left = false

  const say = (seat: Taken, news: News): void => seat.socket.send(JSON.stringify(news))

  /** The first news goes at once, what follows closely goes together. */
  function soon(): void {
    if (due || left) return
    due = clock.after(Math.max(0, freeAtMs - clock.monotonicMs()), tell)
  }

  function tell(): void {
    due = undefined
    const told = [...waiting]
    waiting.clear()
    for (const seat of told) say(seat, { kind: 'news' })
    const presences = [...changed.values()]
    changed.clear()
    if (presences.length > 0) for (const seat of seats) if (watches(seat.principal)) for (const one of presences) say(seat, one)
    freeAtMs = clock.monotonicMs() + Math.min(longestPauseMs, Math.max(pauseMs, told.length * pausePerSocketMs))
  }

  function heard(event: ServerEvent): void {
    switch (event.kind) {
      case 'changes':
        for (const territory of event.territories)
          for (const seat of (territory === everyonesTerritory ? seats : byTerritory.get(territory)) ?? []) waiting.add(seat)
        if (waiting.size > 0) soon()
        return
      case 'rights':
        // Opened anew, the socket stands where its user's rights are now.
        for (const seat of [...(byUser.get(event.userId) ?? [])]) {
          say(seat, { kind: 'rights' })
          seat.socket.close(restarting)
        }
        return
      case 'presence':
        return hearPresence(event)
    }
  }

  function hearPresence(event: PresenceEvent): void {
    const own = present.get(event.userId)
    // Gone at another node, but here.
    if (event.state === 'offline' && byUser.has(event.userId) && own && own.state !== 'offline') return bus.publish(own)
    if (event.state === 'offline') present.delete(event.userId)
    else present.set(event.userId, event)
    changed.set(event.userId, event)
    soon()
  }

  function away(userId: string): void {
    clock.after(offlineAfterMs, () => {
      if (byUser.has(userId) || left || !present.has(userId)) return
      bus.publish({ kind: 'presence', userId, state: 'offline', sinceMs: clock.epochMs() })
    })
  }

  function beat(): void {
    const nowMs = clock.monotonicMs()
    for (const seat of [...seats]) {
      if (!seat.answered) seat.socket.terminate()
      else if (nowMs - seat.openedAtMs > seatLastsMs) seat.socket.close(restarting)
      else {
        seat.answered = false
        seat.socket.ping()
      }
    }
    stopBeat = clock.after(pingEveryMs, beat)
  }
  let stopBeat = clock.after(pingEveryMs, beat)
  const unsubscribe = bus.subscribe(heard)

  return {
    open(principal, socket) {
      const seat: Taken = { principal, socket, openedAtMs: clock.monotonicMs(), answered: true }
      seats.add(seat)
      put(byUser, principal.userId, seat)
      for (const territory of principal.territories) put(byTerritory, territory, seat)
      say(seat, { kind: 'hello', serverMs: clock.epochMs() })
      if (watches(principal)) for (const one of present.values()) say(seat, one)
      return {
        presence(state) {
          if (present.get(principal.userId)?.state === state) return
          bus.publish({ kind: 'presence', userId: principal.userId, state, sinceMs: clock.epochMs() })
        },
        alive() {
          seat.answered = true
        },
        close() {
          if (!seats.delete(seat)) return
          waiting.delete(seat)
          for (const territory of principal.territories) take(byTerritory, territory, seat)
          take(byUser, principal.userId, seat)
          if (!byUser.has(principal.userId)) away(principal.userId)
        },
      }
    },
    get size() {
      return seats.size
    },
    leave() {
      if (left) return
      left = true
      unsubscribe()
      stopBeat()
      due?.()
      for (const seat of [...seats]) {
        say(seat, { kind: 'going-down' })
        seat.socket.close(restarting)
      }
    },
  }
}

/** Who sees how everybody is. */
function watches({ role }: Principal): boolean {
  return role === 'supervisor' || role === 'administrator'
}

function put(map: Map<string, Set<Taken>>, key: string, seat: Taken): void {
  const set = map.get(key)
  if (set) set.add(seat)
  else map.set(key, new Set([seat]))
}

function take(map: Map<string, Set<Taken>>, key: string, seat: Taken): void {
  const set = map.get(key)
  set?.delete(seat)
  if (set?.size === 0) map.delete(key)
}
