import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhoneNumber } from '#shared/domain/call/caller.ts'
import { numberingPlanOf } from '#shared/domain/number/numbering-plan.ts'
import type { Store } from '#shared/ports/store.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { openStore, openStoreOn } from '../open-store.ts'
import type { DemoRows } from '../write/writer.ts'
import type { StoreFile } from '../write/writer-wire.ts'
import { plainRows } from './plain-rows.ts'
import { writerInPlace } from './writer-in-place.ts'

export const workerUrl = new URL('../writer-worker.ts', import.meta.url)

export function plainNumber(value: string, extension?: string): PhoneNumber {
  const base = { dial: value, display: value, ...(extension === undefined ? {} : { extension }) }
  return value.startsWith('+') ? { ...base, e164: value } : base
}

/** A folder of its own, a clock turned by hand, and stores opened in it. */
export async function tempStore(file: Pick<StoreFile, 'key' | 'sync'> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'dzvin-store-'))
  const path = join(dir, 'dzvin.db')
  const clock = new ManualClock()
  const opened: Store[] = []
  const options = { ...file, path, clock, log: quietLog, formatNumber: plainNumber, home: () => numberingPlanOf('UA') }
  const kept = async (opening: Promise<Store>) => {
    const store = await opening
    opened.push(store)
    return store
  }
  return {
    dir,
    path,
    clock,
    /** With the writer in its thread, as in the product. */
    open: (other: Pick<StoreFile, 'key' | 'sync'> = {}) => kept(openStore({ ...options, ...other, workerUrl })),
    /** With the writer at hand. */
    openInPlace: async (demo?: DemoRows) => {
      const { connection, link } = writerInPlace({ ...file, path }, () => clock.epochMs(), demo)
      return { store: await kept(openStoreOn(link, options)), connection, link }
    },
    async dispose() {
      for (const store of opened) await store.dispose()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** Customers with everything, through the front door. */
export async function fill(store: Store, customers: number, nowMs: number, interactionsPerCustomer = 5): Promise<void> {
  const written = await store.write([...plainRows({ customers, interactionsPerCustomer, seed: 1, nowMs })])
  if (!written.ok || !written.value.durable) throw new Error('The test data was not written')
}
