import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Account } from '#shared/ports/account.ts'
import { offlineForMs } from './testing/account-server.ts'
import { desktopAtServer, olena } from './testing/desktop-at-server.ts'

type Computer = Awaited<ReturnType<typeof desktopAtServer>>

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function computer(options: Parameters<typeof desktopAtServer>[0] = {}): Promise<Computer> {
  const made = await desktopAtServer(options)
  ends.push(made.end)
  return made
}

async function started(at: Computer, more: Parameters<Computer['start']>[0] = {}): Promise<Account> {
  const account = await at.start(more)
  ends.push(() => account.dispose())
  return account
}

/** Ends the desktop as a person does, its copy closed with nothing left to send unless said otherwise. */
async function ended(account: Account, owes = false): Promise<void> {
  const open = account.open.get()
  if (open) await account.copyClosed(open, owes)
  await account.dispose()
}

function keyOf(account: Account): string {
  return Buffer.from(account.open.get()?.key ?? []).toString('hex')
}

async function signedIn(at: Computer, who: { login: string; password: string } = olena): Promise<Account> {
  const account = await started(at)
  expect(await account.signIn(who)).toEqual({ ok: true, value: undefined })
  return account
}

async function accountFile(at: Computer): Promise<string> {
  const [server] = await readdir(join(at.dir, 'copies'))
  const folder = join(at.dir, 'copies', server ?? '')
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.json'))
  return join(folder, name ?? 'none')
}

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

describe('what lies on the disk', () => {
  it('holds neither key, password nor token, and opens under no other password', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const key = Buffer.from(account.open.get()!.key)
    await ended(account)
    const text = await readFile(await accountFile(at), 'utf8')
    for (const secret of ['correct horse', 'refresh-token-secret', key.toString('hex'), key.toString('base64')]) {
      expect(text).not.toContain(secret)
    }
  })

  it('does not let the key of one person open as the key of another', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    const path = await accountFile(at)
    const record = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...record, user: { ...record.user, userId: 'user-boss', role: 'administrator' } }))
    at.server.trouble = 'away'
    expect(await (await started(at)).signIn(olena)).toMatchObject({ failure: { kind: 'wrong-credentials' } })
  })

  it('never logs a password or a token', async () => {
    const at = await computer({ keys: 'system' })
    const account = await signedIn(at)
    at.clock.advance(700_000)
    await account.accessToken()
    at.server.trouble = 'stranger'
    account.tokenRefused()
    await account.accessToken()
    at.disk.failure = 'ENOSPC'
    at.server.trouble = 'none'
    await account.accessToken()
    expect(at.lines.length).toBeGreaterThan(0)
    expect(at.lines.join('\n')).not.toMatch(/correct horse|refresh-token|access-/)
  })

  it('survives a damaged account file by its second copy', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const key = keyOf(account)
    await ended(account)
    await writeFile(await accountFile(at), '{"version":1,')
    at.server.trouble = 'away'
    expect(keyOf(await signedIn(at))).toBe(key)
  })

  it('sets aside an account that is damaged for good, says so, and keeps its copy beside the new one', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const { folder, deviceId } = account.open.get()!
    await mkdir(folder)
    await ended(account)
    const path = await accountFile(at)
    await writeFile(path, 'rubbish')
    await writeFile(`${path}.second`, 'rubbish')
    const next = await started(at)
    expect(next.state.get()).toMatchObject({ kind: 'signed-out', reason: 'damaged', known: [] })
    expect(await next.signIn(olena)).toMatchObject({ ok: true })
    expect(next.open.get()).toMatchObject({ folder })
    expect(next.open.get()?.deviceId).not.toBe(deviceId)
    expect(existsSync(`${folder}.aside-1`)).toBe(true)
  })

  it('refuses a new copy whose key cannot be kept on a full disk', async () => {
    const at = await computer()
    const account = await started(at)
    at.disk.failure = 'ENOSPC'
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'store-full' } })
    expect(account.open.get()).toBeUndefined()
    expect(at.server.sessions.every(({ ended: over }) => over)).toBe(true)
  })

  it('opens a copy that is there on a full disk at the server, and gives no uncounted try without it', async () => {
    const at = await computer()
    const account = await signedIn(at)
    await account.signOut()
    at.disk.failure = 'ENOSPC'
    expect(await account.signIn(olena)).toMatchObject({ ok: true })
    await account.signOut()
    at.server.trouble = 'away'
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'store-full' } })
  })
})

describe('where the system keeps keys', () => {
  it('stays signed in over a restart, without asking and without the server', async () => {
    const at = await computer({ keys: 'system' })
    const account = await signedIn(at)
    const key = keyOf(account)
    await ended(account)
    at.server.trouble = 'away'
    const next = await started(at)
    expect(next.state.get()).toMatchObject({ kind: 'signed-in', offline: true })
    expect(keyOf(next)).toBe(key)
    at.server.trouble = 'none'
    expect(await next.accessToken()).toMatchObject({ ok: true })
  })

  it('asks at each start where it does not', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    expect((await started(at)).state.get()).toMatchObject({ kind: 'signed-out', keyStorage: 'password' })
  })

  it('does not stay signed in beyond the time without the server, but for the server itself', async () => {
    const at = await computer({ keys: 'system' })
    await ended(await signedIn(at))
    at.clock.advance(offlineForMs + 1)
    at.server.trouble = 'away'
    const account = await started(at)
    expect(account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'expired' })
    await ended(account)
    at.server.trouble = 'none'
    expect((await started(at)).state.get()).toMatchObject({ kind: 'signed-in', offline: false })
  })

  it('locks at signing out: the key leaves the store, the session ends at the server, the copy stays', async () => {
    const at = await computer({ keys: 'system' })
    const account = await signedIn(at)
    const key = keyOf(account)
    await account.signOut()
    expect(account.state.get()).toMatchObject({ kind: 'signed-out', known: [{ login: 'olena' }] })
    expect(at.secrets.values.size).toBe(0)
    expect(at.server.sessions.every(({ ended: over }) => over)).toBe(true)
    await account.dispose()
    const next = await started(at)
    expect(next.state.get().kind).toBe('signed-out')
    await next.signIn(olena)
    expect(keyOf(next)).toBe(key)
  })
})

