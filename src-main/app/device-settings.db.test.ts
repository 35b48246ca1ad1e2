import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defaultSettings } from '#shared/domain/settings/settings.ts'
import type { StoreHealth } from '#shared/domain/store/store-health.ts'
import { Cell } from '#shared/flow/cell.ts'
import { StoreUnavailable } from '#shared/ports/store.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { DeviceSettings } from './device-settings.ts'
import { deskOnDisk } from './testing/desk-on-disk.ts'

const line = { server: 'wss://pbx.test/ws', user: '101' }
let here: Awaited<ReturnType<typeof deskOnDisk>>
beforeEach(async () => {
  here = await deskOnDisk()
})
afterEach(() => here.close())

async function reopen(): Promise<void> {
  await here.close(true)
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
  const health = new Cell<StoreHealth>({ kind: 'locked', unsaved: 0 })
  const device = (key: string) => {
    if (health.get().kind !== 'ok') throw new StoreUnavailable('locked')
    return here.store.read.device(key)
  }
  const late = new DeviceSettings({ ...here.store, health, read: { ...here.store.read, device } }, quietLog, {})
  expect(late.value.get()).toEqual(defaultSettings)
  await late.change({ theme: 'light' })
  health.set({ kind: 'ok', unsaved: 0 })
  const whole = { ...defaultSettings, line, theme: 'light', operatorName: 'О' }
  expect(late.value.get()).toEqual(whole)
  await vi.waitFor(() => expect(here.store.read.device('settings')).toEqual(whole))
})
