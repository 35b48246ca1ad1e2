import { setTimeout } from 'node:timers/promises'
import { LightDesk } from '../../processes/light-desk.ts'
import type { MintedDevice } from '../../processes/mint-devices.ts'

export interface CrowdOrder {
  readonly urls: readonly string[]
  /** These write, and hear of each other's changes. */
  readonly active: readonly MintedDevice[]
  readonly idle: readonly MintedDevice[]
  readonly customers: readonly string[]
  readonly changesEachSecond: number
  readonly seconds: number
}

export interface CrowdReport {
  readonly written: number
  readonly seconds: number
  readonly answeredMs: readonly number[]
  readonly heardMs: readonly number[]
}

/** So many are let in at once: a thousand desktops do not start in one moment. */
const doors = 20
const tickMs = 20

/** The desktops of the server benchmark, in a process of their own. */
process.on('disconnect', () => process.exit())
process.once('message', (order: CrowdOrder) => void run(order))

async function run(order: CrowdOrder): Promise<void> {
  const startedMs = performance.now()
  const all = [...order.active, ...order.idle]
  const desks: LightDesk[] = []
  let next = 0
  const letIn = async () => {
    for (let nth = next++; nth < all.length; nth = next++)
      desks[nth] = await LightDesk.start(order.urls[nth % order.urls.length]!, all[nth]!)
  }
  await Promise.all(Array.from({ length: doors }, letIn))
  while (!desks.every(({ state }) => state.get().kind === 'up-to-date')) await setTimeout(50)
  process.send?.({ connectedSeconds: (performance.now() - startedMs) / 1000 })
  process.send?.(await drive(desks.slice(0, order.active.length), order))
}

async function drive(active: readonly LightDesk[], order: CrowdOrder): Promise<CrowdReport> {
  const writtenMs = new Map<string, number>()
  const answeredMs: number[] = []
  const heardMs: number[] = []
  const sent = new Map<LightDesk, Map<number, number>>()
  for (const desk of active) {
    const atOf = new Map<number, number>()
    sent.set(desk, atOf)
    desk.taken.subscribe((seqs) => {
      for (const seq of seqs) answeredMs.push(performance.now() - atOf.get(seq)!)
    })
    desk.heard.subscribe((pulled) => {
      for (const { id } of pulled) {
        const at = writtenMs.get(id)
        if (at !== undefined) heardMs.push(performance.now() - at)
      }
    })
  }
  const startedMs = performance.now()
  let written = 0
  while (performance.now() - startedMs < order.seconds * 1000) {
    const due = Math.floor(((performance.now() - startedMs) / 1000) * order.changesEachSecond)
    while (written < due) {
      const desk = active[written % active.length]!
      const customerId = order.customers[written % order.customers.length]!
      const row = desk.raw.nextId()
      const fields = { customerId, label: 'bench', value: 'value', addedAtMs: Date.now() }
      const mutation = desk.raw.create('customer_facts', row, fields)
      const atMs = performance.now()
      writtenMs.set(row, atMs)
      sent.get(desk)!.set(mutation.seq, atMs)
      desk.write([mutation])
      written++
    }
    await setTimeout(tickMs)
  }
  while (!active.every(({ waiting }) => waiting === 0)) await setTimeout(tickMs)
  return { written, seconds: (performance.now() - startedMs) / 1000, answeredMs, heardMs }
}
