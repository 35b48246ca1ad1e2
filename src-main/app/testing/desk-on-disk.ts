import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { SecretStore } from '#shared/ports/secret-store.ts'
import type { Store } from '#shared/ports/store.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { ScriptedPhone } from '#shared/ports/testing/scripted-phone.ts'
import { SilentMedia } from '#shared/ports/testing/silent-media.ts'
import { openStore } from '../../store/open-store.ts'
import { CallFlow } from '../call-flow.ts'
import { CardReads } from '../card-reads.ts'
import { ChangesFeed } from '../changes-feed.ts'
import { DemoCalls } from '../demo-calls.ts'
import type { Desk } from '../desk.ts'
import { DeviceSettings } from '../device-settings.ts'
import { EventLoopLag } from '../event-loop-lag.ts'
import { allHandlers } from '../handlers/all-handlers.ts'
import { LineControl } from '../line-control.ts'
import { Operator } from '../operator.ts'
import { PopTimings } from '../pop-timings.ts'
import { popOf } from '../tab.ts'
import { Workspace } from '../workspace.ts'

const workerUrl = new URL('../../store/writer-worker.ts', import.meta.url)

/** The app room over a real database file and a scripted phone. */
export async function deskOnDisk(dir?: string) {
  const dataDir = dir ?? (await mkdtemp(join(tmpdir(), 'dzvin-app-')))
  const clock = new ManualClock()
  const store = await openStore({
    home: () => numberingPlanOf('UA'),
    path: join(dataDir, 'dzvin.db'),
    clock,
    log: quietLog,
    workerUrl,
    formatNumber: (value, extension) => ({ ...(readNumber(value, 'UA') ?? { dial: value, display: value }), extension }),
  })
  const phone = new ScriptedPhone(clock)
  const desk = assemble(store, clock, phone)
  const handlers = allHandlers(desk)
  return {
    desk,
    handlers,
    phone,
    clock,
    store,
    dataDir,
    /** Keeps the files when another desk is to be opened on them. */
    async close(keep = false) {
      desk.flow.dispose()
      desk.lag.dispose()
      await store.dispose()
      if (!keep) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function assemble(store: Store, clock: ManualClock, phone: ScriptedPhone): Desk {
  const ids = countingIds()
  const log = quietLog
  const media = new SilentMedia()
  const secrets = secretsInMemory()
  const settings = new DeviceSettings(store, log, {})
  const operator = new Operator(clock)
  const workspace = new Workspace((tab) => popOf(tab, store.read))
  const timings = new PopTimings(clock)
  const flow = new CallFlow({ clock, ids, log, phone, store, settings: settings.value, workspace, operator, timings })
  const demoLine = {
    account: () => Promise.reject(new Error('no demo line here')),
    call: () => Promise.reject(new Error('no demo line here')),
    close: async () => {},
  }
  const line = new LineControl({ phone, demoLine, secrets, settings: settings.value, log })
  const demo = new DemoCalls({ clock, demoLine, store, settings: settings.value, operator, workspace, random: () => 0 })
  return {
    clock,
    ids,
    log,
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
    host: { kind: 'browser', version: '0', mediaInPage: true },
    lag: new EventLoopLag(),
    feed: new ChangesFeed(),
    cardReads: new CardReads({ clock, ids, log, store, on: false }),
    startup: [],
  }
}

let made = 0
/** Unique over all desks of a test run, as the real source is over restarts. */
function countingIds(): IdSource {
  return { next: () => `id-${String(++made).padStart(6, '0')}` }
}

function secretsInMemory(): SecretStore {
  const values = new Map<string, string>()
  return {
    persists: false,
    read: async (name) => values.get(name),
    write: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
  }
}
