import { expect, test } from 'vitest'
import { commandInput, draftOf, draftProblems } from './line-draft.ts'

const filled = { ...draftOf(undefined), server: 'wss://pbx.example.com:8089/ws', user: '101' }

test('a server and a user are enough', () => {
  expect(draftProblems(filled)).toEqual({})
})

test('an empty form names what it needs', () => {
  expect(draftProblems(draftOf(undefined))).toEqual({ server: 'required', user: 'required' })
})

test.each(['pbx.example.com', 'https://pbx.example.com', 'wss://', 'wss:///ws', 'ws://bad host/ws'])(
  '%s is no address',
  (server) => {
    expect(draftProblems({ ...filled, server })).toEqual({ server: 'serverWrong' })
  },
)

test('empty fields are left out, the stored password is kept, spaces are cut', () => {
  expect(commandInput({ ...filled, user: ' 101 ', domain: '  ' })).toEqual({
    line: { server: 'wss://pbx.example.com:8089/ws', user: '101' },
  })
  expect(commandInput({ ...filled, password: ' s ' }).password).toBe(' s ')
})
