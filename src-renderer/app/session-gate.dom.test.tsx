import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Role } from '#shared/domain/people/role.ts'
import { signedIn, signedOut } from '../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../tests/ui/fake-bridge.ts'
import { activeCall, demoNames, endedCall, tab } from '../../tests/ui/fixtures.ts'
import { renderPart } from '../../tests/ui/render-part.tsx'
import { calmApp } from '../../tests/ui/scenes.ts'
import { SessionGate } from './session-gate.tsx'

const onReload = vi.fn()
const now = Date.now()

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
})
afterEach(() => {
  cleanup()
  onReload.mockClear()
  vi.unstubAllGlobals()
})

function open(prepare: (bridge: FakeBridge) => void) {
  const bridge = new FakeBridge()
  calmApp(bridge, { language: 'en' })
  prepare(bridge)
  renderPart(<SessionGate onReload={onReload} />, { bridge })
  return bridge
}
const enter = (role: Role) => (bridge: FakeBridge) => bridge.push('session', signedIn(role, now))
const talking = () => tab('a', demoNames[0], activeCall('a', performance.now()))

test('signed out, nothing but the sign-in page is there', () => {
  open((bridge) => bridge.push('session', signedOut(now)))
  expect(screen.getByRole('heading', { name: 'Sign in to Dzvin' })).toBeTruthy()
  expect(screen.queryByRole('navigation')).toBe(null)
  expect(document.querySelector('header[data-phase]')).toBe(null)
})

test('without a server the window is open at once, with nothing of accounts', () => {
  open(() => undefined)
  expect(screen.getByRole('navigation', { name: 'Views' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Account/ })).toBe(null)
  expect(screen.queryByRole('button', { name: 'Conflicts' })).toBe(null)
})

test('a one-time password must be changed before anything else is seen', () => {
  const bridge = open((one) => one.push('session', signedIn('operator', now, { mustChangePassword: true })))
  expect(screen.getByRole('heading', { name: 'Choose your own password' })).toBeTruthy()
  expect(screen.queryByRole('navigation')).toBe(null)
  act(() => bridge.push('session', signedIn('operator', now)))
  expect(screen.getByRole('navigation', { name: 'Views' })).toBeTruthy()
  expect(onReload).not.toHaveBeenCalled()
})

test('another desk loads the page anew; going offline at the same desk does not', () => {
  const bridge = open(enter('operator'))
  act(() => bridge.push('session', signedIn('operator', now, { offline: true })))
  expect(onReload).not.toHaveBeenCalled()
  act(() => bridge.push('session', signedOut(now, { reason: 'expired' })))
  expect(onReload).toHaveBeenCalledTimes(1)
})

test('a call is not cut by signing out: its frame stays, the card is gone, and the page loads anew when it is over', () => {
  const bridge = open((one) => {
    enter('operator')(one)
    one.push('host', { kind: 'browser', version: '0.1.0', demo: true, secretsPersist: true, mediaInPage: true })
    one.push('work', [talking()])
  })
  const frame = document.querySelector('iframe')
  expect(frame).toBeTruthy()
  act(() => bridge.push('session', signedOut(now, { reason: 'revoked' })))
  expect(onReload).not.toHaveBeenCalled()
  expect(document.querySelector('iframe'), 'the same element: a moved frame is loaded anew').toBe(frame)
  expect(screen.getByText('You are no longer signed in')).toBeTruthy()
  expect(screen.getByRole('button', { name: /Hang up/ })).toBeTruthy()
  expect(screen.queryByRole('navigation')).toBe(null)
  act(() => bridge.push('work', [tab('a', demoNames[0], endedCall('a', performance.now() - 9_000, performance.now()))]))
  expect(onReload).toHaveBeenCalledTimes(1)
})

test('administration is offered to administrators and, to look, to supervisors', () => {
  const bridge = open(enter('operator'))
  expect(screen.queryByRole('button', { name: 'Admin' })).toBe(null)
  expect(screen.getByRole('button', { name: 'Conflicts' })).toBeTruthy()
  for (const role of ['supervisor', 'administrator'] as const) {
    act(() => enter(role)(bridge))
    expect(screen.getByRole('button', { name: 'Admin' }), role).toBeTruthy()
  }
})
