import type { z } from 'zod'
import { callOutcome } from '../domain/call/call-outcome.ts'
import { callContext, caller } from '../domain/call/caller.ts'
import { channel } from '../domain/customer/customer.ts'
import { popStages } from '../domain/work/screen-pop.ts'
import { nobody, servants, work } from './access.ts'
import { boolean, defineEntity, guarded, integer, json, oneOf, optional, text, within } from './define-entity.ts'

/** One contact with a customer. A call's row is created at the first ring and finished by wrap-up. */
export const interactions = defineEntity(
  'interactions',
  { ...work, within: within('customers', 'customerId'), remove: nobody },
  {
    customerId: optional(text(64)),
    channel: oneOf(channel.options as [z.infer<typeof channel>, ...z.infer<typeof channel>[]]),
    direction: optional(oneOf(['inbound', 'outbound'])),
    startedAtMs: integer(),
    answeredAtMs: optional(integer()),
    endedAtMs: optional(integer()),
    /** Measured by the monotonic clock, so they need not equal the differences of the times above. */
    ringMs: integer(),
    talkMs: integer(),
    holdMs: integer(),
    wrapUpMs: integer(),
    outcome: optional(oneOf(callOutcome.options as [z.infer<typeof callOutcome>, ...z.infer<typeof callOutcome>[]])),
    endReason: optional(text(40)),
    /** E.164, or what was dialled: the far side. */
    number: guarded(optional(text(64)), { see: servants }),
    queue: optional(text(64)),
    pbxCallId: optional(text(128)),
    caller: guarded(optional(json(caller)), { see: servants }),
    context: guarded(optional(json(callContext)), { see: servants }),
    agent: optional(text(100)),
    subject: optional(text(200)),
    note: text(20_000, 'append'),
    dispositionId: optional(text(64)),
    /** True once wrapped up (or when there is nothing to wrap up). */
    finished: boolean(),
    /** A missed call was called back or set aside. */
    handledAtMs: optional(integer('largest')),
    popStages: optional(json(popStages)),
  },
)
