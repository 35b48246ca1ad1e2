import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseId, CustomerId, InteractionId } from '#shared/domain/ids.ts'
import type { Change } from '#shared/entities/change.ts'
import { id, interaction, plainRows } from './testing/plain-rows.ts'
import { fill, tempStore } from './testing/temp-store.ts'

let temp: Awaited<ReturnType<typeof tempStore>>
beforeEach(async () => {
  temp = await tempStore()
})
afterEach(() => temp.dispose())

const durable = { ok: true, value: { durable: true } }
const call = (index: number) => id('f', index) as InteractionId

describe('a write', () => {
  it('is on the disk when it is acknowledged, and read back after a reopening', async () => {
    const store = await temp.open()
    expect(await store.write([interaction(call(1), null, '+380671234567', 1_000, { note: 'перше' })])).toEqual(durable)
    expect(await store.write([{ kind: 'patch', entity: 'interactions', id: call(1), fields: { note: 'друге' } }])).toEqual(
      durable,
    )
    expect(store.read.interaction(call(1))?.note).toBe('друге')
    await store.dispose()
    const again = await temp.open()
    expect(again.read.interaction(call(1))).toMatchObject({ id: call(1), note: 'друге', finished: true, caller: null })
    expect(again.health.get()).toEqual({ kind: 'ok', unsaved: 0 })
  })

  it('refuses what is not valid, naming entity and field, and keeps the rest away from the disk', async () => {
    const store = await temp.open()
    const good = interaction(call(1), null, null, 1)
    const bad = { ...good, id: call(2), fields: { ...good.fields, channel: 'pigeon' } } as unknown as Change
    expect(await store.write([good, bad])).toEqual({
      ok: false,
      failure: { kind: 'invalid-input', params: { entity: 'interactions', field: 'channel' } },
    })
    const foreign = { kind: 'delete', entity: 'sqlite_schema', id: 'x' } as unknown as Change
    expect(await store.write([foreign])).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } })
    const extra = { kind: 'patch', entity: 'interactions', id: call(1), fields: { 'note" = 1 --': 'x' } } as unknown as Change
    expect(await store.write([extra])).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } })
    const { note: _, ...lacking } = good.fields
    const short = { ...good, fields: lacking } as unknown as Change
    expect(await store.write([short])).toMatchObject({ ok: false, failure: { params: { field: 'note' } } })
    expect(store.read.interaction(call(1))).toBeUndefined()
  })

  it('refuses to create what is there and to change what is not, and undoes all of that write only', async () => {
    const store = await temp.open()
    await store.write([interaction(call(1), null, null, 1)])
    const [again, missing, fine] = await Promise.all([
      store.write([interaction(call(2), null, null, 1), interaction(call(1), null, null, 1)]),
      store.write([{ kind: 'patch', entity: 'tasks', id: 'none', fields: { title: 'x' } }]),
      store.write([interaction(call(3), null, null, 1)]),
    ])
    expect(again).toMatchObject({ ok: false, failure: { kind: 'invalid-input', params: { field: 'id' } } })
    expect(missing).toMatchObject({ ok: false, failure: { kind: 'not-found', params: { entity: 'tasks' } } })
    expect(fine).toEqual(durable)
    expect([1, 2, 3].map((index) => store.read.interaction(call(index)) !== undefined)).toEqual([true, false, true])
    expect(store.read.sizes().interactions).toBe(2)
  })

  it('of a device value comes back as it was given', async () => {
    const store = await temp.open()
    await store.writeDevice('settings', { theme: 'dark', list: [1, null] })
    await store.writeDevice('settings', { theme: 'light' })
    expect(store.read.device('settings')).toEqual({ theme: 'light' })
    expect(store.read.device('other')).toBeUndefined()
    expect(await store.writeDevice('settings', undefined)).toMatchObject({ ok: false })
  })

  it('of the catalogue is seen by the cached lists', async () => {
    const store = await temp.open()
    expect(store.read.queues()).toEqual([])
    const text = { uk: 'Підтримка', ru: 'Поддержка', en: 'Support' }
    const document = { queueId: 'support' as never, name: text, dispositionRequired: true, acwLimitSeconds: 60, dnis: [] }
    await store.write([{ kind: 'create', entity: 'queues', id: 'support', fields: { document } }])
    expect(store.read.queues()).toEqual([document])
    expect(store.read.queues()).toBe(store.read.queues())
  })
})

