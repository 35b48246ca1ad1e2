import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { InteractionId } from '#shared/domain/ids.ts'
import type { LocalCopy } from '#shared/ports/local-copy.ts'
import type { Store } from '#shared/ports/store.ts'
import { damageMark } from '../damage/inspect-file.ts'
import { applied, asRow, copyLine, epoch, feedPage, home, me, pushedAnswer } from '../testing/copy-pages.ts'
import { id, interaction } from '../testing/plain-rows.ts'
import { tempStore } from '../testing/temp-store.ts'

const key = new Uint8Array(32).fill(7)
const sync = { device: 'device-1', actor: me.id }
const call = (index: number) => interaction(id('f', index) as InteractionId, null, null, index, { note: `нотатка ${index}` })
const patched = (index: number, note: string) =>
  ({ kind: 'patch', entity: 'interactions', id: id('f', index), fields: { note } }) as const

let temp: Awaited<ReturnType<typeof tempStore>>
beforeEach(async () => {
  temp = await tempStore({ key, sync })
})
afterEach(() => temp.dispose())

async function firstCopy(copy: LocalCopy, rows: ReturnType<typeof asRow>[] = []) {
  expect(await copy.nextCopy()).toMatchObject({ ok: true, value: { territory: '*' } })
  await copy.copied(copyLine('*', 'users', [me]))
  await copy.pulled(feedPage())
  expect(await copy.copied(copyLine(home, 'interactions', rows))).toMatchObject({ ok: true })
}
const note = (store: Store, index: number) => store.read.interaction(id('f', index) as InteractionId)?.note

describe('a synced store', () => {
  it('writes, sends and takes pages in the writer’s thread, and its standing follows each', async () => {
    const store = await temp.open()
    const copy = store.copy!
    expect(copy.standing.get()).toMatchObject({ device: 'device-1', cursor: null, waiting: 0 })
    await store.write([call(1)])
    expect(copy.standing.get().waiting).toBe(1)
    await firstCopy(copy, [asRow(call(2), 5)])
    expect(copy.standing.get()).toMatchObject({ epoch, copies: [], waiting: 1 })
    expect(note(store, 2)).toBe('нотатка 2')
    const push = await copy.nextPush()
    expect(push).toMatchObject({ ok: true, value: { mutations: [{ seq: 1, row: id('f', 1) }] } })
    await copy.pushed(pushedAnswer({ 1: applied(9) }))
    expect(copy.standing.get().waiting).toBe(0)
    expect(await copy.pulled(new Uint8Array([1]))).toMatchObject({ ok: false, failure: { kind: 'server-not-dzvin' } })
    await store.dispose()
    const again = await temp.open()
    expect(again.copy!.standing.get()).toMatchObject({ cursor: copy.standing.get().cursor, waiting: 0 })
  })

  it('stands alone without an outbox where nobody is signed in', async () => {
    const store = await temp.open({ sync: undefined })
    await store.write([call(1)])
    expect(store.copy).toBeUndefined()
  })

  it('says that it cannot be opened without its key', async () => {
    await (await temp.open()).dispose()
    const locked = await temp.open({ key: new Uint8Array(32) })
    expect(await locked.copy!.nextPush()).toMatchObject({ ok: false, failure: { kind: 'store-locked-away' } })
  })

  it('sends what a file brings', async () => {
    const store = await temp.open()
    const path = `${temp.dir}/rows.ndjson`
    await writeFile(path, Array.from({ length: 700 }, (_, index) => JSON.stringify(call(index))).join('\n'))
    expect(await store.load({ kind: 'file', path }, () => undefined)).toMatchObject({ ok: true, value: { rows: 700 } })
    expect(store.copy!.standing.get().waiting).toBe(700)
    await rm(path)
  })

  it('SYNC-11: lets a single write through in the middle of a line of a first copy', async () => {
    const store = await temp.open()
    const copy = store.copy!
    await copy.nextCopy()
    await copy.copied(copyLine('*', 'users', [me]))
    await copy.pulled(feedPage())
    const order: string[] = []
    const rows = Array.from({ length: 3_000 }, (_, index) => asRow(call(10 + index), 5))
    const line = copy.copied(copyLine(home, 'interactions', rows)).then((result) => {
      order.push('line')
      expect(result).toMatchObject({ ok: true, value: { interactions: { length: 3_000 } } })
    })
    const write = store.write([call(1)]).then(() => order.push('write'))
    await Promise.all([line, write])
    expect(order).toEqual(['write', 'line'])
    expect(store.read.sizes().interactions).toBe(3_001)
    expect(copy.standing.get()).toMatchObject({ copies: [], waiting: 1 })
  })

  it('shows new catalogues to the reads that remember them', async () => {
    const store = await temp.open()
    expect(store.read.queues()).toEqual([])
    const name = { uk: 'Підтримка', ru: 'Поддержка', en: 'Support' }
    const document = { queueId: 'support', name, dispositionRequired: true, acwLimitSeconds: 60, dnis: [] }
    await store.copy!.nextCopy()
    await store.copy!.copied(copyLine('*', 'queues', [{ id: 'support', rev: 1, fields: { document } }]))
    expect(store.read.queues()).toEqual([document])
  })
})

