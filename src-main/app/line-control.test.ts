import { expect, test } from 'vitest'
import { defaultSettings, type Settings } from '#shared/domain/settings/settings.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { DemoLine } from '#shared/ports/demo-line.ts'
import type { LineAccount } from '#shared/ports/phone.ts'
import { ManualClock } from '#shared/ports/testing/manual-clock.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { ScriptedPhone } from '#shared/ports/testing/scripted-phone.ts'
import { LineControl } from './line-control.ts'

const pbx = { server: 'wss://pbx.test/ws', user: '101' }

class RecordingPhone extends ScriptedPhone {
  readonly used: (LineAccount | undefined)[] = []
  override use = (account?: LineAccount) => void this.used.push(account)
}

function control() {
  const phone = new RecordingPhone(new ManualClock())
  const settings = new Cell<Settings>(defaultSettings)
  const opening: (() => void)[] = []
  const demoLine: DemoLine = {
    account: () =>
      new Promise((resolve) =>
        opening.push(() => resolve({ server: 'ws://127.0.0.1:9', user: 'demo', domain: 'demo.invalid', password: 'p' })),
      ),
    call: () => Promise.reject(new Error('nobody calls here')),
    close: async () => void closed.push('closed'),
  }
  const closed: string[] = []
  const secrets = { persists: false, read: async () => 'secret', write: async () => {}, remove: async () => {} }
  const line = new LineControl({ phone, demoLine, secrets, settings, log: quietLog })
  return { line, phone, settings, opening, closed }
}

test('a PBX configured while the demo line still opens is the one that is used', async () => {
  const { line, phone, settings, opening, closed } = control()
  const demo = line.connect()
  settings.set({ ...defaultSettings, line: pbx })
  await expect.poll(() => phone.used).toEqual([{ ...pbx, password: 'secret', demo: false }])
  for (const open of opening) open()
  await demo
  expect(phone.used).toHaveLength(1)
  expect(closed).toEqual(['closed'])
})

test('a change of another setting leaves the line alone', async () => {
  const { line, phone, settings } = control()
  settings.set({ ...defaultSettings, line: pbx })
  await expect.poll(() => phone.used).toHaveLength(1)
  settings.set({ ...settings.get(), theme: 'dark' })
  line.dispose()
  expect(phone.used).toHaveLength(1)
})
