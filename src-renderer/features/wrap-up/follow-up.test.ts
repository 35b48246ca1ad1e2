import { describe, expect, it } from 'vitest'
import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import { followUpCommand, startFollowUp } from './follow-up.ts'

const interactionId = 'i' as InteractionId
const start = { title: 'Call back: A', number: '067 1', callbackAtMs: 5 }

describe('followUpCommand', () => {
  it('makes a callback ready at once from what the form starts with', () => {
    expect(followUpCommand(startFollowUp('callback', start), { interactionId, customerId: undefined })).toEqual({
      name: 'tasks.create',
      input: { kind: 'callback', title: 'Call back: A', interactionId, dueAtMs: 5, number: '067 1' },
    })
  })

  it('asks for nothing without a title, and for no case without a customer', () => {
    const owner = { interactionId, customerId: 'c' as CustomerId }
    expect(followUpCommand(startFollowUp('case', start), owner)).toBeUndefined()
    const written = { kind: 'case', title: ' Broken ', priority: 'high' } as const
    expect(followUpCommand(written, { ...owner, customerId: undefined })).toBeUndefined()
    expect(followUpCommand(written, owner)).toEqual({
      name: 'cases.create',
      input: { customerId: 'c', interactionId, title: 'Broken', priority: 'high' },
    })
  })
})
