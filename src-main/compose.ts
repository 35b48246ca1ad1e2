import { join } from 'node:path'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { Log } from '#shared/ports/log.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import { CallFlow } from './app/call-flow.ts'
import { ChangesFeed } from './app/changes-feed.ts'
import { DemoCalls } from './app/demo-calls.ts'
import type { Desk, HostFacts } from './app/desk.ts'
import { DeviceSettings } from './app/device-settings.ts'
import { EventLoopLag } from './app/event-loop-lag.ts'
import { allHandlers } from './app/handlers/all-handlers.ts'
import { LineControl } from './app/line-control.ts'
import { Operator } from './app/operator.ts'
import { PopTimings } from './app/pop-timings.ts'
import { reopenUnfinished } from './app/reopen.ts'
import { ringAlong } from './app/ringing.ts'
import { StoreProgress } from './app/store-progress.ts'
import { streamSources } from './app/stream-sources.ts'
import { popOf } from './app/tab.ts'
import { warmUp } from './app/warm-up.ts'
import { Workspace } from './app/workspace.ts'
import { createMediaLink } from './media-link/media-link.ts'
import { createPageServer, type PageServer } from './pages/page-server.ts'
import { openStore } from './store/open-store.ts'
import { systemClock } from './system/system-clock.ts'
import { uuidV7Source } from './system/uuid-v7.ts'
import { createDemoLine } from './telephony/demo-line/demo-line.ts'
import { createSipPhone } from './telephony/sip-phone.ts'

export interface ComposeOptions {
  /** Where the database lives; made when missing. */
  readonly dataDir: string
  readonly resourcesDir: string
  /** The store's writer worker, as a `.ts` source or a built `.js`. */
  readonly workerUrl: URL
  readonly host: HostFacts
  readonly secrets: SecretStore
  readonly log: Log
  /** First-start settings, e.g. the system's language. */
  readonly settings?: Partial<Settings>
  /** Demo customers put into an empty database; 0 for none. */
  readonly demoCustomers: number
  readonly demoSeed: number
}

/** The whole desktop, waiting for pages. */
export interface Desktop {
  readonly pages: PageServer
  /** What a host's tray, notifications and `tel:` links need. */
  readonly desk: Desk
  dispose(): Promise<void>
}

const interactionsPerDemoCustomer = 6

/** Builds everything, fills an empty database with the demo, and connects the line. */
export async function compose(options: ComposeOptions): Promise<Desktop> {
  const { log, host, secrets, resourcesDir } = options
  const clock = systemClock
  const ids = uuidV7Source(clock.epochMs)
  const startup: { stage: string; ms: number }[] = []
  const reached = (stage: string) => void startup.push({ stage, ms: Math.round(clock.monotonicMs()) })
  reached('process')

  let homeCountry = 'UA'
  const store = await openStore({
    path: join(options.dataDir, 'dzvin.db'),
    clock,
    log: log.child('store'),
    workerUrl: options.workerUrl,
    formatNumber: (value, extension) => ({ ...(readNumber(value, homeCountry) ?? { dial: value, display: value }), extension }),
    home: () => numberingPlanOf(homeCountry),
  })
  reached('database')

  const media = createMediaLink({ log: log.child('media'), clock })
  const phone = createSipPhone({ clock, ids, log: log.child('telephony'), media, readNumber })
  const demoLine = createDemoLine({ log: log.child('demo-line'), soundsDir: join(resourcesDir, 'sounds') })
  const settings = new DeviceSettings(store, log, options.settings ?? {})
  const operator = new Operator(clock)
  const workspace = new Workspace((tab) => popOf(tab, store.read))
  const timings = new PopTimings(clock)
  const flow = new CallFlow({
    clock,
    ids,
    log: log.child('calls'),
    phone,
    store,
    settings: settings.value,
    workspace,
    operator,
    timings,
  })
  const line = new LineControl({ phone, demoLine, secrets, settings: settings.value, log })
  const demo = new DemoCalls({ clock, demoLine, store, settings: settings.value, operator, workspace, random: Math.random })
  const lag = new EventLoopLag()
  const feed = new ChangesFeed()
  const progress = new StoreProgress()
  const desk: Desk = {
    clock,
    ids,
    log,
    host,
    store,
    phone,
    media,
    secrets,
    settings,
    workspace,
    operator,
    flow,
    line,
    demo,
    timings,
    lag,
    feed,
    startup,
  }
  const pages = createPageServer({
    handlers: allHandlers(desk),
    streams: streamSources(desk, progress),
    media,
    log: log.child('pages'),
  })
  const stops = [
    ringAlong(workspace, media),
    settings.value.subscribe(({ callerTrust }) => {
      homeCountry = callerTrust.homeCountry
    }),
  ]
  homeCountry = settings.value.get().callerTrust.homeCountry
  // The link keeps them for the page that comes.
  void media.do('devices', settings.value.get().media)
  const stopWatching = phone.line.subscribe(({ kind }) => {
    if (kind !== 'registered') return
    reached('registered')
    stopWatching()
  })

  const begin = async () => {
    await fillWithDemo(desk, progress, options)
    reopenUnfinished(desk)
    warmUp(desk)
    if (!settings.value.get().line) operator.apply({ kind: 'go-ready' })
    reached('warm')
    await line.connect()
    demo.start()
    lag.reset()
  }
  begin().catch((error: unknown) => log.error('start-up failed', { error }))

  return {
    pages,
    desk,
    async dispose() {
      for (const stop of stops) stop()
      demo.dispose()
      flow.dispose()
      line.dispose()
      lag.dispose()
      await phone.dispose()
      await demoLine.close()
      media.dispose()
      await store.dispose()
    },
  }
}

async function fillWithDemo(desk: Desk, progress: StoreProgress, options: ComposeOptions): Promise<void> {
  const { store, settings, clock, log } = desk
  if (options.demoCustomers === 0 || settings.value.get().line) return
  if (store.health.get().kind !== 'ok' || store.read.sizes().customers > 0) return
  try {
    const loaded = await progress.load(store, 'seed', {
      kind: 'demo',
      customers: options.demoCustomers,
      interactionsPerCustomer: interactionsPerDemoCustomer,
      seed: options.demoSeed,
      nowMs: clock.epochMs(),
    })
    if (!loaded.ok) log.error('demo data not loaded', { failure: loaded.failure })
  } catch (error) {
    log.error('demo data not loaded', { error })
  }
}
