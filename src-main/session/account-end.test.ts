import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Account } from '#shared/ports/account.ts'
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

async function started(at: Computer): Promise<Account> {
  const account = await at.start()
  ends.push(() => account.dispose())
  return account
}

/** Signed in, with something in the copy's folder. */
async function withCopy(at: Computer) {
  const account = await started(at)
  await account.signIn(olena)
  const open = account.open.get()!
  await mkdir(open.folder)
  await writeFile(join(open.folder, 'dzvin.db'), 'all customers')
  return { account, open }
}

async function allBytes(dir: string): Promise<string> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  return (await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))).join('\n')
}

describe('the access token', () => {
  it('is renewed once, however many ask, and before it ends', async () => {
    const at = await computer()
    const { account } = await withCopy(at)
    expect(await account.accessToken()).toMatchObject({ ok: true })
    expect(at.server.count('/api/refresh')).toBe(0)
    at.clock.advance(580_000)
    const tokens = await Promise.all([account.accessToken(), account.accessToken(), account.accessToken()])
    expect(at.server.count('/api/refresh')).toBe(1)
    expect(new Set(tokens.map((token) => token.ok && token.value)).size).toBe(1)
    expect(account.state.get().kind).toBe('signed-in')
  })

  it('asks the same again when an answer was lost, and stays signed in', async () => {
    const at = await computer()
    const { account } = await withCopy(at)
    account.tokenRefused()
    at.server.trouble = 'lost-answer'
    expect(await account.accessToken()).toMatchObject({ ok: true })
    const [first, second] = at.server.heard.filter(({ path }) => path === '/api/refresh').map(({ body }) => body)
    expect(second).toBe(first)
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ ok: true })
  })

  it('is on the disk before it is used: a crash right after does not sign out', async () => {
    const at = await computer({ keys: 'system' })
    const { account } = await withCopy(at)
    account.tokenRefused()
    await account.accessToken()
    // No dispose: the process is gone.
    const next = await started(at)
    next.tokenRefused()
    expect(await next.accessToken()).toMatchObject({ ok: true })
  })

  it('that was stolen and used ends the session; the copy stays, locked', async () => {
    const at = await computer({ keys: 'system' })
    const { account, open } = await withCopy(at)
    at.server.sessions[0]!.refreshToken = at.server.sessions[0]!.refreshToken.replace('#1', '#5')
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ failure: { kind: 'signed-out' } })
    expect(account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'expired' })
    expect(account.open.get()).toBeUndefined()
    expect(existsSync(join(open.folder, 'dzvin.db'))).toBe(true)
    expect((await started(at)).state.get().kind).toBe('signed-out')
    await account.signIn(olena)
    expect(account.open.get()).toEqual(open)
  })

  it('of somebody who signed out meanwhile is not taken', async () => {
    const at = await computer()
    const { account } = await withCopy(at)
    account.tokenRefused()
    at.server.beforeAnswer = async () => {
      await account.signOut()
    }
    expect(await account.accessToken()).toMatchObject({ failure: { kind: 'signed-out' } })
    expect(account.state.get().kind).toBe('signed-out')
    expect(await account.accessToken()).toMatchObject({ failure: { kind: 'signed-out' } })
  })

  it('does not make the desk anew when it is renewed', async () => {
    const at = await computer()
    const { account } = await withCopy(at)
    const opened: unknown[] = []
    account.open.subscribe((open) => opened.push(open))
    account.tokenRefused()
    await account.accessToken()
    await account.signIn(olena)
    expect(opened).toEqual([])
  })
})

describe('a device that must go', () => {
  it('wiped: key, account file and copy are gone, and nothing of them is left in the folder', async () => {
    const at = await computer({ keys: 'system' })
    const { account, open } = await withCopy(at)
    const wiped = account.leave('wiped')
    expect(account.open.get()).toBeDefined()
    await wiped
    expect(account.open.get()).toBeUndefined()
    expect(account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'wiped', known: [] })
    expect(at.secrets.values.size).toBe(0)
    expect(existsSync(open.folder)).toBe(true)
    await account.copyClosed(open, true)
    await account.dispose()
    expect(existsSync(open.folder)).toBe(false)
    expect(await allBytes(at.dir)).toBe('')
  })

  it('wiped: a deletion that a crash cut short is ended at the next start', async () => {
    const at = await computer()
    const { account, open } = await withCopy(at)
    await account.leave('wiped')
    // The copy was never closed: the process is gone.
    expect(existsSync(open.folder)).toBe(true)
    await started(at)
    expect(existsSync(open.folder)).toBe(false)
    await account.dispose()
  })

  it('wiped: also when the server says so at signing in', async () => {
    const at = await computer()
    const { account, open } = await withCopy(at)
    await account.signOut()
    at.server.devices.get(open.deviceId)!.status = 'wipe'
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'device-revoked' } })
    expect(account.state.get()).toMatchObject({ reason: 'wiped', known: [] })
    expect(existsSync(open.folder)).toBe(false)
  })

  it('revoked: no sign-in without the server any more; the copy is there again when the device is allowed', async () => {
    const at = await computer({ keys: 'system' })
    const { account, open } = await withCopy(at)
    at.server.devices.get(open.deviceId)!.status = 'revoked'
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ ok: false })
    expect(account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'revoked' })
    expect(at.secrets.values.size).toBe(0)
    at.server.trouble = 'away'
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'offline-sign-in-expired' } })
    at.server.trouble = 'none'
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'device-revoked' } })
    at.server.devices.get(open.deviceId)!.status = 'active'
    await account.signIn(olena)
    expect(account.open.get()).toEqual(open)
  })
})

