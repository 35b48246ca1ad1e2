import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ok } from '#shared/domain/failure/failure.ts'
import { demoAway, demoOutgoing, signedIn, sync } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { activeCall, demoNames, tab } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { SyncBadge } from './sync-badge.tsx'
import { WhileAwaySheet } from './while-away-sheet.tsx'

const now = Date.now()
afterEach(cleanup)

function badge(state: Parameters<typeof sync>[2] & { kind: Parameters<typeof sync>[0] }) {
  const bridge = new FakeBridge()
  bridge.push('sync', sync(state.kind, now, state))
  bridge.answer('sync.outgoing', ({ refused }) => ok(demoOutgoing(now, refused)))
  return renderPart(<SyncBadge compact={false} />, { bridge })
}

test('screen readers hear of another kind of state, never of each number', () => {
  const { bridge } = badge({ kind: 'up-to-date' })
  const said = () => screen.getByTestId('sync-announcer').textContent
  expect(said()).toBe('')
  act(() => bridge.push('sync', sync('copying', now, { copied: 0.1 })))
  expect(said()).toBe('The first copy is under way: 10%.')
  act(() => bridge.push('sync', sync('copying', now, { copied: 0.2 })))
  expect(said()).toBe('The first copy is under way: 10%.')
  act(() => bridge.push('sync', sync('offline', now, { waiting: 2 })))
  expect(said()).toBe('The server does not answer. 2 changes wait here.')
})

test('without a server there is no badge', () => {
  badge({ kind: 'off' })
  expect(screen.queryByRole('button')).toBe(null)
})

test('a refused change tells its reason, is mended and sent again with what was retyped alone', async () => {
  const { bridge, user } = badge({ kind: 'up-to-date', refused: 2 })
  await user.click(screen.getByRole('button', { name: /^Synchronisation/ }))
  expect(await screen.findByText(/Customer since: The value does not fit here/)).toBeTruthy()
  await user.click(screen.getAllByRole('button', { name: 'Edit and send again' })[0]!)
  const field = await screen.findByRole('textbox', { name: 'Customer since' })
  await user.clear(field)
  await user.type(field, '2026-11-22')
  await user.click(screen.getByRole('button', { name: 'Send again' }))
  await waitFor(() => expect(bridge.askedOf('sync.sendAgain')).toEqual([{ seq: 5, values: { customerSince: '2026-11-22' } }]))
})

test('nothing is discarded before it was shown in full and confirmed', async () => {
  const { bridge, user } = badge({ kind: 'up-to-date', refused: 2 })
  await user.click(screen.getByRole('button', { name: /^Synchronisation/ }))
  await user.click((await screen.findAllByRole('button', { name: 'Discard' }))[0]!)
  const dialog = await screen.findByRole('alertdialog')
  expect(within(dialog).getByText('просить телефонувати після 17:00')).toBeTruthy()
  expect(bridge.askedOf('sync.discard')).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Discard' }))
  await waitFor(() => expect(bridge.askedOf('sync.discard')).toEqual([{ seq: 5 }]))
})

test('offline, the next try is counted down and can be made now', async () => {
  const { bridge, user } = badge({ kind: 'offline', retryAtMs: Date.now() + 30_000 })
  await user.click(screen.getByRole('button', { name: /^Synchronisation/ }))
  expect(await screen.findByText(/^0:(29|30)$/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Retry now' }))
  expect(bridge.askedOf('sync.now')).toHaveLength(1)
})

test('what changed while away is shown once the copy is current and no call is there, until it was seen', async () => {
  const bridge = new FakeBridge()
  bridge.push('session', signedIn('operator', now))
  bridge.push('sync', sync('sending', now))
  bridge.push('work', [tab('a', demoNames[0], activeCall('a', performance.now()))])
  bridge.answer('sync.whileAway', () => ok(demoAway(now)))
  const { user } = renderPart(<WhileAwaySheet />, { bridge })
  expect(bridge.askedOf('sync.whileAway')).toHaveLength(0)
  await act(async () => bridge.push('sync', sync('up-to-date', now)))
  expect(bridge.askedOf('sync.whileAway')).toHaveLength(1)
  expect(screen.queryByRole('dialog')).toBe(null)
  act(() => bridge.push('work', []))
  expect(screen.getByText('calls and messages')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Got it' }))
  expect(bridge.askedOf('sync.whileAwaySeen')).toHaveLength(1)
  expect(screen.queryByRole('dialog')).toBe(null)
})
