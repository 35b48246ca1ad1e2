import { cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { disposition } from '#shared/domain/disposition/disposition.ts'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { demoPop } from '../../../tests/ui/demo-pop.ts'
import { signedIn } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { endedCall, support, tab, tabId } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { WrapUpPanel } from './wrap-up-panel.tsx'

const leaf = (id: string, shortcut: string, more: object = {}) =>
  disposition.parse({
    dispositionId: id,
    shortcut,
    label: { uk: id, ru: id, en: id },
    noteRequired: false,
    followUp: 'none',
    position: Number(shortcut),
    ...more,
  })
const dispositions = [
  leaf('help', '1'),
  leaf('solved', '1', { parentId: 'help' }),
  leaf('promised', '2', { parentId: 'help', followUp: 'callback' }),
  leaf('other', '3', { parentId: 'help', noteRequired: true }),
]

function open(more: Parameters<typeof demoPop>[2] = {}, role?: Role) {
  const bridge = new FakeBridge()
  if (role) bridge.push('session', signedIn(role, Date.now()))
  bridge.answer('work.saveNote', () => ok({ saved: true }))
  const onDone = vi.fn()
  const shown = renderPart(<WrapUpPanel interactionId={tabId('a')} onDone={onDone} />, { bridge })
  bridge.push('operator', { kind: 'wrap-up', sinceMs: 0, after: { kind: 'ready' } })
  bridge.push('work', [tab('a', 'A', endedCall('a', 0, 10))])
  bridge.push('pop', demoPop('a', Date.now(), { dispositions, ...more }))
  return { ...shown, onDone }
}

describe('wrap-up', () => {
  afterEach(cleanup)

  it('is done in three strokes', async () => {
    const { bridge, user, onDone } = open()
    await screen.findByRole('button', { name: /help/ })
    await user.keyboard('11{Enter}')
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    expect(bridge.askedOf('work.finish')).toEqual([{ interactionId: 'a', dispositionId: 'solved', note: '', thenReady: true }])
  })

  it('asks nothing of whoever may change nothing, says why, and can be put away', async () => {
    const { bridge, user, onDone } = open({ queue: { ...support, dispositionRequired: false } }, 'analyst')
    expect(await screen.findByText('Your role may not do this.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /help/ })).toBe(null)
    expect(screen.queryByRole('button', { name: /[Tt]ask/ })).toBe(null)
    await user.type(screen.getByRole('textbox'), 'typed')
    expect((screen.getByRole('textbox') as HTMLTextAreaElement).value).toBe('')
    ;(screen.getByRole('textbox') as HTMLTextAreaElement).blur()
    await user.keyboard('11{Enter}')
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    expect(bridge.askedOf('work.finish')).toEqual([{ interactionId: 'a', note: '', thenReady: true }])
    expect([...bridge.askedOf('work.saveNote'), ...bridge.askedOf('tasks.create')]).toEqual([])
  })

  it('is done in three strokes after a click on the tab', async () => {
    const tabs = document.body.appendChild(document.createElement('nav'))
    const clicked = tabs.appendChild(document.createElement('button'))
    clicked.focus()
    const { user, onDone } = open()
    await screen.findByRole('button', { name: /help/ })
    await user.keyboard('11{Enter}')
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    tabs.remove()
  })

  it('keeps its digits out of the note, and finishes from there by Ctrl+Enter', async () => {
    const { bridge, user, onDone } = open()
    const note = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Note' })
    await user.keyboard('11')
    await user.type(note, 'flat 11{Control>}{Enter}{/Control}')
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    expect(bridge.askedOf('work.finish')).toMatchObject([{ dispositionId: 'solved', note: 'flat 11' }])
  })

  it('creates the callback that the outcome brings, together with finishing', async () => {
    const { bridge, user, onDone } = open()
    bridge.answer('tasks.create', (input) => ok({ ...input, taskId: 't' } as never))
    await screen.findByRole('button', { name: /help/ })
    await user.keyboard('12{Enter}')
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    expect(bridge.askedOf('tasks.create')).toMatchObject([{ kind: 'callback', interactionId: 'a', customerId: 'customer-0' }])
    expect(bridge.asked.findIndex(({ name }) => name === 'tasks.create')).toBeLessThan(
      bridge.asked.findIndex(({ name }) => name === 'work.finish'),
    )
  })

  it('stays, and says in words what is missing', async () => {
    const { bridge, user, onDone } = open()
    bridge.answer('work.finish', ({ dispositionId }) => fail(dispositionId ? 'note-required' : 'disposition-required'))
    await screen.findByRole('button', { name: /help/ })
    await user.keyboard('{Enter}')
    expect((await screen.findByRole('alert')).textContent).not.toBe('')
    await user.keyboard('13{Enter}')
    await screen.findByText('This outcome needs a note')
    expect(onDone).not.toHaveBeenCalled()
  })

  it('begins with the outcome that the script’s end suggests', async () => {
    const pop = demoPop('a', Date.now())
    const end = { ...pop.script!.steps[2]!, suggestDisposition: 'solved' }
    const script = { ...pop.script!, steps: [...pop.script!.steps.slice(0, 2), end] } as typeof pop.script
    const path = ['light', 'bye'] as never
    const scriptRun = {
      scriptId: pop.script!.scriptId,
      version: 1,
      language: 'en',
      path,
      answers: { light: 'green' },
      finished: true,
    } as const
    const { bridge, user } = open({ script, scriptRun })
    expect((await screen.findByRole('button', { name: /solved/ })).getAttribute('aria-pressed')).toBe('true')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(bridge.askedOf('work.finish')).toMatchObject([{ dispositionId: 'solved' }]))
  })

  it('lets Tab through to everything in it', async () => {
    const { user } = open()
    const callback = await screen.findByRole('button', { name: 'Callback' })
    for (let presses = 0; presses < 20 && document.activeElement !== callback; presses++) await user.tab()
    expect(document.activeElement).toBe(callback)
  })

  it('finds an outcome by typing', async () => {
    const { user } = open()
    await user.type(await screen.findByRole('searchbox', { name: 'Find an outcome' }), 'prom{Enter}')
    expect((await screen.findByRole('button', { name: /promised/ })).getAttribute('aria-pressed')).toBe('true')
  })
})
