import { setTimeout } from 'node:timers/promises'
import { LightDesk } from '../../processes/light-desk.ts'
import type { MintedDevice } from '../../processes/mint-devices.ts'

/** The desktops of one territory. */
export interface CrowdGroup {
  readonly writers: readonly MintedDevice[]
  /** Whether and when a change is heard is told by these. */
  readonly listeners: readonly MintedDevice[]
  readonly customers: readonly string[]
}

export interface CrowdOrder {
  readonly urls: readonly string[]
  readonly groups: readonly CrowdGroup[]
  /** Connected, and of a territory in which nothing happens. */
  readonly idle: readonly MintedDevice[]
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
  const devices = [...order.groups.flatMap(({ writers, listeners }) => [...writers, ...listeners]), ...order.idle]
  const desks = new Map<string, LightDesk>()
  let next = 0
  const letIn = async () => {
    for (let nth = next++; nth < devices.length; nth = next++) {
      const device = devices[nth]!
      desks.set(device.deviceId, await LightDesk.start(order.urls[nth % order.urls.length]!, device))
    }
  }
  await Promise.all(Array.from({ length: doors }, letIn))
  while (![...desks.values()].every(({ state }) => state.get().kind === 'up-to-date')) await setTimeout(tickMs)
  process.send?.({ connectedSeconds: (performance.now() - startedMs) / 1000 })
  process.send?.(await drive(order, desks))
}

async function drive(order: CrowdOrder, desks: ReadonlyMap<string, LightDesk>): Promise<CrowdReport> {
  const writtenMs = new Map<string, number>()
  const answeredMs: number[] = []
  const heardMs: number[] = []
  const deskOf = ({ deviceId }: MintedDevice) => desks.get(deviceId)!
  const writers = order.groups.flatMap((group) => group.writers.map((device) => ({ desk: deskOf(device), group })))
  const sent = new Map(writers.map(({ desk }) => [desk, new Map<number, number>()]))
  for (const [desk, atOf] of sent) {
    desk.taken.subscribe((seqs) => {
      for (const seq of seqs) answeredMs.push(performance.now() - atOf.get(seq)!)
    })
  }
  const listening = order.groups.flatMap(({ listeners }) => listeners.map(deskOf))
  let toHear = 0
  for (const desk of listening) {
    desk.heard.subscribe((rows) => {
      for (const { id } of rows) {
        const atMs = writtenMs.get(id)
        if (atMs === undefined) continue
        heardMs.push(performance.now() - atMs)
        toHear--
      }
    })
  }
  const startedMs = performance.now()
  const sinceStart = () => (performance.now() - startedMs) / 1000
  for (let written = 0; sinceStart() < order.seconds; await setTimeout(tickMs)) {
    for (const due = Math.floor(sinceStart() * order.changesEachSecond); written < due; written++) {
      const { desk, group } = writers[written % writers.length]!
      const customerId = group.customers[written % group.customers.length]!
      const row = desk.raw.nextId()
      const fields = { customerId, label: 'bench', value: 'value', addedAtMs: Date.now() }
      const mutation = desk.raw.create('customer_facts', row, fields)
      const atMs = performance.now()
      writtenMs.set(row, atMs)
      sent.get(desk)!.set(mutation.seq, atMs)
      toHear += group.listeners.length
      desk.write([mutation])
    }
  }
  while (toHear > 0 || !writers.every(({ desk }) => desk.waiting === 0)) await setTimeout(tickMs)
  return { written: writtenMs.size, seconds: sinceStart(), answeredMs, heardMs }
}
