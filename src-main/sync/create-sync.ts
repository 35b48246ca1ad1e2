import { Cell, isSameData } from '#shared/flow/cell.ts'
import type { Account } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { LocalCopy } from '#shared/ports/local-copy.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Sync } from '#shared/ports/sync.ts'
import { badge } from '#shared/sync/client/badge.ts'
import { SyncLoop } from '#shared/sync/client/sync-loop.ts'
import type { NewsListener, NewsSocket } from '#shared/sync/client/sync-transport.ts'
import { HttpTransport } from './http-transport.ts'
import { openNews } from './news-socket.ts'
import { troubleOfToken } from './trouble-of.ts'

export interface SyncOptions {
  readonly copy: LocalCopy
  readonly account: Pick<Account, 'accessToken' | 'tokenRefused' | 'leave' | 'confirmed'>
  /** `http://…` or `https://…` */
  readonly serverUrl: string
  readonly clock: Clock
  readonly log: Log
  /** 0 ≤ x < 1. */
  random(): number
  readonly fetch?: typeof globalThis.fetch
  connect?(listener: NewsListener): NewsSocket
}

/** Sync of one open copy with its server; runs until disposed of, or until the server has sent this device away. */
export function createSync(options: SyncOptions): Sync {
  const { copy, account, serverUrl, clock, log, random } = options
  const accessToken = () => account.accessToken()
  const transport = new HttpTransport({
    serverUrl,
    clock,
    accessToken,
    fetch: options.fetch ?? globalThis.fetch,
    connect:
      options.connect ??
      ((listener) => openNews({ serverUrl, clock, accessToken, tokenRefused: () => account.tokenRefused() }, listener)),
  })
  const loop = new SyncLoop({
    copy,
    transport,
    clock,
    random,
    log,
    refreshToken: async () => {
      account.tokenRefused()
      const token = await account.accessToken()
      return token.ok ? undefined : troubleOfToken(token.failure)
    },
    leave: (reason) => {
      account.leave(reason).catch((error) => log.error('leaving failed', { cause: String(error) }))
    },
    confirmed: (serverMs) => account.confirmed(serverMs),
  })
  const state = new Cell(badge(loop.engine.get(), copy.standing.get()), isSameData)
  const show = () => state.set(badge(loop.engine.get(), copy.standing.get()))
  const unsubscribe = [loop.engine.subscribe(show), copy.standing.subscribe(show)]
  loop.start()
  return {
    state,
    onApplied: (listener) => loop.applied.subscribe(listener),
    now: () => loop.nudge(),
    setPresence: (presence) => loop.setPresence(presence),
    dispose: async () => {
      for (const stop of unsubscribe) stop()
      loop.stop()
    },
  }
}
