import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { offlineForMs } from './testing/account-server.ts'
import { olena } from './testing/desktop-at-server.ts'
import { accountFile, computer, ended, keyOf, signedIn, started } from './testing/seat.ts'

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

  it('does not open when its sealed part is not as it was sealed', async () => {
    const at = await computer()
    await ended(await signedIn(at))
    const path = await accountFile(at)
    const record = JSON.parse(await readFile(path, 'utf8'))
    const bytes = Buffer.from(record.sealed, 'base64')
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await writeFile(path, JSON.stringify({ ...record, sealed: bytes.toString('base64') }))
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
