import { mkdirSync } from 'node:fs'
import { type DemoAccount, keepAccounts, readAccounts } from '#demo/server/accounts.ts'
import { seedServer } from '#demo/server/seed-server.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import { anchorFileIn, keepAnchors, setForeignAnchorsAside } from './audit/anchors.ts'
import { createAuditLog } from './audit/chained-log.ts'
import { createChainer } from './audit/chainer.ts'
import { type Auth, createAuth } from './auth/create-auth.ts'
import { ensureAdministrator } from './auth/first-run.ts'
import { createOidcProvider } from './auth/oidc-provider.ts'
import { createOidcSignIn, type OidcSignIn } from './auth/oidc-sign-in.ts'
import type { ServerConfig } from './config.ts'
import { accountRoutes } from './http/account-routes.ts'
import { adminRoutes } from './http/admin-routes.ts'
import { createApp } from './http/create-app.ts'
import { newsRoute } from './http/news-route.ts'
import { syncRoutes } from './http/sync-routes.ts'
import { systemRoutes } from './http/system-routes.ts'
import type { EventBus } from './realtime/event-bus.ts'
import { localBus } from './realtime/local-bus.ts'
import { openNats } from './realtime/nats-carrier.ts'
import { createNewsDesk } from './realtime/news-desk.ts'
import { nodeBus } from './realtime/node-bus.ts'
import { notifyCarrier } from './realtime/notify-carrier.ts'
import type { Database } from './store/database.ts'
import { feedLagSeconds } from './store/feed-lag.ts'
import { migrations } from './store/migrations/list.ts'
import { migrate } from './store/migrations/migrate.ts'
import { openDatabase } from './store/open-database.ts'
import { checkEpoch } from './sync/epoch.ts'
import { createSyncService } from './sync/sync-service.ts'
import { createMetrics } from './system/metrics.ts'

export interface ServerParts {
  readonly config: ServerConfig
  readonly version: string
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
}

export interface Server {
  /** `http://127.0.0.1:8470` */
  readonly url: string
  readonly trial: boolean
  /** Shown once: nobody can read it again. Undefined: there is an administrator already. */
  readonly firstAdministrator: { readonly login: string; readonly password: string } | undefined
  /** Of the demo, where it was loaded; kept beside the embedded database, for its owner only. */
  readonly demoAccounts: readonly DemoAccount[]
  /** Stops taking requests, tells the sockets, ends what is under way, closes the database. */
  close(): Promise<void>
}

const signInWithinMs = 10_000
const trimEveryMs = 3_600_000
const anchorEveryMs = 600_000

