import type { Fields } from '#shared/entities/entities.ts'
import { dayMs, pastMoment } from './calendar.ts'
import type { DemoCustomer } from './customer-rows.ts'
import { demoId } from './demo-id.ts'
import { create, type DemoRow } from './demo-row.ts'
import type { Random } from './random.ts'
import { type Topic, topics } from './topics.ts'

/** Eighteen months. */
export const historyDays = 548
/** Older missed calls were called back or set aside. */
const openWorkDays = 3
const agents = 12

type Interaction = Fields<'interactions'>
type Timing = Pick<Interaction, 'answeredAtMs' | 'endedAtMs' | 'ringMs' | 'talkMs' | 'holdMs' | 'wrapUpMs'>

const channels: readonly Interaction['channel'][] = [
  ...Array.from({ length: 62 }, () => 'call' as const),
  ...Array.from({ length: 11 }, () => 'email' as const),
  ...Array.from({ length: 9 }, () => 'chat' as const),
  ...Array.from({ length: 6 }, () => 'sms' as const),
  ...Array.from({ length: 5 }, () => 'payment' as const),
  ...Array.from({ length: 3 }, () => 'visit' as const),
  ...Array.from({ length: 3 }, () => 'survey' as const),
  'case',
]

export function agentName(random: Random): string {
  return `Оператор ${random.between(1, agents)}`
}

/** All contacts with a customer; nothing happens before it became one. */
export function pushInteractions(rows: DemoRow[], random: Random, customer: DemoCustomer, nowMs: number): void {
  const backDays = Math.min(historyDays, Math.floor((nowMs - customer.createdAtMs) / dayMs))
  for (let nth = 0; nth < customer.plan.interactions; nth++) {
    const startedAtMs = Math.max(pastMoment(random, nowMs, backDays), customer.createdAtMs)
    const topic = random.pick(topics)
    const channel = random.pick(channels)
    const fields =
      channel === 'call'
        ? call(random, customer, topic, startedAtMs, nowMs)
        : message(random, customer, topic, startedAtMs, channel)
    rows.push(create('interactions', demoId(random, startedAtMs), fields))
  }
}

function call(random: Random, customer: DemoCustomer, topic: Topic, startedAtMs: number, nowMs: number): Interaction {
  const direction = random.chance(0.78) ? 'inbound' : 'outbound'
  const outcome = outcomeOf(random, direction)
  const answered = outcome === 'answered'
  const handled = answered || direction === 'outbound' || startedAtMs < nowMs - openWorkDays * dayMs
  return {
    ...blank(customer, startedAtMs),
    channel: 'call',
    direction,
    ...timing(random, startedAtMs, answered),
    outcome,
    endReason: answered ? random.pick(['hung-up-there', 'hung-up-there', 'hung-up-here']) : unanswered[outcome],
    number: customer.phone,
    queue: direction === 'inbound' ? topic.queue : null,
    agent: outcome === 'abandoned' ? null : agentName(random),
    note: answered && random.chance(0.85) ? random.pick(topic.notes[customer.place.language]) : '',
    dispositionId: answered ? random.pick(topic.dispositions) : direction === 'outbound' ? 'none.no-answer' : null,
    handledAtMs: handled ? startedAtMs + 3_600_000 : null,
  }
}

const unanswered = {
  abandoned: 'caller-gave-up',
  missed: 'queue-timeout',
  'no-answer': 'no-answer-there',
  busy: 'busy-there',
} as const

function outcomeOf(random: Random, direction: 'inbound' | 'outbound'): 'answered' | keyof typeof unanswered {
  const drawn = random.unit()
  if (drawn < 0.84) return 'answered'
  if (direction === 'inbound') return drawn < 0.94 ? 'abandoned' : 'missed'
  return drawn < 0.95 ? 'no-answer' : 'busy'
}

function timing(random: Random, startedAtMs: number, answered: boolean): Timing {
  const ringMs = random.between(2_000, answered ? 18_000 : 45_000)
  if (!answered) return { answeredAtMs: null, endedAtMs: startedAtMs + ringMs, ringMs, talkMs: 0, holdMs: 0, wrapUpMs: 0 }
  const talkMs = 20_000 + Math.floor(random.unit() * random.unit() * 1_200_000)
  const answeredAtMs = startedAtMs + ringMs
  const holdMs = random.chance(0.2) ? Math.floor(talkMs * 0.2) : 0
  return { answeredAtMs, endedAtMs: answeredAtMs + talkMs, ringMs, talkMs, holdMs, wrapUpMs: random.between(4_000, 90_000) }
}

function message(
  random: Random,
  customer: DemoCustomer,
  topic: Topic,
  startedAtMs: number,
  channel: Interaction['channel'],
): Interaction {
  const written = channel === 'email' || channel === 'chat' || channel === 'sms'
  const direction = channel === 'payment' || channel === 'survey' || random.chance(0.6) ? 'inbound' : 'outbound'
  return {
    ...blank(customer, startedAtMs),
    channel,
    direction,
    endedAtMs: startedAtMs,
    subject: channel === 'survey' ? `NPS ${random.between(3, 10)} / 10` : topic.subject[customer.place.language],
    note: written || channel === 'visit' || channel === 'case' ? random.pick(topic.notes[customer.place.language]) : '',
    agent: channel === 'payment' || channel === 'survey' ? null : agentName(random),
  }
}

function blank(customer: DemoCustomer, startedAtMs: number): Omit<Interaction, 'channel'> {
  return {
    customerId: customer.id,
    direction: null,
    startedAtMs,
    answeredAtMs: null,
    endedAtMs: null,
    ringMs: 0,
    talkMs: 0,
    holdMs: 0,
    wrapUpMs: 0,
    outcome: null,
    endReason: null,
    number: null,
    queue: null,
    pbxCallId: null,
    caller: null,
    context: null,
    agent: null,
    subject: null,
    note: '',
    dispositionId: null,
    finished: true,
    handledAtMs: null,
    popStages: null,
  }
}
