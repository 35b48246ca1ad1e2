import { describe, expect, it } from 'vitest'
import { readScriptKey } from './script-keys.ts'

const press = (code: string, held: object = {}) =>
  readScriptKey({ code, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held })

describe('readScriptKey', () => {
  it('reads digits of both blocks, with shift as objections, and Enter', () => {
    expect(press('Digit1')).toEqual({ kind: 'option', index: 0 })
    expect(press('Numpad9')).toEqual({ kind: 'option', index: 8 })
    expect(press('Digit2', { shiftKey: true })).toEqual({ kind: 'objection', index: 1 })
    expect(press('NumpadEnter')).toEqual({ kind: 'next' })
  })

  it('leaves chords to the app, which switches tabs by Ctrl and Alt', () => {
    expect(press('Digit1', { ctrlKey: true })).toBeUndefined()
    expect(press('Digit1', { altKey: true })).toBeUndefined()
    expect(press('Enter', { ctrlKey: true })).toBeUndefined()
    expect(press('Digit0')).toBeUndefined()
  })
})