describe('a password that was changed', () => {
  it('locks the copy anew when it is changed here', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const key = keyOf(account)
    expect(await account.changePassword('correct horse', 'battery staple')).toMatchObject({ ok: true })
    await ended(account)
    at.server.trouble = 'away'
    const next = await started(at)
    expect(await next.signIn(olena)).toMatchObject({ failure: { kind: 'wrong-credentials' } })
    expect(await next.signIn({ login: 'olena', password: 'battery staple' })).toMatchObject({ ok: true })
    expect(keyOf(next)).toBe(key)
  })

  it('keeps the lock when the server refuses', async () => {
    const at = await computer()
    const account = await signedIn(at)
    expect(await account.changePassword('wrong', 'battery staple')).toMatchObject({ failure: { kind: 'wrong-credentials' } })
    await ended(account)
    at.server.trouble = 'away'
    const next = await started(at)
    expect(await next.signIn({ login: 'olena', password: 'battery staple' })).toMatchObject({ ok: false })
    expect(await next.signIn(olena)).toMatchObject({ ok: true })
  })

  it('opens by both while it is not known whether the server took it', async () => {
    const at = await computer()
    const account = await signedIn(at)
    at.server.trouble = 'lost-answer'
    expect(await account.changePassword('correct horse', 'battery staple')).toMatchObject({ ok: false })
    await ended(account)
    at.server.trouble = 'away'
    for (const password of ['correct horse', 'battery staple']) {
      const next = await signedIn(at, { login: 'olena', password })
      await ended(next)
    }
  })

  it('at the server: takes the key from the system, and locks it with the new password', async () => {
    const at = await computer({ keys: 'system' })
    const account = await signedIn(at)
    const key = keyOf(account)
    at.server.people.get('olena')!.password = 'set by the chief'
    at.server.sessions[0]!.ended = true
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ failure: { kind: 'signed-out' } })
    expect(account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'expired' })
    await account.signIn({ login: 'olena', password: 'set by the chief' })
    expect(keyOf(account)).toBe(key)
    await account.signOut()
    at.server.trouble = 'away'
    expect(await account.signIn({ login: 'olena', password: 'set by the chief' })).toMatchObject({ ok: true })
    expect(keyOf(account)).toBe(key)
  })

  it('at the server: asks for the old one where the copy may hold unsent work, and never drops it', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const key = keyOf(account)
    const { deviceId } = account.open.get()!
    await ended(account, true)
    at.server.people.get('olena')!.password = 'set by the chief'
    const next = await started(at)
    const fresh = { login: 'olena', password: 'set by the chief' }
    expect(await next.signIn(fresh)).toMatchObject({ failure: { kind: 'old-password-needed' } })
    expect(next.state.get()).toMatchObject({ kind: 'signed-out', asks: { what: 'old-password', login: 'olena' } })
    expect(await next.signIn({ login: 'olena', password: 'not it' })).toMatchObject({ failure: { kind: 'wrong-credentials' } })
    expect(await next.signIn(olena)).toMatchObject({ ok: true })
    expect(keyOf(next)).toBe(key)
    expect(next.open.get()?.deviceId).toBe(deviceId)
    await ended(next)
    at.server.trouble = 'away'
    expect(keyOf(await signedIn(at, fresh))).toBe(key)
  })

  it('at the server: sets a copy with nothing unsent aside by itself and begins another, as another device', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const { folder, deviceId } = account.open.get()!
    await mkdir(folder)
    await ended(account, false)
    at.server.people.get('olena')!.password = 'set by the chief'
    const next = await signedIn(at, { login: 'olena', password: 'set by the chief' })
    expect(next.open.get()?.deviceId).not.toBe(deviceId)
    expect(existsSync(`${folder}.aside-1`)).toBe(true)
    expect(existsSync(`${folder}.aside-1.account`)).toBe(true)
  })

  it('at the server: a crash counts as unsent work', async () => {
    const at = await computer()
    const account = await signedIn(at)
    await account.dispose()
    at.server.people.get('olena')!.password = 'set by the chief'
    expect(await (await started(at)).signIn({ login: 'olena', password: 'set by the chief' })).toMatchObject({
      failure: { kind: 'old-password-needed' },
    })
  })

  it('at the server: sets a copy with unsent work aside when the person says so', async () => {
    const at = await computer()
    const account = await signedIn(at)
    const key = keyOf(account)
    const { folder } = account.open.get()!
    await mkdir(folder)
    await ended(account, true)
    at.server.people.get('olena')!.password = 'set by the chief'
    const next = await started(at)
    await next.signIn({ login: 'olena', password: 'set by the chief' })
    expect(await next.setCopyAside()).toMatchObject({ ok: true })
    expect(next.state.get().kind).toBe('signed-in')
    expect(keyOf(next)).not.toBe(key)
    expect(existsSync(`${folder}.aside-1`)).toBe(true)
  })
})
