import type { NewsListener, NewsSocket, Reply, SyncTransport } from '#shared/sync/client/sync-transport.ts'
import type { Trouble } from '#shared/sync/client/trouble.ts'
import type { CopyRequest, PullRequest, PushRequest } from '#shared/sync/protocol.ts'
import type { Chance } from './chance.ts'
import type { MemoryServer, Served } from './server/memory-server.ts'
import type { Timeline } from './timeline.ts'

/** How bad the way to the server is; probabilities. */
export interface Weather {
  readonly dropRequest: number
  readonly loseAnswer: number
  /** The request arrives twice, at its own moments. */
  readonly duplicate: number
  /** An answer breaks off in its middle. */
  readonly cut: number
  readonly slowest: number
}

export const fair: Weather = { dropRequest: 0, loseAnswer: 0, duplicate: 0, cut: 0, slowest: 40 }

export interface Way {
  readonly timeline: Timeline
  readonly chance: Chance
  readonly server: MemoryServer
  readonly userId: string
  /** What the server knows this desktop by, whatever its copy is called. */
  readonly seat: string
  weather(): Weather
  /** Cut off altogether. */
  away(): boolean
  /** False when the process that asked is gone: it hears nothing more. */
  alive(): boolean
}

const patienceMs = 3_000

/** The transport of one desktop; it drops, duplicates, delays, reorders, cuts and loses. */
export function simulatedWay(way: Way): SyncTransport {
  const { timeline, chance, server, userId, seat } = way
  return {
    push: (request: PushRequest) => ask(way, () => server.push(userId, seat, request)),
    pull: (request: PullRequest) => ask(way, () => server.pull(userId, seat, request)),
    quarantine: (request: PushRequest) => ask(way, () => server.quarantine(userId, seat, request)),
    copy: (request, line) => stream(way, request, line),
    connect: (listener: NewsListener): NewsSocket => {
      let over = false
      let disconnect = () => {}
      const down = () => {
        if (over) return
        over = true
        disconnect()
        if (way.alive()) listener.down()
      }
      timeline.after(chance.between(1, way.weather().slowest), () => {
        if (over || !way.alive()) return
        if (way.away() || !server.up || chance.odds(way.weather().dropRequest)) return down()
        disconnect = server.connect((news) => {
          if (over || !way.alive()) return
          if (news === 'closed' || way.away()) return down()
          listener.heard(news)
        })
        listener.up()
      })
      return { say: () => {}, close: down }
    },
  }
}

async function ask(way: Way, serve: () => Promise<Served>): Promise<Reply> {
  const { timeline, chance } = way
  const { dropRequest, loseAnswer, duplicate, cut, slowest } = way.weather()
  await timeline.pause(chance.between(1, slowest))
  if (way.away() || chance.odds(dropRequest)) {
    await timeline.pause(chance.between(1, patienceMs))
    return gone(way)
  }
  // The second may come long after the answer to the first, when other requests have passed it.
  if (chance.odds(duplicate)) timeline.after(chance.between(0, patienceMs), () => void serve())
  const served = await serve()
  await timeline.pause(chance.between(1, slowest))
  if (way.away() || chance.odds(loseAnswer)) {
    await timeline.pause(patienceMs)
    return gone(way)
  }
  if (!way.alive()) return never()
  if (served.kind === 'answer' && chance.odds(cut)) {
    return { kind: 'answer', bytes: served.bytes.slice(0, chance.between(0, served.bytes.byteLength - 1)) }
  }
  return served
}

async function stream(
  way: Way,
  request: CopyRequest,
  line: (bytes: Uint8Array) => Promise<boolean>,
): Promise<Trouble | undefined> {
  const { timeline, chance, server, userId, seat } = way
  await timeline.pause(chance.between(1, way.weather().slowest))
  for await (const sent of server.copy(userId, seat, request, chance.between(2, 8))) {
    await timeline.pause(chance.between(0, way.weather().slowest / 4))
    if (!way.alive()) return never()
    if (way.away() || chance.odds(way.weather().cut)) return gone(way)
    if (!(sent instanceof Uint8Array)) return sent
    if (!(await line(sent))) return undefined
    if (!way.alive()) return never()
  }
  return undefined
}

function gone(way: Way): Promise<Trouble> | Trouble {
  return way.alive() ? { kind: 'unreachable' } : never()
}

/** Nobody is there to hear it. */
function never<T>(): Promise<T> {
  return new Promise(() => {})
}
