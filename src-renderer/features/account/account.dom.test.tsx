import { cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { demoSessions, signedIn, sync } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { AccountMenu } from './account-menu.tsx'

const now = Date.now()
afterEach(cleanup)

function open() {
  const bridge = new FakeBridge()
  bridge.push('session', signedIn('operator', now, { offline: true }))
  bridge.push('sync', sync('offline', now, { waiting: 3 }))
  return { ...renderPart(<AccountMenu />, { bridge }), bridge }
}
type User = ReturnType<typeof open>['user']
async function choose(user: User, name: RegExp) {
  await user.click(screen.getByRole('button', { name: /^Account/ }))
  await user.click(screen.getByRole('menuitem', { name }))
}

test('a new password is sent once it is long enough, typed twice alike, and the present one is right', async () => {
  const { user, bridge } = open()
  bridge.answer('session.changePassword', ({ current }) =>
    current === 'present one' ? ok(undefined) : fail('wrong-credentials'),
  )
  await choose(user, /Change password/)
  await user.type(screen.getByLabelText('Present password'), 'wrong one')
  await user.type(screen.getByLabelText('New password'), 'short')
  await user.type(screen.getByLabelText('New password again'), 'shor{Enter}')
  expect(screen.getByText('At least 10 characters are needed')).toBeTruthy()
  expect(screen.getByText('The two do not match')).toBeTruthy()
  expect(bridge.askedOf('session.changePassword')).toHaveLength(0)
  await user.type(screen.getByLabelText('New password'), ' but longer')
  await user.clear(screen.getByLabelText('New password again'))
  await user.type(screen.getByLabelText('New password again'), 'short but longer{Enter}')
  await screen.findByText('This is not the present password')
  await user.clear(screen.getByLabelText('Present password'))
  await user.type(screen.getByLabelText('Present password'), 'present one{Enter}')
  await screen.findByText('Password changed')
  expect(screen.queryByRole('dialog')).toBe(null)
})

test('the second factor is shown as a picture and as text, and its recovery codes once', async () => {
  const { user, bridge } = open()
  bridge.answer('session.beginSecondFactor', () => ok({ uri: 'otpauth://totp/a?secret=ABCDEFGH', secret: 'ABCDEFGH' }))
  bridge.answer('session.confirmSecondFactor', () => ok({ recoveryCodes: ['first-one', 'other-one'] }))
  await choose(user, /Second factor/)
  expect(await screen.findByRole('img', { name: /QR code/ })).toBeTruthy()
  expect(screen.getByText('ABCD EFGH')).toBeTruthy()
  await user.type(screen.getByLabelText('Code'), '123 456{Enter}')
  expect(await screen.findByText('other-one')).toBeTruthy()
  expect(bridge.askedOf('session.confirmSecondFactor')).toEqual([{ code: '123456' }])
})

test('any session but this one can be ended', async () => {
  const { user, bridge } = open()
  bridge.answer('session.mySessions', () => ok(demoSessions(now)))
  await choose(user, /My sessions/)
  const buttons = await screen.findAllByRole('button', { name: /^End the session on/ })
  expect(buttons).toHaveLength(2)
  await user.click(buttons[0]!)
  await waitFor(() => expect(bridge.askedOf('session.endSession')).toEqual([{ sessionId: 'session-1' }]))
})

test('signing out tells of the work that is not sent yet', async () => {
  const { user, bridge } = open()
  await choose(user, /Sign out/)
  expect(screen.getByText('3 changes are not sent yet.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Sign out' }))
  expect(bridge.askedOf('session.signOut')).toHaveLength(1)
})
