import { expect, test } from 'vitest'
import { type KeyPress, matchShortcut, shortcuts, shortcutText } from './shortcuts.ts'

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

test('function keys answer, hold, mute and hang up also while typing', () => {
  expect(['F2', 'F3', 'F4', 'F8'].map((code) => matchShortcut(press(code), true))).toEqual(['answer', 'hold', 'mute', 'hangUp'])
})

test('single letters are text while typing and shortcuts otherwise', () => {
  expect(['KeyA', 'KeyH', 'KeyM'].map((code) => matchShortcut(press(code), false))).toEqual(['answer', 'hold', 'mute'])
  expect(['KeyA', 'KeyH', 'KeyM'].map((code) => matchShortcut(press(code), true))).toEqual(Array(3).fill(undefined))
})

test('Esc closes things and never a call, nor does any other single letter', () => {
  const single = ['Escape', ...'BCEFGIJKLNOPQRSTUVWXYZ'].map((code) =>
    matchShortcut(press(code.length > 1 ? code : `Key${code}`), false),
  )
  expect(single).not.toContain('hangUp')
})

test('modifiers must agree: copying all is not answering', () => {
  expect(matchShortcut(press('KeyA', { ctrlKey: true }), false)).toBe(undefined)
  expect(matchShortcut(press('KeyM', { altKey: true }), false)).toBe(undefined)
  expect(matchShortcut(press('KeyK', { ctrlKey: true }), true)).toBe('palette')
  expect(matchShortcut(press('KeyK', { metaKey: true }), true)).toBe('palette')
})

test('tabs are chosen by Ctrl or Alt and a digit', () => {
  expect(matchShortcut(press('Digit3', { ctrlKey: true }), true)).toBe('tab3')
  expect(matchShortcut(press('Digit9', { altKey: true }), true)).toBe('tab9')
})

test('no two shortcuts share a chord', () => {
  const chords = Object.values(shortcuts).flatMap((list) => list.map(({ text }) => text))
  expect(new Set(chords).size).toBe(chords.length)
  expect(shortcutText('palette')).toBe('Ctrl+K')
})
