import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { demoPop } from '../../../tests/ui/demo-pop.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { activeCall, tab, tabId } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { useDrafts } from './drafts.ts'
import { ScriptPanel } from './script-panel.tsx'

const id = tabId('a')
const now = Date.now()

function open(more: Parameters<typeof demoPop>[2] = {}) {
  useDrafts.setState({ notes: {}, runs: {} })
  const bridge = new FakeBridge()
  bridge.answer('work.saveNote', () => ok({ saved: true }))
  bridge.answer('work.saveScriptRun', () => ok({ saved: true }))
  const push = (again: typeof more = {}) => bridge.push('pop', demoPop('a', now, { ...more, ...again }))
  const shown = renderPart(<ScriptPanel interactionId={id} />, { bridge })
  bridge.push('work', [tab('a', 'A', activeCall('a', 0))])
  push()
  return { ...shown, push }
}
const note = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Note' })

describe('the note', () => {
  afterEach(cleanup)

  it('is sent as it is typed and says when it is saved', async () => {
    const { bridge, user } = open()
    await user.type(await note(), 'second address')
    await waitFor(() => expect(bridge.askedOf('work.saveNote').at(-1)).toEqual({ interactionId: 'a', text: 'second address' }))
    await screen.findByText('saved')
  })

  it('keeps focus, caret and text when the pop comes again or another one arrives', async () => {
    const { user, push, bridge } = open({ note: 'from before' })
    const area = await note()
    expect(area.value).toBe('from before')
    await user.type(area, ' and now')
    push({ note: 'from before', match: { kind: 'unknown' }, card: undefined })
    bridge.push('pop', demoPop('b', now))
    await user.keyboard('!')
    expect(document.activeElement).toBe(area)
    expect(area.value).toBe('from before and now!')
  })

  it('is sent at once when the panel goes, and is still there when it comes back', async () => {
    const { bridge, user, unmount } = open()
    await user.type(await note(), 'half a w')
    unmount()
    expect(bridge.askedOf('work.saveNote').at(-1)?.text).toBe('half a w')
    renderPart(<ScriptPanel interactionId={id} />, { bridge })
    bridge.push('work', [tab('a', 'A', activeCall('a', 0))])
    bridge.push('pop', demoPop('a', now))
    expect((await note()).value).toBe('half a w')
  })

  it('says that it is only in memory, or not saved', async () => {
    const { bridge, user } = open()
    bridge.answer('work.saveNote', () => ok({ saved: false }))
    await user.type(await note(), 'a')
    await screen.findByText('in memory, not on disk yet')
    bridge.answer('work.saveNote', () => fail('store-full'))
    await user.type(await note(), 'b')
    await screen.findByText('not saved, trying again')
  })
})

describe('the script', () => {
  afterEach(cleanup)

  it('takes a digit as the answer and saves it, and leaves digits alone while something is typed', async () => {
    const { bridge, user } = open()
    await screen.findByRole('button', { name: /Так, горить/ })
    await user.type(await note(), '12')
    expect((await note()).value).toBe('12')
    expect(bridge.askedOf('work.saveScriptRun')).toEqual([])
    await user.keyboard('{Escape}1')
    expect(bridge.askedOf('work.saveScriptRun').at(-1)).toMatchObject({
      run: { answers: { light: 'red' }, path: ['light', 'restart'] },
    })
    await screen.findByText(/Вимкніть модем/)
  })

  it('goes on by Enter and back by its button, and opens an objection by Shift and a digit', async () => {
    const { user } = open()
    await screen.findByRole('button', { name: /Так, горить/ })
    await user.keyboard('1{Enter}')
    await screen.findByText('Дякую за дзвінок!')
    await user.click(screen.getByRole('button', { name: 'Back' }))
    await screen.findByText(/Вимкніть модем/)
    await user.keyboard('{Shift>}[Digit1]{/Shift}')
    expect(within(screen.getByRole('region', { name: 'What to answer' })).getByText('Перепрошую за це.')).toBeTruthy()
  })

  it('leaves the digits to the chooser while several customers are offered', async () => {
    const { bridge, user } = open({ match: { kind: 'several', candidates: [] }, card: undefined })
    await screen.findByRole('button', { name: 'Yes, it is' })
    await user.keyboard('1')
    expect(bridge.askedOf('work.saveScriptRun')).toEqual([])
  })

  it('goes on where a reload left it, in the language it was held in', async () => {
    open({
      scriptRun: {
        scriptId: 'no-connection',
        version: 1,
        language: 'en',
        path: ['light', 'restart'],
        answers: { light: 'red' },
        finished: false,
      } as never,
    })
    await screen.findByText('Switch the modem off for ten seconds.')
  })
})
