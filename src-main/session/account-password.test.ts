import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { olena } from './testing/desktop-at-server.ts'
import { computer, ended, keyOf, signedIn, started } from './testing/seat.ts'

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
