import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ok } from '#shared/domain/failure/failure.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { demoConflicts, signedIn, sync } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { ConflictsView } from './conflicts-view.tsx'

const now = Date.now()
afterEach(cleanup)

async function open(role: Role = 'operator') {
  const bridge = new FakeBridge()
  let left = demoConflicts(now)
  bridge.push('session', signedIn(role, now))
  bridge.push('sync', sync('up-to-date', now, { conflicts: left.length }))
  bridge.answer('conflicts.list', ({ status }) => ok(status === 'open' ? left : demoConflicts(now, 'settled').slice(0, 2)))
  bridge.answer('conflicts.settle', ({ conflictIds }) => {
    left = left.filter(({ conflictId }) => !conflictIds.includes(conflictId))
    return ok(undefined)
  })
  const rendered = renderPart(<ConflictsView />, { bridge })
  await screen.findByRole('heading', { name: 'Preferences' })
  return rendered
}
const press = (code: string, key = code) =>
  act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { code, key }))
const title = () => screen.getByRole('heading', { level: 2 }).textContent

test('by keys alone, in any layout: move, choose a side, settle, and stand at the next', async () => {
  const { bridge } = await open()
  press('KeyJ', 'о')
  expect(title()).toBe('Value')
  press('ArrowUp')
  expect(title()).toBe('Preferences')
  press('Enter')
  expect(bridge.askedOf('conflicts.settle'), 'nothing is chosen yet').toEqual([])
  press('Digit2', '2')
  press('Enter')
  await waitFor(() => expect(title()).toBe('Value'))
  expect(bridge.askedOf('conflicts.settle')).toEqual([{ conflictIds: ['conflict-open-0'], choice: { kind: 'lost' } }])
})

const focusedRow = () => document.activeElement?.getAttribute('data-conflict')

test('the focus is in the list from the opening on, and there again after each settling', async () => {
  const shell = document.body.appendChild(document.createElement('button'))
  shell.focus()
  const { bridge, user } = await open()
  await waitFor(() => expect(focusedRow()).toBe('0'))
  shell.remove()
  press('Digit2', '2')
  press('Enter')
  await waitFor(() => expect(title()).toBe('Value'))
  expect(focusedRow()).toBe('0')
  press('Digit1', '1')
  await user.click(screen.getByRole('button', { name: /^Settle/ }))
  await waitFor(() => expect(bridge.askedOf('conflicts.settle')).toHaveLength(2))
  await waitFor(() => expect(title()).not.toBe('Value'))
  expect(focusedRow()).toBe('0')
})

test('choosing another list leaves the focus at the choice', async () => {
  const { user } = await open()
  await user.click(screen.getByRole('radio', { name: /^Settled/ }))
  await screen.findByText(/^Settled: /)
  expect(document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName).toMatch(/radio|INPUT/)
})

test('a choice belongs to its conflict: moving on takes it not along', async () => {
  const { bridge } = await open()
  press('Digit1', '1')
  press('KeyJ', 'j')
  press('Enter')
  expect(bridge.askedOf('conflicts.settle')).toEqual([])
})

test('a merged value is written by hand, letters and digits included', async () => {
  const { bridge, user } = await open()
  await user.click(screen.getByRole('button', { name: 'Write a merged value' }))
  const field = screen.getByRole('textbox', { name: 'Preferences' })
  await user.clear(field)
  await user.type(field, 'jk 12')
  expect(title()).toBe('Preferences')
  await user.click(screen.getByRole('button', { name: /^Settle/ }))
  await waitFor(() =>
    expect(bridge.askedOf('conflicts.settle')).toEqual([
      { conflictIds: ['conflict-open-0'], choice: { kind: 'value', value: 'jk 12' } },
    ]),
  )
})

test('many are settled at once', async () => {
  const { bridge, user } = await open()
  press('KeyX', 'x')
  press('KeyJ', 'j')
  press('KeyX', 'x')
  await user.click(screen.getByRole('button', { name: 'Keep what stands' }))
  await waitFor(() =>
    expect(bridge.askedOf('conflicts.settle')).toEqual([
      { conflictIds: ['conflict-open-0', 'conflict-open-1'], choice: { kind: 'kept' } },
    ]),
  )
})

test('what differs is marked on both sides, with who, where and what both had seen', async () => {
  await open()
  expect(screen.getByText('телефонувати після 17:00')).toBeTruthy()
  const [kept, lost] = screen
    .getAllByRole('radio')
    .slice(-2)
    .map((radio) => radio.closest('label')!)
  expect([...kept!.querySelectorAll('mark')].some((mark) => mark.textContent?.includes('Viber'))).toBe(true)
  expect([...lost!.querySelectorAll('mark')].some((mark) => mark.textContent?.includes('вихідні'))).toBe(true)
  expect(within(kept!).getByText('Офіс 2, стіл 4')).toBeTruthy()
})

test('settled ones say who decided, and a role that may not settle has nothing to press', async () => {
  const { user, unmount } = await open()
  await user.click(screen.getByRole('radio', { name: /^Settled/ }))
  expect(await screen.findByText(/^Settled: /)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^Settle/ })).toBe(null)
  unmount()
  const { bridge } = await open('analyst')
  press('Digit1', '1')
  press('Enter')
  expect(bridge.askedOf('conflicts.settle')).toEqual([])
  expect(screen.getByText(/Your role sees conflicts/)).toBeTruthy()
})
