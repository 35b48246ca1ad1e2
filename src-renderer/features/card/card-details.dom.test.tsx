import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useViewState } from '#renderer/app/view-state.ts'
import type { CustomerCard } from '#shared/domain/customer/customer.ts'
import { fail, ok } from '#shared/domain/failure/failure.ts'
import type { TerritoryId } from '#shared/domain/ids.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { demoCard, demoCaseEvents } from '../../../tests/ui/demo-card.ts'
import { signedIn, sync } from '../../../tests/ui/demo-server.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { demoCustomerId, demoSummaries } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { CustomerCardView } from './customer-card-view.tsx'

const now = Date.now()
const customerId = demoCustomerId

/** The card at a desk of this role; without one the desktop stands alone. */
async function open({ role, card = {} }: { role?: Role; card?: Partial<CustomerCard> } = {}) {
  const bridge = new FakeBridge()
  bridge.answer('customers.card', () => ok({ ...demoCard(now), ...card }))
  bridge.answer('customers.timeline', () => ok({ items: [], total: 0 }))
  bridge.answer('customers.tagsInUse', () => ok(['online', 'оптика', 'on sale']))
  bridge.answer('customers.territories', () => ok([north, south]))
  bridge.answer('cases.events', () => ok(demoCaseEvents(now)))
  const shown = renderPart(<CustomerCardView customerId={customerId} />, { bridge })
  act(() => {
    bridge.push('session', role ? signedIn(role, now) : { kind: 'no-server' })
    bridge.push('sync', role ? sync('up-to-date', now) : { kind: 'off', waiting: 0, refused: 0, conflicts: 0 })
  })
  await screen.findByRole('heading', { level: 1 })
  return shown
}
const north = { territoryId: 'territory-0' as TerritoryId, name: 'Північ' }
const south = { territoryId: 'territory-1' as TerritoryId, name: 'Південь' }
const press = (name: string) => screen.findByRole('button', { name })
const tagNames = () => screen.getAllByRole('row').map((row) => row.textContent)

afterEach(cleanup)

describe('tags', () => {
  it('are added by typing and Enter, one after the other', async () => {
    const { bridge, user } = await open()
    await user.click(await press('Add a tag'))
    await user.keyboard('new one{Enter}another{Enter}')
    expect(bridge.askedOf('customers.addTag')).toEqual([
      { customerId, tag: 'new one' },
      { customerId, tag: 'another' },
    ])
    await user.keyboard('{Escape}{Escape}')
    await waitFor(() => expect(tagNames().slice(-2)).toEqual(['new one', 'another']))
  })

  it('are suggested from those in use, but not those that are there', async () => {
    const { bridge, user } = await open()
    await user.click(await press('Add a tag'))
    await user.keyboard('o')
    expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual(['on sale', 'online'])
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(bridge.askedOf('customers.addTag')).toEqual([{ customerId, tag: 'online' }])
  })

  it('are removed by the key, and come back when that is refused', async () => {
    const { bridge, user } = await open()
    let refuse: (value: ReturnType<typeof fail>) => void = () => undefined
    bridge.answer('customers.removeTag', () => new Promise((resolve) => (refuse = resolve as never)))
    await user.click(screen.getByText('розстрочка'))
    await user.keyboard('{Delete}')
    expect(bridge.askedOf('customers.removeTag')).toEqual([{ customerId, tag: 'розстрочка' }])
    expect(tagNames()).not.toContain('розстрочка')
    await act(async () => refuse(fail('store-full')))
    expect(tagNames()).toContain('розстрочка')
  })

  it('are only read by those who may not change them', async () => {
    await open({ role: 'analyst' })
    expect(tagNames()).toHaveLength(3)
    expect(screen.queryByRole('button', { name: 'Add a tag' })).toBeNull()
    expect(screen.queryByRole('button', { name: /Remove the tag/ })).toBeNull()
  })
})

