import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { offlineForMs } from './testing/account-server.ts'
import { olena } from './testing/desktop-at-server.ts'
import { accountFile, computer, ended, keyOf, signedIn, started } from './testing/seat.ts'

describe('signing in at the server', () => {
  it('opens a copy of its own with a key of 32 bytes, and keeps the file for the owner alone', async () => {
    const at = await computer()
    const account = await signedIn(at)
    expect(account.state.get()).toMatchObject({ kind: 'signed-in', offline: false, user: { userId: 'user-olena' } })
    expect(account.open.get()?.key).toHaveLength(32)
    expect(account.open.get()?.folder.startsWith(at.dir)).toBe(true)
    expect((await stat(await accountFile(at))).mode & 0o777).toBe(0o600)
  })

  it('says what the server says, and does not try the copy when the server is there', async () => {
    const at = await computer()
    const account = await signedIn(at)
    await account.signOut()
    at.server.people.get('olena')!.password = 'another one'
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'wrong-credentials' } })
    expect(account.state.get().kind).toBe('signed-out')
  })

  it('asks for the second factor', async () => {
    const at = await computer()
    at.server.add('ivan', 'long password', { code: '123456' })
    const account = await started(at)
    const ivan = { login: 'ivan', password: 'long password' }
    expect(await account.signIn(ivan)).toMatchObject({ failure: { kind: 'second-factor-needed' } })
    expect(await account.signIn({ ...ivan, code: '000000' })).toMatchObject({ failure: { kind: 'second-factor-wrong' } })
    expect(await account.signIn({ ...ivan, code: '123456' })).toMatchObject({ ok: true })
  })

  it.each([
    ['away', 'server-unreachable'],
    ['untrusted', 'server-untrusted'],
    ['stranger', 'server-not-dzvin'],
    ['unavailable', 'server-unavailable'],
  ] as const)('tells a server that is %s', async (trouble, kind) => {
    const at = await computer()
    at.server.trouble = trouble
    expect(await (await started(at)).signIn(olena)).toMatchObject({ failure: { kind } })
  })

  it('tries the first sign-in of the demo once', async () => {
    const at = await computer()
    const account = await started(at, { first: olena })
    expect(account.state.get().kind).toBe('signed-in')
    await ended(account)
    expect((await started(at, { first: { login: 'olena', password: 'wrong' } })).state.get().kind).toBe('signed-out')
    expect(at.server.count('/api/sign-in')).toBe(2)
  })

  it('takes another device when the login was given to another person, and keeps the former copy aside', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const former = account.open.get()
    await mkdir(former!.folder)
    await ended(account)
    at.server.add('olena', 'her own word', { userId: 'user-2' })
    at.server.devices.get(former!.deviceId)!.login = 'somebody else'
    const next = await signedIn(at, { login: 'olena', password: 'her own word' })
    expect(next.open.get()?.deviceId).not.toBe(former?.deviceId)
    expect(next.open.get()?.folder).not.toBe(former?.folder)
    expect(existsSync(`${former?.folder}.aside-1`)).toBe(true)
  })

  it('keeps copy and device when the login was renamed at the server', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const { deviceId, folder } = account.open.get()!
    const key = keyOf(account)
    await ended(account)
    at.server.people.delete('olena')
    at.server.add('olena.k', 'correct horse', { userId: 'user-olena' })
    at.server.devices.get(deviceId)!.login = 'olena.k'
    const next = await signedIn(at, { login: 'olena.k', password: 'correct horse' })
    expect(next.open.get()).toMatchObject({ deviceId, folder })
    expect(keyOf(next)).toBe(key)
  })
})

