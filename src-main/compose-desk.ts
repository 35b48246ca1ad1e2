import { join } from 'node:path'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { Settings } from '#shared/domain/settings/settings.ts'
import type { Account, OpenAccount } from '#shared/ports/account.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Media } from '#shared/ports/media.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import { CallFlow } from './app/call-flow.ts'
import { CardReads } from './app/card-reads.ts'
import { ChangesFeed } from './app/changes-feed.ts'
import { DemoCalls } from './app/demo-calls.ts'
import type { Desk, HostFacts } from './app/desk.ts'
import { DeviceSettings } from './app/device-settings.ts'
import { EventLoopLag } from './app/event-loop-lag.ts'
import { followServer } from './app/follow-server.ts'
import { LineControl } from './app/line-control.ts'
import { Operator } from './app/operator.ts'
import { PopTimings } from './app/pop-timings.ts'
import { reopenUnfinished } from './app/reopen.ts'
import { ringAlong } from './app/ringing.ts'
import { StoreProgress } from './app/store-progress.ts'
import { popOf } from './app/tab.ts'
import { warmUp } from './app/warm-up.ts'
import { Workspace } from './app/workspace.ts'
import { openStore } from './store/open-store.ts'
import { createSync } from './sync/create-sync.ts'
import { createServerApi } from './sync/server-api.ts'
import { createDemoLine } from './telephony/demo-line/demo-line.ts'
import { createSipPhone } from './telephony/sip-phone.ts'

export interface DeskParts {
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly media: Media
  readonly secrets: SecretStore
  readonly host: HostFacts
  readonly resourcesDir: string
  readonly dataDir: string
  /** The store's writer worker, as a `.ts` source or a built `.js`. */
  readonly workerUrl: URL
  /** Settings of a person's first start here, e.g. the system's language. */
  readonly settings: Partial<Settings>
  /** Start-up stages as they were reached, milliseconds since the process began. */
  readonly startup: { stage: string; ms: number }[]
}

/** Whose desk it is: somebody who signed in at a server, or nobody by name. */
export type DeskOwner =
  | { readonly kind: 'alone'; readonly folder: string; readonly demoCustomers: number; readonly demoSeed: number }
  | { readonly kind: 'signed-in'; readonly account: Account; readonly open: OpenAccount; readonly serverUrl: string }

export interface ComposedDesk {
  readonly desk: Desk
  readonly progress: StoreProgress
  dispose(): Promise<void>
}

const interactionsPerDemoCustomer = 6

/** Builds one person's desk on their database, fills an empty demo, and connects the line. */
export async function composeDesk(owner: DeskOwner, parts: DeskParts): Promise<ComposedDesk> {
  const { clock, ids, log, media, resourcesDir, startup } = parts
  const reached = (stage: string) => void startup.push({ stage, ms: Math.round(clock.monotonicMs()) })
  const signedIn = owner.kind === 'signed-in' ? owner : undefined

  let homeCountry = 'UA'
  const store = await openStore({
    path: join(signedIn?.open.folder ?? (owner as { folder: string }).folder, 'dzvin.db'),
    clock,
    log: log.child('store'),
    workerUrl: parts.workerUrl,
    formatNumber: (value, extension) => ({ ...(readNumber(value, homeCountry) ?? { dial: value, display: value }), extension }),
    home: () => numberingPlanOf(homeCountry),
    ...(signedIn && { key: signedIn.open.key, sync: { device: signedIn.open.deviceId, actor: signedIn.open.userId } }),
  })
  reached('database')

  const secrets = signedIn ? secretsOf(signedIn.open.userId, parts.secrets) : parts.secrets
  const phone = createSipPhone({ clock, ids, log: log.child('telephony'), media, readNumber })
  const demoLine = createDemoLine({ log: log.child('demo-line'), soundsDir: join(resourcesDir, 'sounds') })
  const settings = new DeviceSettings(store, log, parts.settings, signedIn ? { operatorName: signedIn.open.userName } : {})
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
  const server = signedIn && store.copy ? { ...signedIn, copy: store.copy } : undefined
  const sync = server && createSync({ ...server, clock, log: log.child('sync'), random: Math.random })
  const desk: Desk = {
    clock,
    ids,
    log,
    host: parts.host,
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
    ...(server &&
      sync && {
        server: {
          user: server.open,
          sync,
          copy: server.copy,
          api: createServerApi({ account: server.account, serverUrl: server.serverUrl, clock }),
          exportsDir: join(parts.dataDir, 'exports'),
        },
      }),
    cardReads: new CardReads({ clock, ids, log, store, on: server !== undefined }),
  }
  const stops = [
    ringAlong(workspace, media),
    settings.value.subscribe(({ callerTrust }) => {
      homeCountry = callerTrust.homeCountry
    }),
    followServer(desk, progress),
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
    if (owner.kind === 'alone') await fillWithDemo(desk, progress, owner)
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
    desk,
    progress,
    async dispose() {
      for (const stop of stops) stop()
      demo.dispose()
      flow.dispose()
      line.dispose()
      lag.dispose()
      await phone.dispose()
      await demoLine.close()
      await sync?.dispose()
      await store.dispose()
      if (!server) return
      const { waiting, refused } = server.copy.standing.get()
      await server.account.copyClosed(server.open, waiting + refused > 0)
    },
  }
}

async function fillWithDemo(desk: Desk, progress: StoreProgress, owner: DeskOwner & { kind: 'alone' }): Promise<void> {
  const { store, settings, clock, log } = desk
  if (owner.demoCustomers === 0 || settings.value.get().line) return
  if (store.health.get().kind !== 'ok' || store.read.sizes().customers > 0) return
  try {
    const loaded = await progress.load(store, 'seed', {
      kind: 'demo',
      customers: owner.demoCustomers,
      interactionsPerCustomer: interactionsPerDemoCustomer,
      seed: owner.demoSeed,
      nowMs: clock.epochMs(),
    })
    if (!loaded.ok) log.error('demo data not loaded', { failure: loaded.failure })
  } catch (error) {
    log.error('demo data not loaded', { error })
  }
}

/** Each person's passwords under a name of their own. */
function secretsOf(userId: string, secrets: SecretStore): SecretStore {
  const own = (name: string) => `${userId}/${name}`
  return {
    persists: secrets.persists,
    read: (name) => secrets.read(own(name)),
    write: (name, value) => secrets.write(own(name), value),
    remove: (name) => secrets.remove(own(name)),
  }
}
