import { expect, test } from 'vitest'
import { type CallPhaseKind, callState, incomingCall } from '#shared/domain/call/call.ts'
import { callId, interactionId } from '#shared/domain/ids.ts'
import type { WorkItem } from '#shared/domain/work/screen-pop.ts'
import { barCalls, isBusy } from './bar-calls.ts'

function item(name: string, kind: CallPhaseKind): WorkItem {
  const call = callState.parse({ ...incomingCall(callId.parse(name), 0), phase: { kind, sinceMs: 0, reason: 'hung-up-here' } })
  const stage = kind === 'ringing' ? 'ringing' : kind === 'ended' ? 'wrap-up' : 'talking'
  return { interactionId: interactionId.parse(name), title: name, call, stage, caller: { anonymous: false, source: 'from' } }
}
const names = ({ shown, knocking }: ReturnType<typeof barCalls>) => [shown?.title, knocking?.title]

test('a ringing call has the bar for itself while there is no other', () => {
  expect(names(barCalls([item('done', 'ended'), item('new', 'ringing')], undefined))).toEqual(['new', undefined])
})

test('who is spoken with keeps the bar while another rings and another tab is open', () => {
  const work = [item('talk', 'active'), item('wait', 'held'), item('new', 'ringing')]
  expect(names(barCalls(work, interactionId.parse('wait')))).toEqual(['talk', 'new'])
})

test('of several calls on hold the open tab has the bar', () => {
  const work = [item('one', 'held'), item('two', 'held')]
  expect(names(barCalls(work, interactionId.parse('two')))).toEqual(['two', undefined])
})

test('nobody on the phone is an empty bar', () => {
  expect(names(barCalls([item('done', 'ended')], undefined))).toEqual([undefined, undefined])
})

test('busy is being in a call, not ringing and not writing up', () => {
  expect(isBusy([item('done', 'ended'), item('new', 'ringing')])).toBe(false)
  expect(isBusy([item('out', 'dialing')])).toBe(true)
  expect(isBusy([item('wait', 'held')])).toBe(true)
})
