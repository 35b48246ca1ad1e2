import { z } from 'zod'
import { customerId } from '../ids.ts'
import { customerSummary } from './customer.ts'

/** Why we think that it is this customer: shown in words when not sure. */
export const matchReason = z.enum([
  /** The PBX said so (X-Customer-Id). */
  'pbx-hint',
  /** The only customer with exactly this number. */
  'number',
  /** An operator has corrected or confirmed this number before. */
  'remembered',
  /** Several share the number; this one called last, or is the primary holder. */
  'shared-number',
  /** Only the last seven digits agree. */
  'number-tail',
  /** Same company switchboard, other extension. */
  'same-switchboard',
  /** The operator chose. */
  'chosen',
])
export type MatchReason = z.infer<typeof matchReason>

/** How sure we are who calls. */
export const customerMatch = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sure'), customerId, reason: matchReason }),
  /** Probably this one: the card is shown with the reason and the others beside it. */
  z.object({ kind: z.literal('likely'), customerId, reason: matchReason, others: z.array(customerSummary) }),
  /** Several, none better: a chooser is shown. */
  z.object({ kind: z.literal('several'), candidates: z.array(customerSummary) }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('anonymous') }),
  /** The database could not be asked. */
  z.object({ kind: z.literal('unavailable') }),
])
export type CustomerMatch = Readonly<z.infer<typeof customerMatch>>
