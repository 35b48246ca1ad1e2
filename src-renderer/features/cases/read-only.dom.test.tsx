import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ok } from '#shared/domain/failure/failure.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { demoCard } from '../../../tests/ui/demo-card.ts'
import { signedIn, sync } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { standInLayout } from '../../../tests/ui/stand-in-layout.ts'
import { TasksView } from '../tasks/index.ts'
import { CasesView } from './cases-view.tsx'

const now = Date.now()
beforeEach(standInLayout)
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const card = demoCard(now)
const [firstCase] = card.openCases
const [firstTask] = card.openTasks

function open(part: Parameters<typeof renderPart>[0], role: Role) {
  const bridge = new FakeBridge()
  bridge.push('session', signedIn(role, now))
  bridge.answer('cases.list', () => ok(firstCase ? [firstCase] : []))
  bridge.answer('tasks.list', ({ done }) => ok(done || !firstTask ? [] : [firstTask]))
  return renderPart(part, { bridge })
}

test('an analyst cannot press a case’s status, and is told why', async () => {
  const { user, bridge } = open(<CasesView />, 'analyst')
  const status = await screen.findByRole('button', { name: /^Status of case.*Your role may not do this/ })
  expect(status.getAttribute('aria-disabled')).toBe('true')
  await user.click(status)
  expect(screen.queryByRole('menu')).toBe(null)
  expect(bridge.askedOf('cases.setStatus')).toEqual([])
})

test('an analyst cannot tick a task; an operator can', async () => {
  const { user, bridge, unmount } = open(<TasksView />, 'analyst')
  await user.click(await screen.findByRole('button', { name: /Your role may not do this/ }))
  expect(screen.queryByRole('checkbox')).toBe(null)
  expect(bridge.askedOf('tasks.setDone')).toEqual([])
  unmount()
  const second = open(<TasksView />, 'operator')
  await second.user.click(await screen.findByRole('checkbox'))
  expect(second.bridge.askedOf('tasks.setDone')).toHaveLength(1)
})

test('a number that the server has not given yet is marked, where there is a server', async () => {
  const { bridge } = open(<CasesView />, 'operator')
  expect(firstCase).toMatchObject({ provisional: true, number: '10432' })
  await screen.findByText('10432')
  expect(screen.queryByText('provisional')).toBe(null)
  act(() => bridge.push('sync', sync('up-to-date', now)))
  expect((await screen.findByText('provisional')).parentElement?.textContent).toBe('10432 provisional')
  bridge.answer('cases.list', () => ok(firstCase ? [{ ...firstCase, provisional: false }] : []))
  act(() => bridge.push('customerChanged', { customerId: card.customer.customerId }))
  await waitFor(() => expect(screen.queryByText('provisional')).toBe(null))
  expect(screen.getByText('10432')).toBeTruthy()
})