describe('case numbers', () => {
  it('go on from the highest and are never given twice', async () => {
    const store = await temp.open()
    expect([store.read.nextCaseNumber(), store.read.nextCaseNumber()]).toEqual(['10001', '10002'])
    await fill(store, 50, temp.clock.epochMs())
    expect(store.read.nextCaseNumber()).toBe('10006')
    expect(store.read.caseById(id('d', 0) as CaseId)?.number).toBe('10001')
  })
})

describe('a load', () => {
  it('of a file takes the good lines, counts the bad ones and survives hostile ones', async () => {
    const store = await temp.open()
    const file = join(temp.dir, 'rows.ndjson')
    const rows = [...plainRows({ customers: 20, interactionsPerCustomer: 3, seed: 2, nowMs: 1_000_000 })]
    const lines = rows.map((row) => JSON.stringify(row))
    const bad = ['{', 'null', '{"kind":"delete","entity":"customers","id":"x"}', lines[0]!, `"${'x'.repeat(400_000)}"`]
    await writeFile(file, [...lines.slice(0, 5), ...bad, '', ...lines.slice(5)].join('\n'))
    const shares: number[] = []
    const loaded = await store.load({ kind: 'file', path: file }, (done, total) => void shares.push(done / total))
    expect(loaded).toEqual({ ok: true, value: { rows: rows.length, refused: bad.length } })
    expect(shares.at(-1)).toBe(1)
    expect(store.read.sizes()).toMatchObject({ customers: 20, interactions: 60 })
    const customer = store.read.card(id('a', 3) as CustomerId, { timelineLimit: 5, nowMs: 1 })!.customer
    expect(store.read.search(customer.name, 20).map((one) => one.customerId)).toContain(customer.customerId)
  })

  it('of a file that is not there is a failure', async () => {
    const store = await temp.open()
    const loaded = await store.load({ kind: 'file', path: join(temp.dir, 'none') }, () => undefined)
    expect(loaded).toMatchObject({ ok: false, failure: { kind: 'store-unavailable' } })
  })

  it('lets single writes through between its slices', async () => {
    const store = await temp.open()
    const source = { kind: 'demo' as const, customers: 300, interactionsPerCustomer: 5, seed: 1, nowMs: temp.clock.epochMs() }
    const order: string[] = []
    let write: Promise<unknown> | undefined
    const loaded = await store.load(source, () => {
      write ??= store.write([interaction(call(900_000), null, null, 1)]).then(() => order.push('write'))
    })
    order.push('load')
    expect(loaded.ok).toBe(true)
    await write
    expect(order).toEqual(['write', 'load'])
    expect(store.read.sizes().customers).toBe(300)
    expect(store.read.scripts().length).toBeGreaterThan(0)
  })

  it('builds the indexes afterwards when it fills an empty database', async () => {
    const { store } = await temp.openInPlace({ rows: plainRows, count: () => 1_000_000 })
    const source = { kind: 'demo' as const, customers: 500, interactionsPerCustomer: 1, seed: 1, nowMs: temp.clock.epochMs() }
    let during: unknown
    await store.load(source, () => {
      if (during !== undefined) return
      try {
        store.read.search('0671000003', 5)
        during = 'found'
      } catch (error) {
        during = error
      }
    })
    expect(during).toMatchObject({ name: 'StoreUnavailable' })
    expect(store.health.get().kind).toBe('ok')
    expect(store.read.search('0671000003', 5)[0]?.customerId).toBe(id('a', 0))
  })
})
