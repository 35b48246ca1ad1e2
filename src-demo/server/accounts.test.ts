import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { passwordRule } from '#shared/sync/account-api.ts'
import { keepAccounts, makeAccounts, readAccounts } from './accounts.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dzvin-accounts-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it('makes an account of every role, each time with other passwords', () => {
  const accounts = makeAccounts()
  expect(new Set(accounts.map(({ role }) => role)).size).toBe(5)
  expect(new Set([...accounts, ...makeAccounts()].map(({ password }) => password)).size).toBe(2 * accounts.length)
  for (const { password } of accounts) expect(password.length).toBeGreaterThanOrEqual(passwordRule.min)
})

it('keeps them for the next start, for this user alone', () => {
  const accounts = makeAccounts()
  writeFileSync(join(dir, 'demo-accounts.json'), 'of an older run', { mode: 0o644 })
  keepAccounts(dir, accounts)
  expect(statSync(join(dir, 'demo-accounts.json')).mode & 0o777).toBe(0o600)
  expect(readAccounts(dir)).toEqual(accounts)
})

it('knows of nobody where nothing was kept', () => {
  expect(readAccounts(dir)).toEqual([])
  writeFileSync(join(dir, 'demo-accounts.json'), '{')
  expect(readAccounts(dir)).toEqual([])
})
