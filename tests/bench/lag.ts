import { fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { generateDemoRows } from '#demo/customers/generate.ts'
import { ScriptedPbx } from '#main/telephony/testing/scripted-pbx.ts'
import { benchDatabase } from './bench-database.ts'
import { type Figures, printMs } from './figures.ts'

/**
 * How late the main process's event loop runs while calls come in and a file of 100,000 rows is imported: SIP, the pop and
 * every click wait for it. The desktop runs in a child process (desk-under-load.ts); this one plays the PBX.
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    interactions: { type: 'string', default: '5' },
    rows: { type: 'string', default: '100000' },
  },
})
const betweenCallsMs = 200
const ringMs = 100

const dir = join(import.meta.dirname, '../../.cache/bench/lag')
rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })
copyFileSync(
  await benchDatabase({ customers: Number(values.customers), interactionsPerCustomer: Number(values.interactions) }),
  join(dir, 'dzvin.db'),
)
const file = join(dir, 'import.ndjson')
await writeRows(file, Number(values.rows))

const pbx = await ScriptedPbx.start()
const desk = fork(join(import.meta.dirname, 'desk-under-load.ts'), [dir, JSON.stringify(pbx.account)])
await said('registered')

console.log(`${values.customers} customers, an import of ${values.rows} rows, a call every ${betweenCallsMs} ms`)
await measured('calls alone', setTimeout(10_000))
const imported = said<{ rows: number; seconds: number }>('imported')
await measured('calls and import', imported, () => desk.send({ import: file }))
const { rows, seconds } = await imported
console.log(`imported ${rows} rows in ${seconds.toFixed(1)} s: ${Math.round(rows / seconds)} rows/s`)

desk.kill()
await pbx.stop()
rmSync(dir, { recursive: true, force: true })

async function measured(name: string, until: Promise<unknown>, start = () => {}): Promise<void> {
  desk.send({ reset: true })
  start()
  let over = false
  void until.then(() => {
    over = true
  })
  let calls = 0
  while (!over) {
    const call = pbx.call({ from: `<sip:+38067${1_000_000 + calls++ * 37}@pbx.test>`, headers: ['X-Queue: support'] }).invite()
    await setTimeout(ringMs)
    call.cancel('Q.850;cause=127')
    await setTimeout(betweenCallsMs - ringMs)
  }
  const figures = said<Figures>('lag')
  desk.send({ lag: true })
  printMs(`event-loop lag, ${name} (${calls} calls)`, await figures)
}

function said<T>(name: string): Promise<T> {
  return new Promise((resolve) => {
    const hear = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !(name in message)) return
      desk.off('message', hear)
      resolve(Reflect.get(message, name) as T)
    }
    desk.on('message', hear)
  })
}

/** Rows of other people than those in the database: their ids come from another seed. */
async function writeRows(path: string, count: number): Promise<void> {
  const options = { customers: count, interactionsPerCustomer: 2, seed: 99, nowMs: Date.now() }
  const out = createWriteStream(path)
  let written = 0
  for (const row of generateDemoRows(options)) {
    if (row.entity !== 'customers' && row.entity !== 'contact_points' && row.entity !== 'interactions') continue
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain')
    if (++written >= count) break
  }
  out.end()
  await once(out, 'finish')
}
