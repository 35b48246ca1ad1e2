import { expect, test } from 'vitest'
import { incomingCall, next, outgoingCall } from '#shared/domain/call/call.ts'
import { callId, interactionId } from '#shared/domain/ids.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { followWork } from './follow-work.ts'

const base = { caller: { anonymous: false, source: 'from' } } as const
const id = (name: string) => interactionId.parse(name)
const ringing = (name: string): WorkItem => ({
  ...base,
  interactionId: id(name),
  title: name,
  stage: 'ringing',
  call: incomingCall(callId.parse(name), 0),
})
const talking = (name: string): WorkItem => ({
  ...base,
  interactionId: id(name),
  title: name,
  stage: 'talking',
  call: next(outgoingCall(callId.parse(name), 0), { kind: 'established' }, 1),
})
const wrapUp = (name: string): WorkItem => ({ ...base, interactionId: id(name), title: name, stage: 'wrap-up' })

test('a new call is shown to an operator who does nothing', () => {
  expect(followWork([], [ringing('a')], undefined, false)).toBe('a')
  expect(followWork([wrapUp('old')], [wrapUp('old'), ringing('a')], id('old'), false)).toBe('a')
})

test('a new call leaves the tab alone while a text is being typed', () => {
  expect(followWork([wrapUp('old')], [wrapUp('old'), ringing('a')], id('old'), true)).toBe('old')
})

test('a second call leaves the conversation on screen', () => {
  expect(followWork([talking('now')], [talking('now'), ringing('a')], id('now'), false)).toBe('now')
})

test('a dialled call is shown at once, also while its number is still in the field', () => {
  expect(followWork([wrapUp('old')], [wrapUp('old'), talking('out')], id('old'), true)).toBe('out')
})

test('a closed tab gives way to the conversation, then to what rings, then to what is to be written up', () => {
  expect(followWork([wrapUp('x'), talking('now')], [talking('now')], id('x'), false)).toBe('now')
  expect(followWork([wrapUp('x'), wrapUp('y')], [wrapUp('y')], id('x'), false)).toBe('y')
  expect(followWork([wrapUp('x')], [], id('x'), false)).toBe(undefined)
})
