import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { openStore } from '../open-store.ts'
import { id, interaction } from './plain-rows.ts'
import { plainNumber, workerUrl } from './temp-store.ts'

/** A process to be killed: writes a longer note every 50 ms and prints its number once the store says that it is safe. */
const path = process.argv[2]!
/** With it the store is a synced copy with the key of its test, and each note is handed out at once. */
const synced = process.argv[3] === 'sync'

const store = await openStore({
  home: () => numberingPlanOf('UA'),
  path,
  ...(synced ? { key: new Uint8Array(32).fill(7), sync: { device: 'device-1', actor: 'user-1' } } : {}),
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
  if (synced) await store.copy?.nextPush()
}, 50)
