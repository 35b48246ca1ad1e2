import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { demoRowCount, generateDemoRows } from '#demo/customers/generate.ts'
import { Writer } from '#main/store/write/writer.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'

/** Raised when the tables or the rows change, so that an older database is not measured. */
const version = 3
const dir = join(import.meta.dirname, '../../.cache/bench')

export interface BenchSize {
  readonly customers: number
  readonly interactionsPerCustomer: number
}

/** Path of a database of demo data, built once for each size and kept. */
export async function benchDatabase(size: BenchSize): Promise<string> {
  const path = join(dir, `store-v${version}-${size.customers}x${size.interactionsPerCustomer}.db`)
  mkdirSync(dir, { recursive: true })
  if (!existsSync(path)) await build(path, size)
  return path
}

async function build(path: string, size: BenchSize): Promise<void> {
  const building = `${path}.building`
  for (const suffix of ['', '-wal', '-shm']) rmSync(building + suffix, { force: true })
  const writer = new Writer({
    path: building,
    nowMs: Date.now,
    newId: uuidV7Source(Date.now).next,
    demoRows: async () => ({ rows: generateDemoRows, count: demoRowCount }),
  })
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  let shown = -1
  const answer = await writer.load({ kind: 'demo', ...size, seed: 1, nowMs: Date.now() }, (done, total) => {
    const percent = Math.floor((100 * done) / total / 5) * 5
    if (percent > shown) console.log(`  building: ${percent} %, ${Math.round(done / seconds())} rows/s`)
    shown = Math.max(shown, percent)
  })
  if (answer.kind === 'refused') throw new Error(answer.detail)
  console.log(
    `load: ${answer.rows} rows in ${seconds().toFixed(0)} s: ${Math.round(answer.rows / seconds())} rows/s with indexes and search`,
  )
  writer.close()
  renameSync(building, path)
}
