import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { InlineEdit } from './inline-edit.tsx'

afterEach(cleanup)

function edit(onSave: (text: string) => Promise<string | undefined>, validate?: (text: string) => string | undefined) {
  render(
    <InlineEdit
      label="City"
      value="Kyiv"
      placeholder="not set"
      savedLabel="Saved"
      savingLabel="Saving"
      onSave={onSave}
      {...(validate ? { validate } : {})}
    />,
  )
  return userEvent.setup()
}

test('Enter edits and Enter saves; the focus comes back and it says so', async () => {
  const onSave = vi.fn(async () => undefined)
  const user = edit(onSave)
  await user.tab()
  await user.keyboard('{Enter}')
  await user.keyboard('Lviv{Enter}')
  expect(onSave).toHaveBeenCalledExactlyOnceWith('Lviv')
  await waitFor(() => expect(screen.getByRole('status', { name: 'Saved' })).toBeTruthy())
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'City: Lviv' }))
})

test('Esc restores and saves nothing', async () => {
  const onSave = vi.fn(async () => undefined)
  const user = edit(onSave)
  await user.click(screen.getByRole('button'))
  await user.keyboard('Lviv{Escape}')
  expect(onSave).not.toHaveBeenCalled()
  expect(screen.getByRole('button', { name: 'City: Kyiv' })).toBeTruthy()
})

test('leaving the field saves', async () => {
  const onSave = vi.fn(async () => undefined)
  const user = edit(onSave)
  await user.click(screen.getByRole('button'))
  await user.keyboard('Lviv')
  await user.tab()
  expect(onSave).toHaveBeenCalledExactlyOnceWith('Lviv')
})

test('what could not be saved stays typed, with the reason', async () => {
  const user = edit(async () => 'The disk is full.')
  await user.click(screen.getByRole('button'))
  await user.keyboard('Lviv{Enter}')
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('The disk is full.'))
  expect((screen.getByRole('textbox', { name: 'City' }) as HTMLInputElement).value).toBe('Lviv')
})

test('a wrong text is not sent', async () => {
  const onSave = vi.fn(async () => undefined)
  const user = edit(onSave, (text) => (text === '' ? 'Needed' : undefined))
  await user.click(screen.getByRole('button'))
  await user.clear(screen.getByRole('textbox'))
  await user.keyboard('{Enter}')
  expect(screen.getByRole('alert').textContent).toContain('Needed')
  expect(onSave).not.toHaveBeenCalled()
})