describe('signing in at a provider', () => {
  async function byProvider(account: Account, at: Computer, who = 'olena') {
    const signing = account.signInByProvider(() => {
      at.server.provider = who
    })
    let result: Awaited<typeof signing> | undefined
    void signing.then((value) => (result = value))
    await expect
      .poll(() => {
        at.clock.advance(2_000)
        return result
      })
      .toBeDefined()
    return signing
  }

  it('keeps the key in the system and stays signed in', async () => {
    const at = await computer({ keys: 'system' })
    const account = await started(at)
    expect(await byProvider(account, at)).toMatchObject({ ok: true })
    const key = account.open.get()?.key
    await account.dispose()
    const next = await started(at)
    expect(next.state.get().kind).toBe('signed-in')
    expect(next.open.get()?.key).toEqual(key)
    await next.signOut()
    expect(await byProvider(next, at)).toMatchObject({ ok: true })
    expect(next.open.get()?.key).toEqual(key)
  })

  it('asks for a passphrase where the system keeps no keys, which opens without the server and never goes there', async () => {
    const at = await computer()
    const account = await started(at)
    expect(await byProvider(account, at)).toMatchObject({ failure: { kind: 'passphrase-needed' } })
    expect(account.state.get()).toMatchObject({ asks: { what: 'new-passphrase', login: 'olena' } })
    expect(await account.signIn({ login: 'olena', password: 'short' })).toMatchObject({ failure: { kind: 'password-weak' } })
    const phrase = { login: 'olena', password: 'a phrase of her own' }
    expect(await account.signIn(phrase)).toMatchObject({ ok: true })
    const key = account.open.get()?.key
    await account.dispose()
    const next = await started(at)
    expect(await next.signIn(phrase)).toMatchObject({ ok: true })
    expect(next.open.get()?.key).toEqual(key)
    expect(await next.accessToken()).toMatchObject({ ok: true })
    await next.signOut()
    expect(await byProvider(next, at)).toMatchObject({ failure: { kind: 'passphrase-needed' } })
    expect(next.state.get()).toMatchObject({ asks: { what: 'passphrase' } })
    expect(await next.signIn({ login: 'olena', password: 'some other phrase' })).toMatchObject({ ok: false })
    expect(await next.signIn(phrase)).toMatchObject({ ok: true })
    expect(next.open.get()?.key).toEqual(key)
    expect(at.server.heard.map(({ body }) => body).join()).not.toContain('phrase')
  })

  it('gives each person their own device', async () => {
    const at = await computer({ keys: 'system' })
    const account = await started(at)
    at.server.add('ivan', 'x'.repeat(12))
    await byProvider(account, at)
    const first = account.open.get()
    await account.signOut()
    await byProvider(account, at, 'ivan')
    expect(account.open.get()?.deviceId).not.toBe(first?.deviceId)
    await account.signOut()
    await byProvider(account, at)
    expect(account.open.get()).toEqual(first)
  })

  it('opens nothing but web pages, and gives way to a password', async () => {
    const at = await computer()
    const account = await started(at)
    const pages: string[] = []
    const signing = account.signInByProvider((url) => pages.push(url))
    await expect.poll(() => pages).toEqual(['https://provider.example/'])
    const other = account.signIn(olena)
    expect(await signing).toMatchObject({ failure: { kind: 'provider-failed' } })
    expect(await other).toMatchObject({ ok: true })
  })

  it('is offered when the server has one', async () => {
    const at = await computer()
    at.server.provider = 'olena'
    at.server.trouble = 'away'
    const account = await started(at)
    expect(account.state.get()).toMatchObject({ oidc: false })
    at.server.trouble = 'none'
    await expect
      .poll(() => {
        at.clock.advance(20_000)
        return account.state.get()
      })
      .toMatchObject({ oidc: true })
  })
})
