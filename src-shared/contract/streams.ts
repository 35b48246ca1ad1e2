import { z } from 'zod'
import { customerId, interactionId } from '../domain/ids.ts'
import { lineState } from '../domain/line/line.ts'
import { audioLevels, mediaState } from '../domain/media/media.ts'
import { operatorState } from '../domain/operator/operator.ts'
import { sessionState } from '../domain/people/session.ts'
import { queue } from '../domain/queue/queue.ts'
import { settings } from '../domain/settings/settings.ts'
import { storeHealth } from '../domain/store/store-health.ts'
import { syncState } from '../domain/sync/sync-state.ts'
import { screenPop, workItem } from '../domain/work/screen-pop.ts'

/**
 * What the interface is told. A `state` stream sends its present value on subscription and every later one;
 * an `event` stream sends what happens, and may first replay what is still in force (as `pop` does after a reload).
 */
export const streams = {
  /** Monotonic "now" of the main process with each message lets the page show running times: see `tick`. */
  line: { flow: 'state', value: lineState },
  operator: { flow: 'state', value: operatorState },
  /** The open tabs, oldest first. */
  work: { flow: 'state', value: z.array(workItem) },
  /** The whole screen pop of an interaction, whenever its match, card or script changed. Replays all open ones. */
  pop: { flow: 'event', value: screenPop },
  /** Who is signed in. When its kind changes, everything else is another desk's: pages load anew. */
  session: { flow: 'state', value: sessionState },
  sync: { flow: 'state', value: syncState },
  settings: { flow: 'state', value: settings },
  media: { flow: 'state', value: mediaState },
  /** Ten times a second while somebody listens to it. */
  levels: { flow: 'event', value: audioLevels },
  store: { flow: 'state', value: storeHealth },
  queues: { flow: 'state', value: z.array(queue) },
  /** Numbers beside the rail's icons. */
  counts: {
    flow: 'state',
    value: z.object({
      missedCalls: z.number().int(),
      openTasks: z.number().int(),
      overdueTasks: z.number().int(),
      openCases: z.number().int(),
    }),
  },
  /** A customer's data changed: views that show it ask again. */
  customerChanged: { flow: 'event', value: z.object({ customerId }) },
  /** An interaction is finished or its record changed. */
  interactionChanged: { flow: 'event', value: z.object({ interactionId }) },
  /** Long work: `key` names it (`seed`, `import`). */
  progress: { flow: 'event', value: z.object({ key: z.string().max(40), done: z.number(), total: z.number() }) },
  /** Pairs the process's monotonic clock with the page's: sent on subscription and every 10 s. */
  tick: { flow: 'event', value: z.object({ monotonicMs: z.number(), epochMs: z.number() }) },
  host: {
    flow: 'state',
    value: z.object({
      kind: z.enum(['electron', 'browser']),
      version: z.string(),
      /** The demo line is active (no PBX configured). */
      demo: z.boolean(),
      /** False where passwords can only be kept for this run. */
      secretsPersist: z.boolean(),
      /** Whether the media page is the interface page's own frame (browser host with one window). */
      mediaInPage: z.boolean(),
    }),
  },
} as const

export type Streams = typeof streams
export type StreamName = keyof Streams
export type StreamValue<N extends StreamName> = z.output<Streams[N]['value']>
