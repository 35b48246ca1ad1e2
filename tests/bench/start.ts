import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import type { Diagnostics } from '#shared/domain/diagnostics/diagnostics.ts'
import playwrightConfig from '../../playwright.config.ts'
import { buildApp } from '../../scripts/build/build-app.ts'
import { startApp } from '../e2e/app-process.ts'
import { takeSeat } from '../e2e/seat.ts'
import { benchDatabase } from './bench-database.ts'
import { figuresOf, printMs } from './figures.ts'

/** From the start of the process to "a call can come": database open, warmed up, line registered (the demo's), pages served. */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    interactions: { type: 'string', default: '5' },
    runs: { type: 'string', default: '7' },
  },
})
const database = await benchDatabase({
  customers: Number(values.customers),
  interactionsPerCustomer: Number(values.interactions),
})
await buildApp({ force: false, say: console.log })
const dataDir = join(import.meta.dirname, '../../.cache/bench/start')
rmSync(dataDir, { recursive: true, force: true })
mkdirSync(dataDir, { recursive: true })
copyFileSync(database, join(dataDir, 'dzvin.db'))

const browser = await chromium.launch(playwrightConfig.use?.launchOptions)
const runs: Diagnostics['startup'][] = []
for (let run = 0; run < Number(values.runs); run++) {
  const app = await startApp(dataDir, 0)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(app.link)
  await page.waitForURL(`${app.origin}/`)
  const seat = await takeSeat(context, app.origin)
  await seat.until('line', ({ kind }) => kind === 'registered')
  const read = await seat.call('diagnostics.read', {})
  if (!read.ok) throw new Error(read.failure.kind)
  runs.push(read.value.startup)
  seat.leave()
  await context.close()
  await app.stop()
}
await browser.close()
rmSync(dataDir, { recursive: true, force: true })

console.log(`${values.customers} customers; milliseconds since the process began, ${runs.length} starts`)
for (const { stage } of runs[0] ?? []) {
  printMs(stage, figuresOf(runs.map((run) => run.find((entry) => entry.stage === stage)?.ms ?? Number.NaN)))
}
printMs('ready, beyond the host’s own start', figuresOf(runs.map((run) => (run.at(-1)?.ms ?? Number.NaN) - (run[0]?.ms ?? 0))))
