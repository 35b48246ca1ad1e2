import type { SessionState } from '#shared/domain/people/session.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { SyncState } from '#shared/domain/sync/sync-state.ts'
import type { ReadonlyCell } from '#shared/flow/cell.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { Media } from '#shared/ports/media.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import type { StreamSource, StreamSources } from '../pages/stream-sources.ts'
import type { Desk, HostFacts } from './desk.ts'
import type { StoreProgress } from './store-progress.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

const tickMs = 10_000

/** Everything the pages may listen to, taken from where it is kept. */
export function streamSources(desk: Desk, progress: StoreProgress): Omit<StreamSources, 'session'> {
  const { workspace, operator, phone, settings, media, store, feed } = desk
  return {
    line: cellSource(phone.line),
    operator: cellSource(operator.state),
    work: cellSource(workspace.work),
    pop: { replay: () => workspace.openPops(), subscribe: (listener) => workspace.onPop(listener) },
    settings: cellSource(settings.value),
    media: cellSource(media.state),
    levels: levelsSource(desk),
    store: cellSource(store.health),
    queues: {
      current: () => unlessUnavailable(() => [...store.read.queues()]),
      subscribe: (listener) => progress.loaded.subscribe(() => listener([...store.read.queues()])),
    },
    counts: countsSource(desk),
    customerChanged: { subscribe: (listener) => feed.customers.subscribe(listener) },
    interactionChanged: { subscribe: (listener) => feed.interactions.subscribe(listener) },
    progress: { replay: () => progress.running(), subscribe: (listener) => progress.steps.subscribe(listener) },
    tick: tickSource(desk),
    host: hostSource(desk),
    sync: desk.server ? cellSource(desk.server.sync.state) : { current: () => noSync, subscribe: () => () => {} },
  }
}

const noSync: SyncState = { kind: 'off', waiting: 0, refused: 0, conflicts: 0 }

export interface FrontParts {
  readonly clock: Clock
  readonly host: HostFacts
  readonly secrets: SecretStore
  readonly media: Media
  readonly settings: ReadonlyCell<Settings>
  readonly session: ReadonlyCell<SessionState>
}

/** What a page may listen to while nobody is signed in, and who is. */
export function frontStreams({ clock, host, secrets, media, settings, session }: FrontParts): Partial<StreamSources> {
  const facts = { ...host, demo: false, secretsPersist: secrets.persists }
  return {
    session: cellSource(session),
    settings: cellSource(settings),
    media: cellSource(media.state),
    tick: tickSource({ clock }),
    host: { current: () => facts, subscribe: () => () => {} },
  }
}

function cellSource<T>(cell: ReadonlyCell<T>): StreamSource<T> {
  return { current: () => cell.get(), subscribe: (listener) => cell.subscribe(listener) }
}

/** The microphone is measured only while somebody looks. */
function levelsSource({ media }: Desk): StreamSources['levels'] {
  return {
    subscribe: (listener) => {
      void media.do('meter', { on: true })
      const stop = media.onReport((report) => report.kind === 'levels' && listener(report.levels))
      return () => {
        stop()
        void media.do('meter', { on: false })
      }
    },
  }
}

function tickSource({ clock }: { readonly clock: Clock }): StreamSources['tick'] {
  const now = () => ({ monotonicMs: clock.monotonicMs(), epochMs: clock.epochMs() })
  return {
    replay: () => [now()],
    subscribe: (listener) => {
      let cancel = () => {}
      const again = () => {
        cancel = clock.after(tickMs, () => {
          listener(now())
          again()
        })
      }
      again()
      return () => cancel()
    },
  }
}

/** Counted again after each change, at most once in `countEveryMs`. */
function countsSource({ store, clock, feed, workspace }: Desk): StreamSources['counts'] {
  const countEveryMs = 500
  const count = () => unlessUnavailable(() => store.read.counts(clock.epochMs()))
  return {
    current: count,
    subscribe: (listener) => {
      let waiting: (() => void) | undefined
      const soon = () => {
        waiting ??= clock.after(countEveryMs, () => {
          waiting = undefined
          const counts = count()
          if (counts) listener(counts)
        })
      }
      const stops = [feed.customers.subscribe(soon), feed.interactions.subscribe(soon), workspace.work.subscribe(soon)]
      return () => {
        for (const stop of stops) stop()
        waiting?.()
      }
    },
  }
}

function hostSource({ host, settings, secrets }: Desk): StreamSources['host'] {
  const facts = () => ({ ...host, demo: settings.value.get().line === undefined, secretsPersist: secrets.persists })
  return {
    current: facts,
    subscribe: (listener) => {
      let { demo } = facts()
      return settings.value.subscribe(() => {
        const now = facts()
        if (now.demo === demo) return
        demo = now.demo
        listener(now)
      })
    },
  }
}
