import { type CallState, callState, incomingCall, next, outgoingCall } from '#shared/domain/call/call.ts'
import type { Caller } from '#shared/domain/call/caller.ts'
import { type CustomerSummary, customerSummary } from '#shared/domain/customer/customer.ts'
import { type Diagnostics, diagnostics } from '#shared/domain/diagnostics/diagnostics.ts'
import { customerId, interactionId } from '#shared/domain/ids.ts'
import { type RecentCall, recentCall } from '#shared/domain/interaction/recent-call.ts'
import { type Queue, queue } from '#shared/domain/queue/queue.ts'
import { type WorkItem, workItem } from '#shared/domain/work/screen-pop.ts'

/** Names that nobody bears, in several alphabets. */
export const demoNames = [
  'Приклада Зразкова',
  'Демид Прикладенко',
  'ТОВ «Зразок і Приклад»',
  'Проба Тестівна Взірцева',
  'Үлгі Мысалов',
  'Demo Przykładowska',
  'Sample Exampleton',
] as const

export const support: Queue = queue.parse({
  queueId: 'support',
  name: { uk: 'Підтримка', ru: 'Поддержка', en: 'Support' },
  dispositionRequired: true,
  acwLimitSeconds: 60,
  dnis: ['+380443001020'],
})
export const sales: Queue = queue.parse({
  queueId: 'sales',
  name: { uk: 'Продажі', ru: 'Продажи', en: 'Sales' },
  dispositionRequired: false,
  acwLimitSeconds: 0,
  dnis: [],
})

/** Ukrainian numbers of the range that is set aside in these fixtures. */
export function demoCaller(index: number, displayName?: string): Caller {
  const tail = String(1000 + index * 37).slice(-4)
  return {
    number: {
      e164: `+38067555${tail}`,
      dial: `+38067555${tail}`,
      display: `067 555 ${tail.slice(0, 2)} ${tail.slice(2)}`,
      country: 'UA',
    },
    anonymous: false,
    source: 'p-asserted-identity',
    ...(displayName ? { displayName } : {}),
  }
}
export const withheld: Caller = { anonymous: true, source: 'from' }

export function ringingCall(id: string, atMs: number): CallState {
  return callState.parse(incomingCall(callState.shape.callId.parse(id), atMs))
}
export function activeCall(id: string, atMs: number, ringMs = 4_000): CallState {
  return next(next(ringingCall(id, atMs - ringMs), { kind: 'answer' }, atMs), { kind: 'established' }, atMs)
}
export function heldCall(id: string, atMs: number, heldAtMs: number): CallState {
  return next(activeCall(id, atMs), { kind: 'held' }, heldAtMs)
}
export function dialledCall(id: string, atMs: number): CallState {
  return callState.parse(outgoingCall(callState.shape.callId.parse(id), atMs))
}
export function endedCall(id: string, atMs: number, endMs: number): CallState {
  return next(activeCall(id, atMs), { kind: 'ended', reason: 'hung-up-there' }, endMs)
}

/** A tab whose stage follows from its call. */
export function tab(name: string, title: string, call: CallState, more: Partial<WorkItem> = {}): WorkItem {
  const kind = call.phase.kind
  return workItem.parse({
    interactionId: name,
    callId: call.callId,
    title,
    call,
    stage: kind === 'ringing' ? 'ringing' : kind === 'ended' ? 'wrap-up' : 'talking',
    caller: demoCaller(1),
    queueName: support.name,
    ...(kind === 'ended' ? { wrapUpSinceMs: call.phase.sinceMs, acwLimitSeconds: 60 } : {}),
    ...more,
  })
}

export function demoSummaries(count: number): CustomerSummary[] {
  return Array.from({ length: count }, (_, index) =>
    customerSummary.parse({
      customerId: `customer-${index}`,
      kind: index % 7 === 2 ? 'company' : 'person',
      name: demoNames[index % demoNames.length],
      segment: (['vip', 'gold', 'business', 'standard', 'new', 'silver'] as const)[index % 6],
      vip: index % 6 === 0,
      city: ['Київ', 'Львів', 'Алмати', 'Kraków'][index % 4],
      phone: demoCaller(index).number,
      agreementNumber: `48-${String(200 + index)}`,
    }),
  )
}

const minuteMs = 60_000
const outcomes = ['answered', 'abandoned', 'answered', 'missed', 'no-answer', 'answered', 'busy', 'not-ready'] as const

export function demoCalls(count: number, nowMs: number): RecentCall[] {
  return Array.from({ length: count }, (_, index) => {
    const outcome = outcomes[index % outcomes.length]
    const known = index % 4 !== 3
    const anonymous = index % 11 === 7
    return recentCall.parse({
      interactionId: `past-${index}`,
      direction: outcome === 'no-answer' || outcome === 'busy' ? 'outbound' : 'inbound',
      outcome,
      startedAtMs: nowMs - (index * 23 + 4) * minuteMs,
      talkMs: outcome === 'answered' ? 41_000 + index * 17_300 : 0,
      ringMs: 4_000 + index * 900,
      anonymous,
      ...(anonymous ? {} : { number: demoCaller(index).number }),
      ...(known && !anonymous ? { customerId: `customer-${index}`, customerName: demoNames[index % demoNames.length] } : {}),
      queue: index % 3 === 2 ? 'sales' : 'support',
      ...(outcome === 'answered' ? { disposition: { uk: 'Консультація', ru: 'Консультация', en: 'Consultation' } } : {}),
    })
  })
}

export function demoMissed(count: number, nowMs: number): RecentCall[] {
  return demoCalls(count * 8, nowMs)
    .filter(
      ({ outcome, anonymous }) => (outcome === 'abandoned' || outcome === 'missed' || outcome === 'not-ready') && !anonymous,
    )
    .slice(0, count)
    .map((call, index) => ({ ...call, attempts: 1 + ((index * 3) % 5) }))
}

export function demoDiagnostics(nowMs: number): Diagnostics {
  return diagnostics.parse({
    pops: Array.from({ length: 12 }, (_, index) => ({
      interactionId: `pop-${index}`,
      atMs: nowMs - index * 7 * minuteMs,
      stages: {
        parsed: 0.4,
        matched: 0.9 + index * 0.1,
        carded: 2.1 + index * 0.2,
        scripted: 2.6 + index * 0.2,
        sent: 3.2 + index * 0.3,
        ...(index === 5 ? {} : { painted: 24 + index * 3.7 }),
      },
    })),
    popPainted: { count: 46, p50: 31.2, p99: 88.4, max: 121 },
    eventLoopLag: { count: 91_200, p50: 0.4, p99: 4.1, p999: 26.8, max: 41 },
    startup: [
      { stage: 'store', ms: 31 },
      { stage: 'schema', ms: 12 },
      { stage: 'telephony', ms: 86 },
      { stage: 'demo line', ms: 240 },
      { stage: 'ready', ms: 388 },
    ],
    database: { path: '~/.config/dzvin/dzvin.db', sizeBytes: 888_000_000, customers: 1_000_000, interactions: 5_000_000 },
    version: '0.1.0',
    host: 'browser',
  })
}

export const tabId = (name: string) => interactionId.parse(name)
export const demoCustomerId = customerId.parse('customer-0')