describe('signing in without the server', () => {
  it('opens the same copy by the password, in any spelling of the login', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const key = keyOf(account)
    await ended(account)
    at.server.trouble = 'away'
    const next = await signedIn(at, { login: ' OLENA', password: 'correct horse' })
    expect(next.state.get()).toMatchObject({ kind: 'signed-in', offline: true })
    expect(keyOf(next)).toBe(key)
    expect(await next.accessToken()).toMatchObject({ failure: { kind: 'server-unreachable' } })
    at.server.trouble = 'none'
    expect(await next.accessToken()).toMatchObject({ ok: true })
    expect(next.state.get()).toMatchObject({ offline: false })
  })

  it('knows only people who have a copy here', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    at.server.trouble = 'away'
    const account = await started(at)
    expect(account.state.get()).toMatchObject({ known: [{ login: 'olena', name: 'Name of olena' }] })
    expect(await account.signIn({ login: 'ivan', password: 'x' })).toMatchObject({ failure: { kind: 'offline-sign-in-unknown' } })
  })

  it('ends with the time that the server gave, also when the wall clock is turned back', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    at.server.trouble = 'away'
    at.clock.advance(offlineForMs - 60_000)
    const account = await signedIn(at)
    await ended(account)
    at.clock.jumpWallClock(-5 * 86_400_000)
    const late = await started(at)
    at.clock.advance(59_000)
    expect(await late.signIn(olena)).toMatchObject({ ok: true })
    await late.signOut()
    at.clock.advance(2_000)
    expect(await late.signIn(olena)).toMatchObject({ failure: { kind: 'offline-sign-in-expired' } })
  })

  it('does not believe a longer time that was written into the file', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    const path = await accountFile(at)
    const record = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...record, offlineUntilMs: record.offlineUntilMs + 10 * offlineForMs }))
    at.server.trouble = 'away'
    at.clock.advance(offlineForMs + 1)
    expect(await (await started(at)).signIn(olena)).toMatchObject({ failure: { kind: 'offline-sign-in-expired' } })
  })

  it('locks a desktop that was left open when its time without the server is over', async () => {
    const at = await computer()
    const account = await signedIn(at)
    at.server.trouble = 'away'
    at.clock.advance(offlineForMs - 60_000)
    expect(account.state.get().kind).toBe('signed-in')
    const tenMinutesLater = () => {
      at.clock.advance(600_000)
      return account.state.get()
    }
    await expect.poll(tenMinutesLater).toMatchObject({ kind: 'signed-out', reason: 'expired' })
    expect(account.open.get()).toBeUndefined()
  })

  it('counts from the last word of the server', async () => {
    const at = await computer()
    const account = await signedIn(at)
    at.clock.advance(86_400_000)
    account.confirmed(at.clock.epochMs())
    const untilMs = at.clock.epochMs() + offlineForMs
    await expect.poll(() => account.state.get()).toMatchObject({ offlineUntilMs: untilMs })
  })

  it('makes wrong passwords wait longer and longer, over restarts, and counts tries that run at once', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    at.server.trouble = 'away'
    const account = await started(at)
    const wrong = () => account.signIn({ login: 'olena', password: 'guess' })
    const tries = await Promise.all([wrong(), wrong(), wrong(), wrong(), wrong()])
    expect(tries.map((result) => !result.ok && result.failure.kind)).toEqual([
      'wrong-credentials',
      'wrong-credentials',
      'wrong-credentials',
      'sign-in-locked',
      'sign-in-locked',
    ])
    await ended(account)
    const again = await started(at)
    expect(await again.signIn(olena)).toMatchObject({ failure: { kind: 'sign-in-locked', params: { retryAfterMs: 5_000 } } })
    at.clock.jumpWallClock(-3_600_000)
    at.clock.advance(4_000)
    expect(await again.signIn(olena)).toMatchObject({ failure: { kind: 'sign-in-locked' } })
    at.clock.advance(1_000)
    expect(await again.signIn({ login: 'olena', password: 'guess' })).toMatchObject({ failure: { kind: 'wrong-credentials' } })
    expect(await again.signIn(olena)).toMatchObject({ failure: { params: { retryAfterMs: 10_000 } } })
    at.clock.advance(10_000)
    expect(await again.signIn(olena)).toMatchObject({ ok: true })
  })

  it('counts a try before it is made', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    at.server.trouble = 'away'
    const counts: number[] = []
    const replace = async (_: string, text: string) => void counts.push(JSON.parse(text).wrong.count)
    const account = await started(at, { replace })
    await account.signIn(olena)
    expect(counts.slice(0, 2)).toEqual([1, 0])
  })

  it('renews the session by itself after a sign-out, once the server is back', async () => {
    const at = await computer()
    const account = await signedIn(at)
    await account.signOut()
    at.server.trouble = 'away'
    expect(await account.signIn(olena)).toMatchObject({ ok: true })
    at.server.trouble = 'none'
    expect(await account.accessToken()).toMatchObject({ ok: true })
    expect(account.state.get()).toMatchObject({ offline: false })
  })
})
