import type { Badge, CaseRecord, Customer, Task } from './customer.ts'

/** What the badges are decided by. */
export interface BadgeFacts {
  readonly customer: Pick<Customer, 'vip' | 'doNotCall' | 'loyaltyScore' | 'nps' | 'customerSince'>
  /** Inbound calls in the last 24 hours, the present one among them. */
  readonly recentInboundCalls: number
  readonly openTasks: readonly Pick<Task, 'kind' | 'dueAtMs'>[]
  readonly openCases: readonly Pick<CaseRecord, 'dueAtMs'>[]
}

/** Inbound calls within this time make a repeat caller. */
export const repeatCallerWindowMs = 24 * 60 * 60_000
const newCustomerMs = 90 * 24 * 60 * 60_000
const loyalFromScore = 80
const atRiskBelowScore = 30
const atRiskUpToNps = 6

/** The badges of a customer at `nowMs` (epoch), what asks for most care first. */
export function badgesOf(facts: BadgeFacts, nowMs: number): Badge[] {
  const { customer } = facts
  const badges: Badge[] = []
  if (customer.doNotCall) badges.push({ kind: 'do-not-call' })
  if (customer.vip) badges.push({ kind: 'vip' })
  const promise = earliest(facts.openTasks.filter((task) => task.kind !== 'task'))
  if (promise !== undefined) badges.push({ kind: 'open-promise', dueAtMs: promise })
  const overdue = earliest(facts.openCases.filter((one) => one.dueAtMs !== undefined && one.dueAtMs < nowMs))
  if (overdue !== undefined) badges.push({ kind: 'overdue-case', dueAtMs: overdue })
  if (facts.recentInboundCalls >= 2) badges.push({ kind: 'repeat-caller', count: facts.recentInboundCalls })
  const unhappy = customer.nps !== undefined && customer.nps <= atRiskUpToNps
  if (unhappy || (customer.loyaltyScore ?? 100) < atRiskBelowScore) badges.push({ kind: 'at-risk' })
  if ((customer.loyaltyScore ?? 0) >= loyalFromScore) badges.push({ kind: 'loyal', count: customer.loyaltyScore! })
  const sinceMs = customer.customerSince === undefined ? Number.NaN : Date.parse(customer.customerSince)
  if (nowMs - sinceMs < newCustomerMs) badges.push({ kind: 'new' })
  return badges
}

function earliest(items: readonly { readonly dueAtMs?: number | undefined }[]): number | undefined {
  const times = items.flatMap((item) => (item.dueAtMs === undefined ? [] : [item.dueAtMs]))
  return times.length === 0 ? undefined : Math.min(...times)
}
