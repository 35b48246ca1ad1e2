import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fail } from '#shared/domain/failure/failure.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { demoPop } from '../../tests/ui/demo-pop.ts'
import { FakeBridge } from '../../tests/ui/fake-bridge.ts'
import { activeCall, demoNames, ringingCall, tab } from '../../tests/ui/fixtures.ts'
import { calmApp } from '../../tests/ui/scenes.ts'
import { App } from './app.tsx'
import { createI18n } from './i18n.ts'
import { feedAppState, useAppState } from './state.ts'
import { useViewState } from './view-state.ts'

const initialApp = useAppState.getInitialState()
const initialView = useViewState.getInitialState()
let bridge: FakeBridge
let stop: () => void

beforeEach(() => {
  // jsdom has no layout and no media queries.
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  useAppState.setState(initialApp, true)
  useViewState.setState(initialView, true)
  bridge = new FakeBridge()
  stop = feedAppState(bridge)
  calmApp(bridge, { language: 'en' })
  render(<App bridge={bridge} i18n={createI18n('en')} onReload={() => undefined} />)
})
afterEach(() => {
  cleanup()
  stop()
  vi.unstubAllGlobals()
})

function show(...items: WorkItem[]): void {
  act(() => {
    for (const item of items) bridge.push('pop', demoPop(item.interactionId, Date.now()))
    bridge.push('work', items)
  })
}
const ringing = (id = 'a', name: string = demoNames[0]) => tab(id, name, ringingCall(id, performance.now()))
const talking = (id = 'a', name: string = demoNames[0]) => tab(id, name, activeCall(id, performance.now()))
const press = (code: string, key = code) =>
  act(
    () =>
      void (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }),
      ),
  )

test('a call rings at an idle desk: its tab is open and screen readers hear the caller and the key', () => {
  show(ringing())
  expect(useViewState.getState()).toMatchObject({ view: 'workspace', selectedTab: 'a' })
  expect(screen.getByTestId('announcer').textContent).toBe(`${demoNames[0]} is calling, queue Support. Answer: F2.`)
})

test('a call that rings while a number is being typed takes neither the focus, the text nor the view', async () => {
  const user = userEvent.setup()
  act(() => useViewState.setState({ view: 'tasks' }))
  const field = screen.getByRole('searchbox', { name: 'Dial a number or find a customer' })
  await user.click(field)
  await user.keyboard('067 55')
  show(ringing())
  expect(document.activeElement).toBe(field)
  expect((field as HTMLInputElement).value).toBe('067 55')
  expect(useViewState.getState().view).toBe('tasks')
  expect(screen.getByRole('navigation', { name: 'Calls in work' })).toBeTruthy()
  await user.keyboard('5')
  expect((field as HTMLInputElement).value).toBe('067 555')
})

test('an empty dial field does not hold a call back, and keeps the focus', async () => {
  const field = screen.getByRole('searchbox', { name: 'Dial a number or find a customer' })
  await userEvent.click(field)
  show(ringing())
  expect(useViewState.getState().selectedTab).toBe('a')
  expect(document.activeElement).toBe(field)
})

test('a call waits while the settings are open, and their text outlives its answer', async () => {
  const user = userEvent.setup()
  act(() => useViewState.setState({ view: 'settings' }))
  // The settings are loaded when they are first opened.
  await user.click(await screen.findByRole('tab', { name: 'Line' }, { timeout: 10_000 }))
  await user.type(screen.getByRole('textbox', { name: /Server address/ }), 'wss://pbx')
  await user.click(screen.getByRole('heading', { name: 'Settings' }))
  show(ringing())
  expect(useViewState.getState()).toMatchObject({ view: 'settings', selectedTab: 'a' })
  press('F2')
  expect(useViewState.getState().view).toBe('workspace')
  act(() => useViewState.setState({ view: 'settings' }))
  expect((screen.getByRole('textbox', { name: /Server address/ }) as HTMLInputElement).value).toBe('wss://pbx')
})