describe('the territory', () => {
  it('is changed by a supervisor', async () => {
    const { bridge, user } = await open({ role: 'supervisor' })
    await user.click(await press('Change the territory'))
    const box = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Territory' })
    expect(box.value).toBe('Північ')
    await user.clear(box)
    await user.type(box, 'Південь{ArrowDown}{Enter}')
    expect(bridge.askedOf('customers.setTerritory')).toEqual([{ customerId, territoryId: 'territory-1' }])
    await screen.findByText('Південь')
  })

  it('is read only for an operator, and not there without a server', async () => {
    await open({ role: 'operator' })
    expect(screen.getByText('Північ')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Change the territory' })).toBeNull()
    cleanup()
    const { territory: _, ...alone } = demoCard(now)
    await open({ card: { ...alone, territory: undefined } })
    expect(screen.queryByText('Territory')).toBeNull()
  })
})

describe('addresses', () => {
  it('are added with what was typed', async () => {
    const { bridge, user } = await open()
    bridge.answer('customers.addAddress', () => ok({ addressId: 'a9' as never }))
    await user.click(await press('Add an address'))
    await user.type(await screen.findByRole('textbox', { name: 'Street, house' }), 'Main st. 1')
    await user.type(screen.getByRole('textbox', { name: 'City' }), 'Lviv')
    await user.type(screen.getByRole('textbox', { name: 'Country' }), 'ua')
    await user.click(await press('Save'))
    expect(bridge.askedOf('customers.addAddress')).toMatchObject([
      { customerId, kind: 'home', line: 'Main st. 1', city: 'Lviv', country: 'UA' },
    ])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('are removed from their form', async () => {
    const { bridge, user } = await open()
    await user.click(await press('Edit address с. Зразкове, дача 7'))
    await user.click(await press('Remove'))
    expect(bridge.askedOf('customers.removeAddress')).toEqual([{ addressId: 'address-2' }])
    expect(screen.queryByText(/дача 7/)).toBeNull()
  })
})

describe('relations', () => {
  it('lead to the other card and say who is who from this side', async () => {
    const { user } = await open()
    const line = screen.getByText('child · живуть разом').closest('li') as HTMLElement
    await user.click(within(line).getByRole('button', { name: /^Open the card of/ }))
    expect(useViewState.getState()).toMatchObject({ view: 'customers', customerId: 'customer-1' })
    expect(screen.getByText('customer of another territory')).toBeTruthy()
  })

  it('are added by a search', async () => {
    const { bridge, user } = await open()
    bridge.answer('customers.search', () => ok(demoSummaries(3)))
    bridge.answer('customers.addRelation', () => ok({ relationId: 'r9' as never }))
    await user.click(await press('Add a relation'))
    await user.keyboard('someone')
    await screen.findAllByRole('option')
    await user.keyboard('{ArrowDown}{Enter}')
    await user.type(await screen.findByRole('textbox', { name: 'Note' }), 'by phone')
    await user.click(await press('Save'))
    expect(bridge.askedOf('customers.addRelation')).toEqual([
      { customerId, otherCustomerId: 'customer-1', kind: 'relative', note: 'by phone' },
    ])
  })
})

describe('a case', () => {
  it('shows what happened to it, and takes a comment', async () => {
    const { bridge, user } = await open({ role: 'operator' })
    await user.click(await screen.findByRole('button', { name: /provisional No\. 10432/, expanded: false }))
    const events = await screen.findByRole('list', { name: 'What happened' })
    expect(within(events).getByText('status: waiting')).toBeTruthy()
    await user.type(screen.getByRole('textbox', { name: 'Comment' }), 'Called back')
    await user.click(await press('Add'))
    expect(bridge.askedOf('cases.comment')).toEqual([{ caseId: 'case-1', text: 'Called back' }])
    act(() => bridge.push('customerChanged', { customerId }))
    await waitFor(() => expect(bridge.askedOf('cases.events').length).toBeGreaterThan(1))
  })

  it('has its number for good where there is no server', async () => {
    await open()
    expect(screen.queryByText(/provisional/)).toBeNull()
    expect(screen.getByText(/No\. 10432/)).toBeTruthy()
  })
})
