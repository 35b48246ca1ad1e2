import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import { demoCard } from '../../../tests/ui/demo-card.ts'
import { demoPop, likelyPop, severalPop, unknownPop } from '../../../tests/ui/demo-pop.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { activeCall, demoCaller, demoSummaries, tab, tabId } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { WorkspaceView } from './workspace-view.tsx'

const now = Date.now()

function open(pop: ReturnType<typeof demoPop>) {
  const bridge = new FakeBridge()
  const shown = renderPart(
    <>
      <input aria-label="elsewhere" />
      <WorkspaceView interactionId={tabId('a')} />
    </>,
    { bridge },
  )
  act(() => {
    bridge.push('work', [tab('a', 'A', activeCall('a', 0))])
    bridge.push('pop', pop)
  })
  return shown
}
const edit = (label: string) => screen.findByRole('button', { name: new RegExp(`^${label}:`) })

describe('the card', () => {
  afterEach(() => {
    cleanup()
    vi.restoreAllMocks()
  })

  it('shows an edit at once and takes it back when it is refused', async () => {
    const { bridge, user } = open(demoPop('a', now))
    let refuse: (value: ReturnType<typeof fail>) => void = () => undefined
    bridge.answer('customers.edit', () => new Promise((resolve) => (refuse = resolve as never)))
    await user.click(await edit('Name'))
    await user.clear(screen.getByRole('textbox', { name: 'Name' }))
    await user.keyboard('Renamed{Enter}')
    const heading = await screen.findByRole('heading', { level: 1 })
    expect(heading.getAttribute('title')).toBe('Renamed')
    expect(bridge.askedOf('customers.edit')).toEqual([{ customerId: 'customer-0', changes: { name: 'Renamed' } }])
    await act(async () => refuse(fail('store-full')))
    expect((await screen.findByRole('heading', { level: 1 })).getAttribute('title')).toBe(demoCard(now).customer.name)
    expect((await screen.findByRole('alert')).textContent).not.toBe('')
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Renamed')
  })

  it('adds a fact by a press, a few words and Enter', async () => {
    const { bridge, user } = open(demoPop('a', now))
    bridge.answer('customers.addFact', ({ label, value }) => ok({ factId: 'f9' as never, label, value, addedAtMs: now }))
    await user.click(await screen.findByRole('button', { name: 'Add a fact' }))
    await user.keyboard('Cat: Whiskers{Enter}')
    expect(bridge.askedOf('customers.addFact')).toEqual([{ customerId: 'customer-0', label: 'Cat', value: 'Whiskers' }])
    await edit('Cat')
  })

  it('dials a number that is pressed', async () => {
    const { bridge, user } = open(demoPop('a', now))
    const number = demoCaller(1).number!
    await user.click(await screen.findByRole('button', { name: `Call ${number.display}` }))
    expect(bridge.askedOf('phone.dial')).toEqual([{ number: number.dial, customerId: 'customer-0' }])
  })

  it('shows a hostile name as text, wherever it stands', async () => {
    const hostile = '<img src=x onerror="alert(1)"><b>\u202eevil</b>'
    const card = demoCard(now)
    open(demoPop('a', now, { card: { ...card, customer: { ...card.customer, name: hostile } }, caller: demoCaller(1, hostile) }))
    const heading = await screen.findByRole('heading', { level: 1 })
    expect(heading.textContent).toContain(hostile)
    expect(heading.querySelector('bdi')).toBeTruthy()
    expect(document.querySelector('img, b')).toBeNull()
  })

  it('reports the paint once, from the time of the INVITE', async () => {
    const stages = { parsed: 1, matched: 2, carded: 3, scripted: 4, sent: 5 }
    const { bridge } = open(demoPop('a', now, { stages }))
    await waitFor(() => expect(bridge.askedOf('work.painted')).toHaveLength(1))
    expect(bridge.askedOf('work.painted')[0]?.paintedMs).toBeGreaterThan(5)
    act(() => bridge.push('pop', demoPop('a', now, { stages })))
    await act(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    expect(bridge.askedOf('work.painted')).toHaveLength(1)
  })

  it('asks for the next page of the history by its last item, and keeps it when a new pop comes', async () => {
    // The virtual list draws nothing in a window without height.
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
    const card = demoCard(now)
    const few = { ...card, timeline: card.timeline.slice(0, 2), timelineTotal: 3 }
    const bridge = new FakeBridge()
    const last = card.timeline[1]!
    bridge.answer('customers.timeline', () => ok({ items: [{ ...card.timeline[2]!, subject: 'The oldest' }], total: 3 }))
    renderPart(<WorkspaceView interactionId={tabId('a')} />, { bridge })
    act(() => {
      bridge.push('work', [tab('a', 'A', activeCall('a', 0))])
      bridge.push('pop', demoPop('a', now, { card: few }))
    })
    await screen.findByText('The oldest')
    expect(bridge.askedOf('customers.timeline')[0]?.before).toEqual({
      startedAtMs: last.startedAtMs,
      interactionId: last.interactionId,
    })
    act(() => bridge.push('pop', demoPop('a', now, { card: { ...few, timeline: [...few.timeline] } })))
    await screen.findByText('The oldest')
  })
})

describe('who calls', () => {
  afterEach(cleanup)

  it('is chosen by a digit, but not while something is typed', async () => {
    const { bridge, user } = open(severalPop('a', now))
    await screen.findByRole('listbox')
    await user.type(screen.getByRole('textbox', { name: 'elsewhere' }), '2')
    expect(bridge.askedOf('work.chooseCustomer')).toEqual([])
    await user.click(document.body)
    await user.keyboard('2')
    expect(bridge.askedOf('work.chooseCustomer')).toEqual([{ interactionId: 'a', customerId: 'customer-1' }])
  })

  it('is chosen by arrows and Enter, from the page and from the list itself', async () => {
    const { bridge, user } = open(severalPop('a', now))
    const list = await screen.findByRole('listbox')
    await user.keyboard('{ArrowDown}{Enter}')
    expect(bridge.askedOf('work.chooseCustomer').at(-1)?.customerId).toBe('customer-1')
    list.focus()
    await user.keyboard('{ArrowDown}{Enter}')
    expect(bridge.askedOf('work.chooseCustomer').map(({ customerId }) => customerId)).toEqual(['customer-1', 'customer-2'])
  })

  it('becomes a customer with the number filled in, and takes no focus before it is asked to', async () => {
    const { bridge, user } = open(unknownPop('a', now))
    bridge.answer('work.createCustomer', () => ok({ customerId: 'new' as never }))
    const press = await screen.findByRole('button', { name: 'New customer' })
    expect(document.activeElement).toBe(document.body)
    await user.click(press)
    await user.keyboard('Somebody{Enter}')
    expect(bridge.askedOf('work.createCustomer')).toEqual([
      { interactionId: 'a', kind: 'person', name: 'Somebody', number: demoCaller(1).number!.dial },
    ])
  })

  it('says why it is only likely, and may be corrected', async () => {
    const { bridge, user } = open(likelyPop('a', now))
    await screen.findByText('several share the number, this one called last')
    await user.click(screen.getByRole('button', { name: demoSummaries(2)[1]!.name }))
    expect(bridge.askedOf('work.chooseCustomer')).toEqual([{ interactionId: 'a', customerId: 'customer-1' }])
    await user.click(screen.getAllByRole('button', { name: 'It is someone else…' })[0]!)
    await user.click(await screen.findByRole('button', { name: 'Detach the card' }))
    expect(bridge.askedOf('work.detachCustomer')).toEqual([{ interactionId: 'a' }])
  })
})
