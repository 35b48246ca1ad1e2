import { expect, it } from 'vitest'
import { defaultSettings, settings, settingsChange } from './settings.ts'

it('a change holds what is changed and nothing else', () => {
  expect(settingsChange.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
  expect(settingsChange.parse({})).toEqual({})
})

it('a change may name every field that a person sets, but not the line', () => {
  const { line: _, ...shape } = settings.shape
  expect(Object.keys(settingsChange.shape)).toEqual(Object.keys(shape))
  expect(settingsChange.parse(defaultSettings)).toEqual(defaultSettings)
})
