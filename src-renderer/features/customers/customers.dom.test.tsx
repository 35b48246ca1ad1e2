import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ok } from '#shared/domain/failure/failure.ts'
import { FakeBridge } from '../../../tests/ui/fake-bridge.ts'
import { demoSummaries } from '../../../tests/ui/fixtures.ts'
import { renderPart } from '../../../tests/ui/render-part.tsx'
import { useViewState } from '../../app/view-state.ts'
import { CommandPalette } from './command-palette.tsx'
import { CustomerSearchBox } from './customer-search-box.tsx'

describe('customer search', () => {
  afterEach(cleanup)

  it('shows the answer to what is typed last, whichever comes first', async () => {
    const bridge = new FakeBridge()
    const waiting = new Map<string, () => void>()
    const [anna, bohdan] = demoSummaries(2)
    bridge.answer(
      'customers.search',
      ({ query }) => new Promise((resolve) => waiting.set(query, () => resolve(ok(query === 'an' ? [anna!] : [bohdan!])))),
    )
    const { user } = renderPart(<CustomerSearchBox onChoose={() => undefined} />, { bridge })
    const field = screen.getByRole('combobox', { name: 'Find a customer' })
    await user.type(field, 'an')
    await waitFor(() => expect(waiting.has('an')).toBe(true))
    await user.clear(field)
    await user.type(field, 'bo')
    await waitFor(() => expect(waiting.has('bo')).toBe(true))
    await act(async () => waiting.get('bo')?.())
    await act(async () => waiting.get('an')?.())
    expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual([
      expect.stringContaining(bohdan!.name),
    ])
  })

  it('chooses by arrows and Enter while the focus stays in the field', async () => {
    const bridge = new FakeBridge()
    bridge.answer('customers.search', () => ok(demoSummaries(3)))
    const onChoose = vi.fn()
    const { user } = renderPart(<CustomerSearchBox onChoose={onChoose} />, { bridge })
    await user.type(screen.getByRole('combobox'), 'a')
    await screen.findAllByRole('option')
    await user.keyboard('{ArrowDown}{Enter}')
    expect(onChoose).toHaveBeenCalledWith(expect.objectContaining({ customerId: 'customer-1' }))
    expect(document.activeElement).toBe(screen.getByRole('combobox'))
  })
})

describe('the palette', () => {
  afterEach(cleanup)

  function open() {
    const bridge = new FakeBridge()
    bridge.answer('customers.search', () => ok(demoSummaries(2)))
    bridge.answer('phone.dial', () => ok({ callId: 'c' as never }))
    const onClose = vi.fn()
    return { ...renderPart(<CommandPalette isOpen onClose={onClose} />, { bridge }), onClose }
  }

  it('dials a number, opens a customer and runs a command, each by Enter', async () => {
    const { user, bridge, onClose } = open()
    await user.keyboard('067 123{Enter}')
    expect(bridge.askedOf('phone.dial')).toEqual([{ number: '067 123' }])
    await user.clear(screen.getByRole('combobox'))
    await user.keyboard('exa')
    await screen.findAllByRole('option', { name: /067/ })
    await user.keyboard('{Enter}')
    expect(useViewState.getState()).toMatchObject({ view: 'customers', customerId: 'customer-0' })
    await user.clear(screen.getByRole('combobox'))
    await user.keyboard('take calls{Enter}')
    expect(bridge.askedOf('operator.ready')).toEqual([{}])
    expect(onClose).toHaveBeenCalledTimes(3)
  })

  it('closes by Escape', async () => {
    const { user, onClose } = open()
    await user.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalledOnce()
  })
})
