import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import { StoreUnavailable } from '#shared/ports/store.ts'
import { damageMark } from './damage/inspect-file.ts'
import { id, interaction } from './testing/plain-rows.ts'
import { fill, tempStore } from './testing/temp-store.ts'
import { unsavedPath } from './write/unsaved-journal.ts'

let temp: Awaited<ReturnType<typeof tempStore>>
beforeEach(async () => {
  temp = await tempStore()
})
afterEach(() => temp.dispose())

const call = (index: number) => id('f', 1_000_000 + index) as InteractionId
const note = (index: number) => interaction(call(index), null, null, index, { note: `нотатка ${index}` })
const patched = (of: InteractionId, text: string) => ({
  kind: 'patch' as const,
  entity: 'interactions' as const,
  id: of,
  fields: { note: text },
})
const notDurable = { ok: true, value: { durable: false } }
const durable = { ok: true, value: { durable: true } }

/** Keeps turning the clock until the store has tried again with success. */
async function recovered(store: Awaited<ReturnType<typeof temp.open>>) {
  await vi.waitFor(
    () => {
      temp.clock.advance(5_000)
      expect(store.health.get()).toMatchObject({ kind: 'ok', unsaved: 0 })
    },
    { timeout: 10_000 },
  )
}

describe('a full disk', () => {
  it('keeps writes in memory, in order, and writes them when there is room', async () => {
    const { store, connection } = await temp.openInPlace()
    await fill(store, 20, temp.clock.epochMs())
    connection().pragma('max_page_count = 1')
    expect(await store.write([note(1)].concat(Array.from({ length: 200 }, (_, index) => note(100 + index))))).toEqual(notDurable)
    expect(store.health.get()).toEqual({ kind: 'full', unsaved: 201 })
    expect(await store.write([{ kind: 'patch', entity: 'interactions', id: call(1), fields: { note: 'пізніше' } }])).toEqual(
      notDurable,
    )
    expect(store.health.get().unsaved).toBe(202)
    expect(store.read.interaction(call(1))).toBeUndefined()
    expect(store.read.card(id('a', 1) as CustomerId, { timelineLimit: 1, nowMs: 1 })).toBeDefined()
    temp.clock.advance(250)
    expect(store.health.get().kind).toBe('full')
    connection().pragma('max_page_count = 1000000')
    await recovered(store)
    expect(store.read.interaction(call(1))?.note).toBe('пізніше')
    expect(await store.write([note(2)])).toEqual(durable)
  })

  it('keeps one change for a note that is saved again and again', async () => {
    const { store, connection } = await temp.openInPlace()
    await store.write([note(1)])
    connection().pragma('max_page_count = 1')
    const long = (index: number) => ({ note: String(index).padEnd(19_000, '.') })
    for (let index = 0; index < 50; index++) {
      await store.write([{ kind: 'patch', entity: 'interactions', id: call(1), fields: long(index) }])
    }
    const { unsaved } = store.health.get()
    expect(unsaved).toBeGreaterThan(0)
    expect(unsaved).toBeLessThan(3)
    connection().pragma('max_page_count = 1000000')
    await recovered(store)
    expect(store.read.interaction(call(1))?.note).toBe(long(49).note)
  })
})

describe('a database that another process has locked', () => {
  it('says so, and goes on when the lock is gone', async () => {
    const store = await temp.open()
    const other = new Database(temp.path)
    other.exec('BEGIN IMMEDIATE')
    expect(await store.write([note(1)])).toEqual(notDurable)
    expect(store.health.get()).toEqual({ kind: 'locked', unsaved: 1 })
    expect(store.read.recentCalls(5)).toEqual([])
    other.exec('ROLLBACK')
    other.close()
    await recovered(store)
    expect(store.read.interaction(call(1))?.note).toBe('нотатка 1')
    expect(existsSync(unsavedPath(temp.path))).toBe(false)
  })

  it('gives what was not written back to the next run, and a second replay changes nothing', async () => {
    const store = await temp.open()
    await store.write([note(1)])
    const other = new Database(temp.path)
    other.exec('BEGIN IMMEDIATE')
    await store.write([note(2), patched(call(1), 'перше')])
    await store.write([patched(call(2), 'друге')])
    // A kill now finds this file as it is.
    const journal = await readFile(unsavedPath(temp.path))
    await store.dispose()
    other.exec('ROLLBACK')
    other.close()
    for (const _ of ['replayed', 'replayed again']) {
      const again = await temp.open()
      expect([1, 2].map((index) => again.read.interaction(call(index))?.note)).toEqual(['перше', 'друге'])
      expect(again.read.sizes().interactions).toBe(2)
      expect(again.health.get()).toEqual({ kind: 'ok', unsaved: 0 })
      expect(existsSync(unsavedPath(temp.path))).toBe(false)
      await again.dispose()
      await writeFile(unsavedPath(temp.path), journal)
    }
  })
})

