import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defaultSettings } from '#shared/domain/settings/settings.ts'
import { deskOnDisk } from './testing/desk-on-disk.ts'

const line = { server: 'wss://pbx.test/ws', user: '101' }
let here: Awaited<ReturnType<typeof deskOnDisk>>
beforeEach(async () => {
  here = await deskOnDisk()
})
afterEach(() => here.close())

async function reopen(between?: () => void): Promise<void> {
  await here.close(true)
  between?.()
  here = await deskOnDisk(here.dataDir)
}
const now = () => here.desk.settings.value.get()

it('keeps what is sound of a damaged record', async () => {
  await here.store.writeDevice('settings', { line, operatorName: 'О', theme: 42, media: 'loud', callerTrust: { order: [] } })
  await reopen()
  expect(now()).toEqual({ ...defaultSettings, line, operatorName: 'О' })
})

it.each([['words'], [[1, 2]], [null], [7]])('takes the defaults for a record that is %j', async (record) => {
  await here.store.writeDevice('settings', record)
  await reopen()
  expect(now()).toEqual(defaultSettings)
})

it('reads the record when the database can be read at last, and keeps what was changed before on top of it', async () => {
  await here.desk.settings.change({ line, theme: 'dark', operatorName: 'О' })
  let other: Database.Database | undefined
  await reopen(() => {
    other = new Database(join(here.dataDir, 'dzvin.db'))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
  })
  expect(now()).toEqual(defaultSettings)
  await here.desk.settings.change({ theme: 'light' })
  other?.close()
  await vi.waitFor(() => {
    here.clock.advance(2_000)
    expect(now()).toEqual({ ...defaultSettings, line, theme: 'light', operatorName: 'О' })
  })
  await reopen()
  expect(now()).toEqual({ ...defaultSettings, line, theme: 'light', operatorName: 'О' })
})
