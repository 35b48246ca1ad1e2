import { describe, expect, it } from 'vitest'
import type { Account } from '#shared/ports/account.ts'
import { olena } from './testing/desktop-at-server.ts'
import { type Computer, computer, started } from './testing/seat.ts'

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

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'not an address'])('opens no %s', async (page) => {
    const at = await computer()
    at.server.providerPage = page
    const pages: string[] = []
    const account = await started(at)
    expect(await account.signInByProvider((url) => pages.push(url))).toMatchObject({ ok: false })
    expect(pages).toEqual([])
  })

  it('gives way to a password', async () => {
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