describe('a file that is no database', () => {
  it('is set aside, not deleted, and replaced by a new one', async () => {
    await writeFile(temp.path, 'x'.repeat(10_000))
    const store = await temp.open()
    const { kind, setAside } = store.health.get()
    expect(kind).toBe('ok')
    expect(basename(setAside!)).toMatch(/^dzvin\.db\.damaged-/)
    expect(await readFile(setAside!, 'utf8')).toBe('x'.repeat(10_000))
    expect(await store.write([note(1)])).toEqual(durable)
  })

  it('may be empty: then it is a new database', async () => {
    await writeFile(temp.path, '')
    const store = await temp.open()
    expect(store.health.get()).toEqual({ kind: 'ok', unsaved: 0 })
  })
})

describe('a damaged database', () => {
  const damage = async (from: number, to: number) => {
    const { size } = await stat(temp.path)
    const file = await open(temp.path, 'r+')
    const at = Math.floor((size * from) / 4096) * 4096
    await file.write(Buffer.alloc(Math.floor(size * to) - at, 0xa5), 0, undefined, at)
    await file.close()
  }

  it('with a broken schema is set aside at opening, and what can be read is salvaged', async () => {
    const store = await temp.open()
    await fill(store, 50, temp.clock.epochMs())
    await store.writeDevice('settings', { theme: 'dark' })
    await store.dispose()
    await writeFile(damageMark(temp.path), '')
    const again = await temp.open()
    expect(again.health.get().setAside).toBeDefined()
    expect(again.read.device('settings')).toEqual({ theme: 'dark' })
    expect(existsSync(damageMark(temp.path))).toBe(false)
    expect(again.read.sizes()).toMatchObject({ customers: 50, interactions: 250 })
    const { customer } = again.read.card(id('a', 7) as CustomerId, { timelineLimit: 3, nowMs: 1 })!
    expect(again.read.search(customer.name, 50).map((one) => one.customerId)).toContain(customer.customerId)
  })

  it('found while running makes reads unavailable, keeps writes, and is rebuilt at the next opening', async () => {
    const store = await temp.open()
    await fill(store, 400, temp.clock.epochMs())
    await store.dispose()
    await damage(0.3, 0.7)
    const broken = await temp.open()
    expect(() => {
      for (let index = 0; index < 400; index++) broken.read.card(id('a', index) as CustomerId, { timelineLimit: 9, nowMs: 1 })
    }).toThrow(StoreUnavailable)
    expect(broken.health.get().kind).toBe('corrupt')
    await broken.dispose()
    const rebuilt = await temp.open()
    expect(rebuilt.health.get().kind).toBe('ok')
    const { setAside } = rebuilt.health.get()
    expect((await stat(setAside!)).size).toBeGreaterThan(100_000)
    const { interactions } = rebuilt.read.sizes()
    expect(interactions).toBeGreaterThan(0)
    expect(interactions).toBeLessThan(2_000)
    expect(await rebuilt.write([note(1)])).toEqual(durable)
  })

  it('found by a write keeps it in memory and marks the file', async () => {
    const store = await temp.open()
    await fill(store, 400, temp.clock.epochMs())
    await store.dispose()
    await damage(0.3, 0.7)
    const broken = await temp.open()
    const changes = Array.from({ length: 2_000 }, (_, index) => patched(id('f', index) as InteractionId, 'x'))
    expect(await broken.write(changes)).toEqual(notDurable)
    expect(broken.health.get()).toEqual({ kind: 'corrupt', unsaved: 2_000 })
    expect(existsSync(damageMark(temp.path))).toBe(true)
  })

  it('found by a write loses nothing that is typed until the next start rebuilds it', async () => {
    const store = await temp.open()
    await fill(store, 400, temp.clock.epochMs())
    await store.dispose()
    await damage(0.3, 0.7)
    const broken = await temp.open()
    const touchAll = Array.from({ length: 2_000 }, (_, index) => patched(id('f', index) as InteractionId, 'x'))
    expect(await broken.write(touchAll)).toEqual(notDurable)
    expect(await broken.write([note(1)])).toEqual(notDurable)
    expect(await broken.write([patched(call(1), 'дописано')])).toEqual(notDurable)
    expect(await broken.writeDevice('settings', { theme: 'dark' })).toEqual(notDurable)
    await broken.dispose()
    const rebuilt = await temp.open()
    await recovered(rebuilt)
    expect(rebuilt.health.get().setAside).toBeDefined()
    expect(rebuilt.read.interaction(call(1))?.note).toBe('дописано')
    expect(rebuilt.read.device('settings')).toEqual({ theme: 'dark' })
    // Of the write that touched all rows, those that were salvaged have it.
    expect(rebuilt.read.interaction(id('f', 0) as InteractionId)?.note).toBe('x')
    expect(existsSync(unsavedPath(temp.path))).toBe(false)
  })

  it('is found by the check after a run that was not closed', async () => {
    const first = await temp.openInPlace()
    await fill(first.store, 400, temp.clock.epochMs())
    await first.store.dispose()
    await damage(0.5, 0.6)
    // A log that is left over is what an unclean end looks like.
    await writeFile(`${temp.path}-wal`, Buffer.alloc(32))
    const store = await temp.open()
    await vi.waitFor(() => expect(store.health.get().kind).toBe('corrupt'), { timeout: 10_000 })
    expect(existsSync(damageMark(temp.path))).toBe(true)
  })

  it('is left to the next run by a writer that was closed already', async () => {
    const { store, link } = await temp.openInPlace()
    await store.dispose()
    await writeFile(damageMark(temp.path), '')
    expect(await link.open()).toMatchObject({ kind: 'refused' })
    expect(await readdir(temp.dir)).not.toContainEqual(expect.stringContaining('damaged-'))
  })

  it('is set aside together with its log', async () => {
    await writeFile(temp.path, 'x'.repeat(5_000))
    await writeFile(`${temp.path}-wal`, 'log')
    const store = await temp.open()
    const aside = basename(store.health.get().setAside!)
    expect(await readdir(temp.dir)).toEqual(expect.arrayContaining([aside, `${aside}-wal`]))
  })
})

describe('a database that cannot be opened', () => {
  it('still gives a store: reads are unavailable, writes wait, and it recovers', async () => {
    const folder = `${temp.dir}/dzvin.db`
    await mkdir(folder)
    const store = await temp.open()
    expect(store.health.get().kind).toBe('unavailable')
    expect(() => store.read.recentCalls(1)).toThrow(StoreUnavailable)
    expect(await store.write([note(1)])).toEqual(notDurable)
    await rm(folder, { recursive: true })
    await recovered(store)
    expect(store.read.interaction(call(1))?.note).toBe('нотатка 1')
  })

  it('refuses one of a newer version and leaves it as it is', async () => {
    const store = await temp.open()
    await store.write([note(1)])
    await store.dispose()
    const database = new Database(temp.path)
    database.prepare(`INSERT INTO migrations (name, applied_at_ms) VALUES ('from-the-future', 1)`).run()
    database.close()
    const older = await temp.open()
    expect(older.health.get()).toEqual({ kind: 'unavailable', unsaved: 0 })
    expect(await readdir(temp.dir)).not.toContainEqual(expect.stringContaining('damaged'))
  })
})