describe('SYNC-5: a damaged copy', () => {
  it('still sends what it owed, under the same numbers, and is copied anew', async () => {
    const store = await temp.open()
    await firstCopy(store.copy!, [asRow(call(2), 5)])
    await store.write([call(1)])
    await store.write([patched(2, 'моє')])
    const owed = await store.copy!.nextPush()
    await store.write([patched(1, 'і ще')])
    await store.dispose()
    await writeFile(damageMark(temp.path), '')
    const again = await temp.open()
    const copy = again.copy!
    expect(copy.standing.get()).toMatchObject({ device: 'device-1', cursor: null, waiting: 3 })
    expect(await copy.nextPush()).toEqual(owed)
    await vi.waitFor(() => expect(note(again, 2)).toBe('моє'))
    await firstCopy(copy, [asRow(call(2), 6), asRow(call(1), 7)])
    expect([note(again, 1), note(again, 2)]).toEqual(['і ще', 'моє'])
    await again.write([call(3)])
    await copy.pushed(pushedAnswer({ 1: applied(7), 2: applied(8) }))
    expect(await copy.nextPush()).toMatchObject({ value: { mutations: [{ seq: 3 }, { seq: 4 }] } })
  })
})

it('SYNC-10: a purge takes the damaged file with it that was set aside', async () => {
  const store = await temp.open()
  await store.write([call(1)])
  await store.dispose()
  await writeFile(damageMark(temp.path), '')
  const copy = (await temp.open()).copy!
  const aside = async () => (await readdir(temp.dir)).filter((name) => name.includes('damaged'))
  expect(await aside()).not.toEqual([])
  await firstCopy(copy)
  await copy.nextPush()
  await copy.pushed(pushedAnswer({ 1: { kind: 'quarantined', reason: 'territory-lost' } }))
  await copy.pulled(feedPage({ territories: [] }))
  await vi.waitFor(async () => expect(await aside()).toEqual([]))
})

it('SYNC-1: a process that is killed has every acknowledged change in its outbox', async () => {
  const script = new URL('../testing/note-writer.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, temp.path, 'sync'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = 0
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) acknowledged = Number(line)
    if (acknowledged >= 10) child.kill('SIGKILL')
  })
  await once(child, 'close')
  const store = await temp.open()
  const everything = await store.copy!.everythingWaiting()
  const mutations = everything.ok ? everything.value.mutations : []
  expect(mutations.map(({ seq }) => seq)).toEqual(mutations.map((_, index) => index + 1))
  const shown = note(store, 1)
  expect(Number(shown)).toBeGreaterThanOrEqual(acknowledged)
  expect(mutations.at(-1)!.fields.note).toBe(shown)
})
