import { join } from 'node:path'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { pinoLog } from '#system/pino-log.ts'
import { systemClock } from '#system/system-clock.ts'
import { dataDirOf } from '../src-main/host/data-dir.ts'
import { openStore } from '../src-main/store/open-store.ts'
import { readNumber } from '../src-shared/domain/number/read-number.ts'
import { progressLine } from './seed/progress-line.ts'
import { readSeedOptions, seedUsage } from './seed/seed-options.ts'

const options = readSeedOptions(process.argv.slice(2))
process.exitCode = typeof options === 'string' ? refuse(`${options}\n\n${seedUsage}`) : await seed(options)

/** Fills the app's own database, through the app's own store. */
async function seed({ dataDir, ...source }: Exclude<typeof options, string>): Promise<number> {
  const path = join(dataDir ?? (process.env.DZVIN_DATA_DIR || dataDirOf(process.platform, process.env)), 'dzvin.db')
  const store = await openStore({
    home: () => numberingPlanOf('UA'),
    path,
    clock: systemClock,
    log: pinoLog('warn', process.stderr),
    workerUrl: new URL('../src-main/store/writer-worker.ts', import.meta.url),
    formatNumber: (value, extension) => ({ ...(readNumber(value, 'UA') ?? { dial: value, display: value }), extension }),
  })
  try {
    const health = store.health.get().kind
    if (health !== 'ok') return refuse(`The database ${path} cannot be used: ${health}.`)
    const { customers } = store.read.sizes()
    if (customers > 0) return refuse(`${path} already holds ${customers} customers. Choose another folder: --data-dir FOLDER`)
    return await load()
  } finally {
    await store.dispose()
  }

  async function load(): Promise<number> {
    console.log(`${source.customers} customers with seed ${source.seed} into ${path}`)
    const startedMs = systemClock.monotonicMs()
    const show = progressLine(process.stdout, startedMs)
    const loaded = await store.load({ kind: 'demo', ...source, nowMs: systemClock.epochMs() }, (done, total) =>
      show(done, total, systemClock.monotonicMs()),
    )
    if (!loaded.ok) return refuse(`The rows could not be written: ${loaded.failure.kind}.`)
    const seconds = (systemClock.monotonicMs() - startedMs) / 1_000
    const { sizeBytes, interactions } = store.read.sizes()
    const size = `${Math.round(sizeBytes / 1_048_576)} MiB`
    console.log(`Done in ${seconds.toFixed(1)} s: ${loaded.value.rows} rows, ${interactions} interactions, ${size}.`)
    return 0
  }
}

function refuse(why: string): number {
  console.error(why)
  return 1
}
