import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { offlineForMs } from './testing/account-server.ts'
import { olena } from './testing/desktop-at-server.ts'
import { computer, started, withCopy } from './testing/seat.ts'

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

  it('that comes late for somebody else is not theirs, neither as a token nor as an end', async () => {
    const at = await computer()
    at.server.add('ivan', 'ivan has one too')
    const { account } = await withCopy(at)
    account.tokenRefused()
    at.server.beforeAnswer = async () => {
      await account.signOut()
      await account.signIn({ login: 'ivan', password: 'ivan has one too' })
    }
    expect(await account.accessToken()).toMatchObject({ ok: false })
    expect(account.state.get()).toMatchObject({ kind: 'signed-in', user: { login: 'ivan' } })
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ ok: true })
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
    expect(await account.signIn(olena)).toMatchObject({ failure: { kind: 'device-wiped' } })
    expect(account.state.get()).toMatchObject({ reason: 'wiped', known: [] })
    expect(existsSync(open.folder)).toBe(false)
  })

  it('wiped: gives the last token, ended as it is, for what was not sent, also after a restart; then tells the server', async () => {
    const at = await computer({ keys: 'system' })
    const { account, open } = await withCopy(at)
    const token = await account.accessToken()
    await account.dispose()
    at.clock.advance(86_400_000)
    at.server.devices.get(open.deviceId)!.status = 'wipe'
    const next = await started(at)
    expect(await next.accessToken()).toMatchObject({ failure: { kind: 'device-wiped' } })
    expect(next.state.get().kind).toBe('signed-in')
    expect(await next.accessToken()).toEqual(token)
    next.tokenRefused()
    expect(await next.accessToken()).toMatchObject({ failure: { kind: 'device-wiped' } })
    await next.leave('wiped')
    await next.copyClosed(open, true)
    expect(at.server.heard.at(-1)).toMatchObject({ path: '/api/device/wiped', token: token.ok && token.value })
    expect(existsSync(open.folder)).toBe(false)
  })

  it('wiped: also when nobody gives anything back', async () => {
    const at = await computer()
    const { account, open } = await withCopy(at)
    at.server.devices.get(open.deviceId)!.status = 'wipe'
    account.tokenRefused()
    await account.accessToken()
    at.clock.advance(600_000)
    await expect.poll(() => account.state.get()).toMatchObject({ kind: 'signed-out', reason: 'wiped' })
    await account.dispose()
    expect(existsSync(open.folder)).toBe(false)
  })

  it('wiped: at the start, once its time without the server is over', async () => {
    const at = await computer({ keys: 'system' })
    const { account, open } = await withCopy(at)
    await account.dispose()
    at.clock.advance(offlineForMs + 1)
    at.server.devices.get(open.deviceId)!.status = 'wipe'
    const next = await started(at)
    expect(next.state.get()).toMatchObject({ kind: 'signed-out', reason: 'wiped', known: [] })
    expect(existsSync(open.folder)).toBe(false)
  })

  it('revoked: no sign-in without the server any more; the copy is there again when the device is allowed', async () => {
    const at = await computer({ keys: 'system' })
    const { account, open } = await withCopy(at)
    at.server.devices.get(open.deviceId)!.status = 'revoked'
    account.tokenRefused()
    expect(await account.accessToken()).toMatchObject({ failure: { kind: 'device-revoked' } })
    await account.leave('revoked')
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
