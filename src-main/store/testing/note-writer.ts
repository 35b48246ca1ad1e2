import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { openStore } from '../open-store.ts'
import { id, interaction } from './plain-rows.ts'
import { plainNumber, workerUrl } from './temp-store.ts'

/** A process to be killed: writes a longer note every 50 ms and prints its number once the store says that it is safe. */
const path = process.argv[2]!

const store = await openStore({
  home: () => numberingPlanOf('UA'),
  path,
  log: quietLog,
  formatNumber: plainNumber,
  workerUrl,
  clock: {
    epochMs: Date.now,
    monotonicMs: () => performance.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  },
})
const call = id('f', 1)
await store.write([interaction(call, null, '+380671234567', Date.now(), { note: '0', finished: false })])
let count = 0
setInterval(async () => {
  const note = String(++count)
  const written = await store.write([{ kind: 'patch', entity: 'interactions', id: call, fields: { note } }])
  if (written.ok && written.value.durable) console.log(note)
}, 50)