/** Builds one node and opens its door. Rejects with what keeps it from starting; then nothing is left open. */
export async function startServer(parts: ServerParts): Promise<Server> {
  const { config, log, clock } = parts
  const database = await openDatabase(config.database, log.child('store'))
  try {
    const applied = await migrate(database, migrations, clock.epochMs())
    if (applied.length > 0) log.info('The database was migrated', { applied })
    if (await checkEpoch(database)) log.warn('The database has come from elsewhere: every desktop will copy anew')
    return await serve(parts, database)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function serve(parts: ServerParts, database: Database): Promise<Server> {
  const { config, log, clock, ids } = parts
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const { bus, close: closeBus } = await openBus(parts, database)
  const chainer = createChainer({ database, clock, log: log.child('audit') })
  const audit = createAuditLog(chainer.wake)
  const auth = await createAuth({ database, audit, bus, clock, ids, offlineForMs: config.offlineForMs })
  if (config.demoCustomers > 0) await seedWhenEmpty(parts, database, auth)
  const firstAdministrator = await ensureAdministrator(auth.deps, auth.people, 'Administrator')
  const sync = createSyncService({ database, audit, bus, ids, log: log.child('sync'), nowMs: clock.epochMs })
  const desk = createNewsDesk(bus, clock)
  const metrics = createMetrics({ openSockets: () => desk.size, feedLagSeconds: () => feedLagSeconds(database) })
  let going = false
  const leaving = () => going
  const trial = database.kind === 'embedded'
  const app = await createApp({
    ...config,
    version: parts.version,
    metrics,
    log: log.child('http'),
    onLeaving: () => {
      going = true
      desk.leave()
    },
    routes: [
      systemRoutes({
        version: parts.version,
        oidcName: config.oidc?.name ?? null,
        trial,
        nowMs: clock.epochMs,
        metrics,
        metricsToken: config.metricsToken,
        askDatabase: () => database.query('SELECT 1'),
        leaving,
      }),
      syncRoutes({ sync, authenticate: auth.authenticate, metrics, leaving }),
      newsRoute({ authenticate: auth.authenticate, desk, signInWithinMs }),
      accountRoutes({ auth, oidc: openOidc(parts, auth) }),
      adminRoutes({ auth, sync, anchorFile: anchorFileIn(config.dataFolder) }),
    ],
  })
  const anchors = await openAnchors(parts, database)
  chainer.start()
  const stopTrimming = repeat(clock, trimEveryMs, async () => {
    await sync.trim().catch((cause) => log.warn('The change feed could not be trimmed', { cause }))
  })
  const address = await app.listen({ host: config.host, port: config.port }).catch(async (error: unknown) => {
    stopTrimming()
    await chainer.dispose()
    await anchors.dispose()
    throw error
  })
  return {
    url: address,
    trial,
    firstAdministrator,
    demoAccounts: readAccounts(config.dataFolder),
    async close() {
      stopTrimming()
      await app.close()
      auth.dispose()
      await chainer.dispose()
      await anchors.dispose()
      await closeBus()
      await database.close()
    },
  }
}

async function openAnchors({ config, clock, log }: ServerParts, database: Database): Promise<{ dispose(): Promise<void> }> {
  const file = anchorFileIn(config.dataFolder)
  const audit = log.child('audit')
  const [state] = await database.query<{ epoch: string }>('SELECT epoch FROM sync_state')
  const epoch = state?.epoch ?? ''
  const aside = await setForeignAnchorsAside(file, epoch, clock.epochMs())
  if (aside !== undefined) audit.warn('The database was restored: the anchors of before were set aside', { aside })
  return keepAnchors({ queries: database, file, epoch, clock, log: audit, everyMs: anchorEveryMs })
}

/** News stay here, go by the common database, or by NATS where there is one. */
async function openBus(parts: ServerParts, database: Database): Promise<{ bus: EventBus; close: () => Promise<void> }> {
  const { config, clock, ids } = parts
  const log = parts.log.child('realtime')
  if (database.kind === 'embedded') {
    const bus = localBus()
    return { bus, close: bus.close }
  }
  if (config.natsUrl === undefined) {
    const bus = await nodeBus(notifyCarrier(database), ids.next(), clock, log)
    return { bus, close: bus.close }
  }
  const carrier = await openNats(config.natsUrl)
  const bus = await nodeBus(carrier, ids.next(), clock, log)
  return {
    bus,
    close: async () => {
      await bus.close()
      await carrier.close()
    },
  }
}

function openOidc({ config, log }: ServerParts, auth: Auth): OidcSignIn | undefined {
  const { oidc, publicUrl } = config
  if (!oidc || publicUrl === undefined) return undefined
  const provider = createOidcProvider({ ...oidc, publicUrl })
  return createOidcSignIn(auth.deps, { provider, signIn: auth.signIn, log: log.child('auth'), publicUrl })
}

async function seedWhenEmpty({ config, clock, log }: ServerParts, database: Database, auth: Auth): Promise<void> {
  const [any] = await database.query<{ present: boolean }>(
    'SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM customers) AS present',
  )
  if (any?.present) return
  const { rows, accounts } = await seedServer({
    database,
    customers: config.demoCustomers,
    seed: 1,
    nowMs: clock.epochMs(),
    hashPassword: auth.deps.passwords.hash,
  })
  keepAccounts(config.dataFolder, accounts)
  log.info('The demo was loaded', { rows })
}

function repeat(clock: Clock, everyMs: number, run: () => Promise<void>): () => void {
  let cancel = clock.after(everyMs, again)
  function again() {
    cancel = clock.after(everyMs, again)
    void run()
  }
  return () => cancel()
}
