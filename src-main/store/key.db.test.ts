import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StoreUnavailable } from '#shared/ports/store.ts'
import { damageMark } from './damage/inspect-file.ts'
import { keyCheckPath } from './key-check.ts'
import { id, interaction } from './testing/plain-rows.ts'
import { fill, tempStore } from './testing/temp-store.ts'
import { unsavedPath } from './write/unsaved-journal.ts'

const key = new Uint8Array(32).fill(7)
const otherKey = new Uint8Array(32).fill(8)
const secret = 'Цілком таємна нотатка'
const secretCall = interaction(id('f', 1) as never, null, '+380671234567', 1, { note: secret })

let temp: Awaited<ReturnType<typeof tempStore>>
beforeEach(async () => {
  temp = await tempStore({ key })
})
afterEach(() => temp.dispose())

const known = [secret, 'CREATE TABLE', '+380671234567', 'SQLite format 3']
const readable = () =>
  readdirSync(temp.dir).flatMap((name) => {
    const bytes = readFileSync(join(temp.dir, name))
    return known.filter((text) => bytes.includes(text)).map((text) => `${text} in ${name}`)
  })

describe('an encrypted store', () => {
  it('has nothing readable in any of its files, open or closed', async () => {
    const store = await temp.open()
    await store.write([secretCall])
    const files = readdirSync(temp.dir)
    expect(files).toEqual(expect.arrayContaining(['dzvin.db', 'dzvin.db-wal', 'dzvin.db-shm']))
    expect(readable()).toEqual([])
    await store.dispose()
    expect(readable()).toEqual([])
    expect((await temp.open()).read.interaction(secretCall.id as never)?.note).toBe(secret)
  })

  it('seals what the disk refused as well, and reads it back', async () => {
    const store = await temp.open()
    const other = new Database(temp.path)
    other.pragma(`cipher = 'chacha20'`)
    other.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`)
    other.exec('BEGIN IMMEDIATE')
    expect(await store.write([secretCall])).toEqual({ ok: true, value: { durable: false } })
    expect(existsSync(unsavedPath(temp.path))).toBe(true)
    expect(readable()).toEqual([])
    await store.dispose()
    other.exec('ROLLBACK')
    other.close()
    expect((await temp.open()).read.interaction(secretCall.id as never)?.note).toBe(secret)
  })

  it.each([
    ['another key', otherKey],
    ['no key', undefined],
  ])('with %s is locked away: nothing is read, nothing set aside, and the right key opens it', async (_, wrong) => {
    const store = await temp.open()
    await store.write([secretCall])
    await store.dispose()
    const before = readFileSync(temp.path)
    const locked = await temp.open({ key: wrong })
    expect(locked.health.get()).toEqual({ kind: 'unavailable', unsaved: 0 })
    expect(() => locked.read.recentCalls(1)).toThrow(StoreUnavailable)
    expect(await locked.load({ kind: 'file', path: temp.path }, () => undefined)).toMatchObject({
      failure: { kind: 'store-locked-away' },
    })
    expect(locked.health.get().kind).toBe('unavailable')
    await locked.dispose()
    expect(readdirSync(temp.dir).filter((name) => /damage|unsaved/.test(name))).toEqual([])
    expect(readFileSync(temp.path).equals(before)).toBe(true)
    expect((await temp.open()).read.interaction(secretCall.id as never)?.note).toBe(secret)
  })

  it('whose word about its key is lost opens with the right key only', async () => {
    const store = await temp.open()
    await store.write([secretCall])
    await store.dispose()
    await rm(keyCheckPath(temp.path))
    const locked = await temp.open({ key: otherKey })
    expect(locked.health.get().kind).toBe('unavailable')
    expect(() => locked.read.recentCalls(1)).toThrow(StoreUnavailable)
    await locked.dispose()
    expect(existsSync(damageMark(temp.path))).toBe(false)
    const again = await temp.open()
    expect(again.read.interaction(secretCall.id as never)?.note).toBe(secret)
    expect(existsSync(keyCheckPath(temp.path))).toBe(true)
  })

  it('does not touch a file that is not encrypted', async () => {
    const plain = await temp.open({ key: undefined })
    await plain.write([secretCall])
    await plain.dispose()
    const locked = await temp.open()
    expect(locked.health.get().kind).toBe('unavailable')
    await locked.dispose()
    expect((await temp.open({ key: undefined })).read.interaction(secretCall.id as never)?.note).toBe(secret)
  })

  it('that is damaged is set aside and salvaged with its key', async () => {
    const store = await temp.open()
    await fill(store, 50, temp.clock.epochMs())
    await store.dispose()
    await writeFile(damageMark(temp.path), '')
    const again = await temp.open()
    expect(again.health.get().setAside).toBeDefined()
    await vi.waitFor(() => expect(again.read.sizes()).toMatchObject({ customers: 50, interactions: 250 }))
    expect(readable()).toEqual([])
  })
})
