import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { demoDevices, demoPlaces, demoQuarantine, demoUsers, signedIn } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { standInLayout } from '../../../tests/ui/stand-in-layout.ts'
import { AdminView } from './admin-view.tsx'

const now = Date.now()
beforeEach(standInLayout)
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function open(role: Role = 'administrator', prepare: (bridge: FakeBridge) => void = () => undefined) {
  const bridge = new FakeBridge()
  bridge.push('session', signedIn(role, now))
  bridge.answer('admin.users', () => ok(demoUsers(now)))
  bridge.answer('admin.places', () => ok(demoPlaces))
  bridge.answer('admin.devices', () => ok(demoDevices(now)))
  bridge.answer('admin.quarantine', () => ok(demoQuarantine(now)))
  prepare(bridge)
  return renderPart(<AdminView />, { bridge })
}

test('a new user gets a one-time password that is shown once', async () => {
  const { user, bridge } = open('administrator', (one) =>
    one.answer('admin.createUser', () => ok({ userId: 'u', password: 'once-and-never-again' })),
  )
  await user.click(screen.getByRole('button', { name: 'New user' }))
  await user.click(screen.getByRole('button', { name: 'Create' }))
  expect(screen.getByText('A name is needed')).toBeTruthy()
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Зразок Новий')
  await user.type(screen.getByRole('textbox', { name: 'Login' }), 'novyi')
  await user.click(screen.getByRole('checkbox', { name: 'Захід' }))
  await user.click(screen.getByRole('button', { name: 'Create' }))
  expect(await screen.findByText('once-and-never-again')).toBeTruthy()
  expect(bridge.askedOf('admin.createUser')).toEqual([
    {
      login: 'novyi',
      name: 'Зразок Новий',
      role: 'operator',
      active: true,
      territoryIds: ['territory-2'],
      homeTerritoryId: 'territory-2',
    },
  ])
  await user.click(screen.getByRole('button', { name: 'Passed on' }))
  expect(screen.queryByText('once-and-never-again')).toBe(null)
})

test('a taken login is said in the form, and what was typed stays', async () => {
  const { user } = open('administrator', (one) => one.answer('admin.changeUser', () => fail('login-taken')))
  await user.click(await screen.findByText('login2'))
  await user.type(screen.getByRole('textbox', { name: 'Login' }), '-new')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('This login is taken.')).toBeTruthy()
  expect((screen.getByRole('textbox', { name: 'Login' }) as HTMLInputElement).value).toBe('login2-new')
})

test('a wipe is asked about, with what becomes of unsent work', async () => {
  const { user, bridge } = open()
  await user.click(screen.getByRole('tab', { name: 'Devices' }))
  await user.click((await screen.findAllByRole('button', { name: /^Wipe/ }))[0]!)
  const dialog = screen.getByRole('alertdialog')
  expect(within(dialog).getByText(/first hands it to the quarantine/)).toBeTruthy()
  expect(bridge.askedOf('admin.setDevice')).toHaveLength(0)
  await user.click(within(dialog).getByRole('button', { name: 'Wipe' }))
  await waitFor(() => expect(bridge.askedOf('admin.setDevice')).toEqual([{ deviceId: 'device-0', action: 'wipe' }]))
})

test('what is in quarantine is accepted at once, and discarded after a question', async () => {
  const { user, bridge } = open()
  await user.click(screen.getByRole('tab', { name: 'Quarantine' }))
  await user.click(await screen.findByRole('checkbox', { name: 'Select all' }))
  expect(screen.getAllByText(/the device was shut out/)).toHaveLength(3)
  await user.click(screen.getByRole('button', { name: 'Discard' }))
  expect(bridge.askedOf('admin.decideQuarantined')).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.click(screen.getByRole('button', { name: 'Accept' }))
  await waitFor(() =>
    expect(bridge.askedOf('admin.decideQuarantined')).toEqual([{ ids: ['held-0', 'held-1', 'held-2'], action: 'accept' }]),
  )
})

test('a broken audit log is told with its place', async () => {
  const { user } = open('administrator', (one) =>
    one.answer('admin.checkAudit', () => ok({ entries: 12, ok: false, broken: { at: 7, what: 'deleted' } })),
  )
  await user.click(screen.getByRole('tab', { name: 'Audit log' }))
  await user.click(screen.getByRole('button', { name: 'Check the log' }))
  expect(await screen.findByText('An entry before 7 was deleted')).toBeTruthy()
})

test('what is not in the chain is told where there is any', async () => {
  let check = { entries: 12, ok: true, waiting: 1, gaps: 1_234 }
  const { user } = open('administrator', (one) => one.answer('admin.checkAudit', () => ok(check)))
  await user.click(screen.getByRole('tab', { name: 'Audit log' }))
  await user.click(screen.getByRole('button', { name: 'Check the log' }))
  expect(await screen.findByText('1 entry of the last moments is not chained yet')).toBeTruthy()
  expect(screen.getByText(/^1,234 numbers have no entry/)).toBeTruthy()
  check = { ...check, waiting: 0, gaps: 0 }
  await user.click(screen.getByRole('button', { name: 'Check the log' }))
  await waitFor(() => expect(screen.queryByText(/not chained yet/)).toBe(null))
  expect(screen.getByText('The log is whole')).toBeTruthy()
  expect(screen.queryByText(/no entry/)).toBe(null)
})

