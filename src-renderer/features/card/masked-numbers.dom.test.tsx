import { cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ok } from '#shared/domain/failure/failure.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { demoCard } from '../../../tests/ui/demo-card.ts'
import { signedIn } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { demoCalls, demoMissed } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { standInLayout } from '../../../tests/ui/stand-in-layout.ts'
import { CallsView } from '../calls/index.ts'
import { TasksView } from '../tasks/index.ts'
import { IdleView } from './idle-view.tsx'

const now = Date.now()
beforeEach(standInLayout)
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const task = { ...demoCard(now).openTasks[0]!, dueAtMs: now - 1_000 }
const { display } = task.phone!
const missed = demoMissed(1, now).map((call) => ({ ...call, number: task.phone! }))
const recent = demoCalls(1, now).map((call) => ({ ...call, number: task.phone! }))

function open(part: Parameters<typeof renderPart>[0], role: Role) {
  const bridge = new FakeBridge()
  bridge.push('session', signedIn(role, now))
  bridge.answer('calls.missed', () => ok(missed))
  bridge.answer('calls.recent', () => ok(recent))
  bridge.answer('tasks.list', ({ done }) => ok(done ? [] : [task]))
  return renderPart(part, { bridge })
}
const hidden = () => screen.findAllByRole('button', { name: /Your role does not see this/ })
const numbers = () => (document.body.textContent ?? '').split(display).length - 1

test('a call that is to be returned shows an operator its number; an analyst sees that there is one, and cannot dial it', async () => {
  const { unmount } = open(<CallsView />, 'operator')
  await screen.findByRole('button', { name: 'Call back' })
  expect(numbers()).toBe(1)
  unmount()
  open(<CallsView />, 'analyst')
  expect((await hidden())[0]!.textContent).toBe('•••')
  expect(numbers()).toBe(0)
  expect(screen.queryByRole('button', { name: 'Call back' })).toBe(null)
})

test('a call of late has no number to dial for an analyst', async () => {
  const { user, unmount } = open(<CallsView />, 'operator')
  await user.click(screen.getByRole('tab', { name: 'Recent' }))
  await screen.findByRole('button', { name: `Call ${display}` })
  unmount()
  const second = open(<CallsView />, 'analyst')
  await second.user.click(screen.getByRole('tab', { name: 'Recent' }))
  expect(await hidden()).toHaveLength(1)
  expect(numbers()).toBe(0)
  expect(screen.queryByRole('button', { name: /^Call / })).toBe(null)
})

test('a task has no number to dial for an analyst', async () => {
  const { unmount } = open(<TasksView />, 'operator')
  await screen.findByRole('button', { name: `Call ${display}` })
  unmount()
  open(<TasksView />, 'analyst')
  expect(await hidden()).toHaveLength(1)
  expect(screen.queryByRole('button', { name: /^Call / })).toBe(null)
})

test('between calls an analyst sees whom to call back, not where', async () => {
  const { unmount } = open(<IdleView />, 'operator')
  await screen.findByRole('button', { name: display })
  expect(numbers()).toBeGreaterThan(1)
  unmount()
  open(<IdleView />, 'analyst')
  expect(await hidden()).toHaveLength(2)
  expect(numbers()).toBe(0)
  expect(screen.queryByRole('button', { name: 'Call back' })).toBe(null)
})
