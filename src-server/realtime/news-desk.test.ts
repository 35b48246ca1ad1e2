import { beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '#shared/domain/people/role.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import type { Principal } from '#shared/sync/principal.ts'
import { type News, news } from '#shared/sync/protocol.ts'
import type { EventBus } from './event-bus.ts'
import { localBus } from './local-bus.ts'
import { createNewsDesk, type NewsDesk, type NewsSocket } from './news-desk.ts'

let clock: ManualClock
let bus: EventBus
let desk: NewsDesk

beforeEach(() => {
  clock = new ManualClock()
  bus = localBus()
  desk = createNewsDesk(bus, clock)
})

function principal(userId: string, territories: readonly string[], role: Role = 'operator'): Principal {
  return { userId, role, territories: new Set(territories), homeTerritory: null }
}

function sit(who: Principal) {
  const heard: News[] = []
  const ended: (number | 'terminated')[] = []
  let pings = 0
  const socket: NewsSocket = {
    send: (text) => void heard.push(news.parse(JSON.parse(text))),
    ping() {
      pings += 1
    },
    close: (code) => void ended.push(code ?? 1_000),
    terminate: () => void ended.push('terminated'),
  }
  const seat = desk.open(who, socket)
  return { seat, heard, ended, kinds: () => heard.map(({ kind }) => kind), pings: () => pings }
}

describe('news', () => {
  it('go to those who have the territory, and to all when they are everybody’s', () => {
    const north = sit(principal('n', ['north']))
    const south = sit(principal('s', ['south', 'west']))
    bus.publish({ kind: 'changes', territories: ['south'] })
    clock.advance(0)
    expect([north.kinds(), south.kinds()]).toEqual([['hello'], ['hello', 'news']])
    clock.advance(1_000)
    bus.publish({ kind: 'changes', territories: ['*'] })
    clock.advance(0)
    expect([north.kinds(), south.kinds()]).toEqual([
      ['hello', 'news'],
      ['hello', 'news', 'news'],
    ])
  })

  it('come at once, and then no more than one in 50 ms', () => {
    const north = sit(principal('n', ['north']))
    for (let ms = 0; ms < 99; ms += 1) {
      bus.publish({ kind: 'changes', territories: ['north'] })
      clock.advance(1)
    }
    expect(north.heard.filter(({ kind }) => kind === 'news')).toHaveLength(2)
    clock.advance(50)
    expect(north.heard.filter(({ kind }) => kind === 'news')).toHaveLength(3)
  })

  it('end with the seat', () => {
    const north = sit(principal('n', ['north']))
    north.seat.close()
    bus.publish({ kind: 'changes', territories: ['north'] })
    clock.advance(100)
    expect(north.kinds()).toEqual(['hello'])
    expect(desk.size).toBe(0)
  })
})

describe('rights', () => {
  it('are told to that user alone, whose sockets are to be opened anew', () => {
    const one = sit(principal('one', ['north']))
    const two = sit(principal('two', ['north']))
    bus.publish({ kind: 'rights', userId: 'one' })
    expect([one.kinds(), one.ended]).toEqual([['hello', 'rights'], [1_012]])
    expect([two.kinds(), two.ended]).toEqual([['hello'], []])
  })
})

describe('presence', () => {
  it('goes to supervisors, also to those who come later', () => {
    const operator = sit(principal('o', ['north']))
    const watching = sit(principal('w', [], 'supervisor'))
    const idle = sit(principal('i', ['north']))
    operator.seat.presence('ready')
    clock.advance(60)
    const expected = expect.objectContaining({ kind: 'presence', userId: 'o', state: 'ready' })
    expect(watching.heard).toContainEqual(expected)
    expect(sit(principal('l', [], 'administrator')).heard).toContainEqual(expected)
    expect(idle.kinds()).toEqual(['hello'])
  })

  it('becomes offline when nobody came back within five seconds', () => {
    const watching = sit(principal('w', [], 'supervisor'))
    const first = sit(principal('o', ['north']))
    first.seat.presence('busy')
    first.seat.close()
    clock.advance(4_000)
    const second = sit(principal('o', ['north']))
    clock.advance(10_000)
    expect(watching.heard).not.toContainEqual(expect.objectContaining({ state: 'offline' }))
    second.seat.close()
    clock.advance(6_000)
    expect(watching.heard).toContainEqual(expect.objectContaining({ userId: 'o', state: 'offline' }))
  })

  it('stays when the same person is gone at another node only', () => {
    const watching = sit(principal('w', [], 'supervisor'))
    sit(principal('o', ['north'])).seat.presence('busy')
    bus.publish({ kind: 'presence', userId: 'o', state: 'offline', sinceMs: 5 })
    clock.advance(1_000)
    expect(watching.heard.at(-1)).toMatchObject({ userId: 'o', state: 'busy' })
  })
})

describe('the heartbeat', () => {
  it('cuts a socket that has not answered, and renews one after an hour', () => {
    const silent = sit(principal('s', []))
    const alive = sit(principal('a', []))
    clock.advance(30_000)
    expect([silent.pings(), alive.pings()]).toEqual([1, 1])
    alive.seat.alive()
    clock.advance(30_000)
    expect([silent.ended, alive.ended]).toEqual([['terminated'], []])
    silent.seat.close()
    for (let minutes = 0; minutes < 121; minutes += 1) {
      alive.seat.alive()
      clock.advance(30_000)
    }
    expect(alive.ended).toContain(1_012)
  })
})

it('says goodbye once, to everybody', () => {
  const one = sit(principal('one', ['north']))
  desk.leave()
  desk.leave()
  bus.publish({ kind: 'changes', territories: ['north'] })
  clock.advance(1_000)
  expect([one.kinds(), one.ended]).toEqual([['hello', 'going-down'], [1_012]])
})
