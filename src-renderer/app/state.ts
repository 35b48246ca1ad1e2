import { create } from 'zustand'
import type { StreamValue } from '#shared/contract/streams.ts'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { ScreenPop } from '#shared/domain/work/screen-pop.ts'
import type { Unsubscribe } from '#shared/flow/emitter.ts'
import type { Bridge } from './bridge.ts'

/** The main process's truth as last pushed: read here, changed only by commands. Absent until the first push. */
export interface AppState {
  readonly connection: 'connecting' | 'connected' | 'lost'
  readonly host?: StreamValue<'host'>
  readonly session?: StreamValue<'session'>
  readonly sync?: StreamValue<'sync'>
  readonly settings?: StreamValue<'settings'>
  readonly line?: StreamValue<'line'>
  readonly operator?: StreamValue<'operator'>
  readonly work: StreamValue<'work'>
  readonly pops: Readonly<Record<InteractionId, ScreenPop>>
  /** `performance.now()` when the first pop of a tab reached this page: from it to the paint is the page's share. */
  readonly popArrivedMs: Readonly<Record<InteractionId, number>>
  readonly media?: StreamValue<'media'>
  readonly store?: StreamValue<'store'>
  readonly queues: StreamValue<'queues'>
  readonly counts?: StreamValue<'counts'>
  /** The main process's monotonic clock minus `performance.now()` of this page: `performance.now() + clockOffsetMs` is its "now". */
  readonly clockOffsetMs: number
}

export const useAppState = create<AppState>(() => ({
  connection: 'connecting',
  work: [],
  pops: {},
  popArrivedMs: {},
  queues: [],
  clockOffsetMs: 0,
}))

/** Feeds the state from the streams; the pops of tabs that are gone are dropped. */
export function feedAppState(bridge: Bridge): Unsubscribe {
  const set = useAppState.setState
  const stops = [
    bridge.connection.subscribe((connection) => set({ connection })),
    bridge.on('host', (host) => set({ host })),
    bridge.on('session', (session) => set({ session })),
    bridge.on('sync', (sync) => set({ sync })),
    bridge.on('settings', (settings) => set({ settings })),
    bridge.on('line', (line) => set({ line })),
    bridge.on('operator', (operator) => set({ operator })),
    bridge.on('work', (work) =>
      set((state) => ({
        work,
        pops: keepOpen(state.pops, work),
        popArrivedMs: keepOpen(state.popArrivedMs, work),
      })),
    ),
    bridge.on('pop', (pop) =>
      set((state) => ({
        pops: { ...state.pops, [pop.interactionId]: pop },
        popArrivedMs: { [pop.interactionId]: performance.now(), ...state.popArrivedMs },
      })),
    ),
    bridge.on('media', (media) => set({ media })),
    bridge.on('store', (store) => set({ store })),
    bridge.on('queues', (queues) => set({ queues })),
    bridge.on('counts', (counts) => set({ counts })),
    bridge.on('tick', ({ monotonicMs }) => set({ clockOffsetMs: monotonicMs - performance.now() })),
  ]
  set({ connection: bridge.connection.get() })
  return () => stops.forEach((stop) => stop())
}

function keepOpen<T>(byTab: Readonly<Record<InteractionId, T>>, work: StreamValue<'work'>): Record<InteractionId, T> {
  const open = work.map((item) => item.interactionId).filter((id) => id in byTab)
  return Object.fromEntries(open.map((id) => [id, byTab[id] as T]))
}