test('answers by key in any layout, and by F2 even while typing', async () => {
  show(ringing())
  press('KeyA', 'ф')
  expect(bridge.askedOf('phone.answer')).toEqual([{ callId: 'a' }])
  const field = screen.getByRole('searchbox', { name: 'Dial a number or find a customer' })
  await userEvent.click(field)
  press('KeyA', 'ф')
  expect(bridge.askedOf('phone.answer')).toHaveLength(1)
  press('F2')
  expect(bridge.askedOf('phone.answer')).toHaveLength(2)
})

test('holds, mutes and hangs up the call by keys', () => {
  show(talking())
  press('F3')
  press('KeyM', 'ь')
  press('F8')
  expect(bridge.askedOf('phone.hold')).toEqual([{ callId: 'a' }])
  expect(bridge.askedOf('phone.mute')).toEqual([{ callId: 'a', on: true }])
  expect(bridge.askedOf('phone.hangUp')).toEqual([{ callId: 'a' }])
})

test('a second call knocks beside the first and leaves it on screen', () => {
  show(talking('a'))
  show(talking('a'), ringing('b', demoNames[2]))
  expect(useViewState.getState().selectedTab).toBe('a')
  const bar = document.querySelector<HTMLElement>('header[data-phase]')!
  expect(within(bar).getByText(demoNames[0])).toBeTruthy()
  expect(within(bar).getByText(demoNames[2])).toBeTruthy()
  press('F2')
  expect(bridge.askedOf('phone.answer')).toEqual([{ callId: 'b' }])
})

test('a hostile name is text', () => {
  show(ringing('a', '<img src=x onerror=alert(1)>'))
  expect(document.querySelector('img')).toBe(null)
  expect(screen.getAllByText('<img src=x onerror=alert(1)>').length).toBeGreaterThan(0)
})

test('each trouble says what to do', () => {
  act(() => {
    bridge.push('media', { alive: true, microphone: 'denied', microphones: [], speakers: [] })
    bridge.push('store', { kind: 'full', unsaved: 2 })
    bridge.push('line', { kind: 'down', sinceMs: 0, problem: { kind: 'line-wrong-password' }, retryAtMs: 0, attempt: 3 })
  })
  expect(screen.getByText(/Allow the microphone for Dzvin/)).toBeTruthy()
  expect(screen.getByText(/Free some space/)).toBeTruthy()
  expect(screen.getByText(/ask the administrator to reset the password/)).toBeTruthy()
  act(() => bridge.connection.set('lost'))
  expect(screen.getByText(/The connection to the app is lost/)).toBeTruthy()
})

test('the language is switched live', async () => {
  act(() => bridge.push('settings', { ...useAppState.getState().settings!, language: 'uk' }))
  await waitFor(() => expect(screen.getByText('Чекаємо на дзвінок')).toBeTruthy())
  expect(document.documentElement.lang).toBe('uk')
})

test('a dialled number is read, dialled and cleared; a name goes to the palette', async () => {
  const user = userEvent.setup()
  const field = screen.getByRole('searchbox', { name: 'Dial a number or find a customer' })
  await user.click(field)
  await user.keyboard('067 555 10 37')
  await waitFor(() => expect(screen.getByText(/Will dial/)).toBeTruthy())
  await user.keyboard('{Enter}')
  expect(bridge.askedOf('phone.dial')).toEqual([{ number: '067 555 10 37' }])
  await waitFor(() => expect((field as HTMLInputElement).value).toBe(''))
  expect(document.activeElement, 'single keys belong to the call now').not.toBe(field)
  await user.click(field)
  await user.keyboard('Prykla{Enter}')
  expect(useViewState.getState()).toMatchObject({ overlay: 'palette', paletteQuery: 'Prykla' })
})

test('a refused command is told in words', async () => {
  bridge.answer('phone.answer', () => fail('microphone-busy'))
  show(ringing())
  press('F2')
  await waitFor(() => expect(screen.getByText('Another program is using the microphone.')).toBeTruthy())
})