test('a place is made, renamed and removed; what still belongs to it is told', async () => {
  const { user, bridge } = open('administrator', (one) => {
    one.answer('admin.savePlace', ({ id }) => ok({ id: id ?? 'new' }))
    one.answer('admin.removePlace', () => fail('place-in-use', { field: 'customers' }))
  })
  await user.click(screen.getByRole('tab', { name: 'Places' }))
  await user.click(await screen.findByRole('button', { name: 'New office' }))
  await user.click(screen.getByRole('button', { name: 'Create' }))
  expect(screen.getByText('A name is needed')).toBeTruthy()
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'головний ОФІС')
  expect(screen.getByText('There is one of this name already')).toBeTruthy()
  await user.type(screen.getByRole('textbox', { name: 'Name' }), ' 2')
  await user.type(screen.getByRole('textbox', { name: 'City' }), 'Львів')
  await user.click(screen.getByRole('button', { name: 'Create' }))
  await waitFor(() =>
    expect(bridge.askedOf('admin.savePlace')).toEqual([{ kind: 'office', name: 'головний ОФІС 2', city: 'Львів' }]),
  )
  await user.click(await screen.findByRole('button', { name: 'Rename Підтримка, перша лінія' }))
  await user.type(screen.getByRole('textbox', { name: 'Name' }), '!')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() =>
    expect(bridge.askedOf('admin.savePlace')[1]).toEqual({
      kind: 'team',
      id: 'team-1',
      name: 'Підтримка, перша лінія!',
      officeId: 'office-1',
    }),
  )
  await user.click(await screen.findByRole('button', { name: 'Remove Захід' }))
  expect(bridge.askedOf('admin.removePlace')).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Remove' }))
  expect(await screen.findByText(/Customers belong to it/)).toBeTruthy()
  expect(bridge.askedOf('admin.removePlace')).toEqual([{ kind: 'territory', id: 'territory-2' }])
})

test('an empty server says what a territory is, and whose a customer without one is', async () => {
  const { user } = open('administrator', (one) =>
    one.answer('admin.places', () => ok({ territories: [], offices: [], teams: [] })),
  )
  await user.click(screen.getByRole('tab', { name: 'Places' }))
  expect(await screen.findByText(/^Begin with a territory.*home territory of whoever made the record/)).toBeTruthy()
})

test('an office is taken away from a user by null', async () => {
  const { user, bridge } = open()
  await user.click(await screen.findByText('login2'))
  await user.click(screen.getByRole('button', { name: /Office/ }))
  await user.click(await screen.findByRole('option', { name: 'none' }))
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(bridge.askedOf('admin.changeUser')).toEqual([{ userId: 'user-1', changes: { officeId: null } }]))
})

test('a second factor is removed after a question, and only where there is one', async () => {
  const { user, bridge } = open()
  await user.click(await screen.findByText('login1'))
  expect(screen.queryByRole('button', { name: 'Remove second factor' })).toBe(null)
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.click(await screen.findByText('login2'))
  await user.click(screen.getByRole('button', { name: 'Remove second factor' }))
  expect(bridge.askedOf('admin.removeSecondFactor')).toHaveLength(0)
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Remove second factor' }))
  await waitFor(() => expect(bridge.askedOf('admin.removeSecondFactor')).toEqual([{ userId: 'user-1' }]))
})

test('the log is saved into a file, whose path is shown; a full disk is told', async () => {
  const path = '/data/exports/dzvin-audit.ndjson'
  const { user, bridge } = open('administrator', (one) => one.answer('admin.exportAudit', () => ok({ path, bytes: 2_048 })))
  await user.click(screen.getByRole('tab', { name: 'Audit log' }))
  await user.click(screen.getByRole('button', { name: 'Save the log to a file' }))
  expect(await screen.findByText(path)).toBeTruthy()
  bridge.answer('admin.exportAudit', () => fail('store-full'))
  await user.click(screen.getByRole('button', { name: 'Save the log to a file' }))
  expect(await screen.findByRole('alert')).toBeTruthy()
})

test('others read only; without the right or the server each says so', async () => {
  const { unmount } = open('supervisor')
  expect(await screen.findByText('login2')).toBeTruthy()
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual(['Users', 'Devices', 'Quarantine'])
  expect(screen.queryByRole('button', { name: 'New user' })).toBe(null)
  unmount()
  const second = open('supervisor', (one) => one.answer('admin.users', () => fail('no-right')))
  expect(await screen.findByText('Not for your role')).toBeTruthy()
  second.unmount()
  open('administrator', (one) => one.answer('admin.users', () => fail('server-unreachable')))
  expect(await screen.findByText('The server cannot be asked now')).toBeTruthy()
})
