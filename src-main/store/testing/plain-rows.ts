import type { Change, CreateOf } from '#shared/entities/change.ts'

export interface PlainRowOptions {
  readonly customers: number
  readonly interactionsPerCustomer: number
  readonly seed: number
  readonly nowMs: number
}

const given = [
  'Олена',
  'Елена',
  'Іван',
  'Микола',
  'Andrzej',
  'Нұрлан',
  'Марія',
  'Oleksandr',
  'Катерина',
  'Юрій',
  'Ґалина',
  'Anna',
]
const starts = ['Ковал', 'Шевч', 'Петр', 'Бонд', 'Kowal', 'Іван', 'Щерба', 'Лук’ян', 'Їжак', 'Сем', 'Жад', 'Хом', 'Мель', 'Ткач']
const ends = ['ьчук', 'енко', 'ик', 'ський', 'ов', 'ова', 'czyk', 'евич', 'ак', 'юк', 'ина', 'ець', 'ній']
const channels = ['call', 'call', 'call', 'email', 'chat', 'sms', 'visit'] as const
const outcomes = ['answered', 'answered', 'answered', 'abandoned', 'missed', 'no-answer'] as const
const dayMs = 24 * 60 * 60_000

/** Quick, plain rows with every column filled in: for tests, and for timing a database without waiting for its data. */
export function* plainRows(options: PlainRowOptions): Generator<Extract<Change, { kind: 'create' }>> {
  const random = numbers(options.seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  for (let index = 0; index < options.customers; index++) {
    const customerId = id('a', index)
    const number = phoneOf(index)
    const givenName = pick(given)
    const familyName = pick(starts) + pick(ends)
    yield customer(customerId, givenName, familyName, index, options.nowMs)
    yield contactPoint(id('b', index * 3), customerId, 'phone', number, true)
    // One in fifty shares its second number with its neighbour.
    if (index % 5 < 2)
      yield contactPoint(
        id('b', index * 3 + 1),
        customerId,
        'phone',
        phoneOf(index % 50 === 1 ? index - 1 : index + 5_000_000),
        false,
      )
    yield contactPoint(id('b', index * 3 + 2), customerId, 'email', `user${index}@example.com`, false)
    yield agreement(id('c', index), customerId, index)
    if (index % 10 === 0) yield caseOf(id('d', index), customerId, index, options.nowMs)
    if (index % 12 === 0) yield task(id('e', index), customerId, number, index, options.nowMs)
    for (let contact = 0; contact < options.interactionsPerCustomer; contact++) {
      const startedAtMs = options.nowMs - Math.floor(random() * 700 * dayMs)
      yield interaction(id('f', index * options.interactionsPerCustomer + contact), customerId, number, startedAtMs, {
        channel: pick(channels),
        outcome: pick(outcomes),
      })
    }
  }
}

export function plainRowCount(options: PlainRowOptions): number {
  return options.customers * (4 + options.interactionsPerCustomer)
}

/** The number of the customer with this index. */
export function phoneOf(index: number): string {
  return `+38067${String((index * 7_919 + 1_000_003) % 10_000_000).padStart(7, '0')}`
}

export function id(kind: string, index: number): string {
  return `01990000-000${kind}-7000-8000-${index.toString(16).padStart(12, '0')}`
}

function customer(
  customerId: string,
  givenName: string,
  familyName: string,
  index: number,
  nowMs: number,
): CreateOf<'customers'> {
  return {
    kind: 'create',
    entity: 'customers',
    id: customerId,
    fields: {
      kind: 'person',
      name: `${givenName} ${familyName}`,
      givenName,
      familyName,
      language: 'uk',
      segment: index % 40 === 0 ? 'vip' : 'standard',
      vip: index % 40 === 0,
      doNotCall: index % 200 === 7,
      city: 'Львів',
      address: 'вул. Шевченка, 1',
      customerSince: '2021-03-04',
      lifetimeValue: 120_000,
      monthlyValue: 25_000,
      currency: 'UAH',
      loyaltyScore: index % 101,
      loyaltyPoints: index % 5_000,
      nps: index % 11,
      preferences: null,
      createdAtMs: nowMs,
      tags: [],
      territoryId: null,
    },
  }
}

function contactPoint(
  pointId: string,
  customerId: string,
  kind: 'phone' | 'email',
  value: string,
  primary: boolean,
): CreateOf<'contact_points'> {
  return {
    kind: 'create',
    entity: 'contact_points',
    id: pointId,
    fields: { customerId, kind, value, extension: null, label: 'mobile', primary },
  }
}

function agreement(agreementId: string, customerId: string, index: number): CreateOf<'agreements'> {
  return {
    kind: 'create',
    entity: 'agreements',
    id: agreementId,
    fields: {
      customerId,
      number: `UA-${String(index).padStart(7, '0')}`,
      title: 'Інтернет',
      status: 'active',
      startedOn: '2022-01-01',
      endsOn: null,
      monthlyAmount: 25_000,
      currency: 'UAH',
    },
  }
}

function caseOf(caseId: string, customerId: string, index: number, nowMs: number): CreateOf<'cases'> {
  return {
    kind: 'create',
    entity: 'cases',
    id: caseId,
    fields: {
      customerId,
      interactionId: null,
      number: String(10_001 + index / 10),
      title: 'Немає зв’язку',
      status: index % 20 === 0 ? 'open' : 'closed',
      priority: 'normal',
      owner: null,
      openedAtMs: nowMs - dayMs,
      dueAtMs: nowMs + dayMs,
      closedAtMs: null,
    },
  }
}

function task(taskId: string, customerId: string, number: string, index: number, nowMs: number): CreateOf<'tasks'> {
  return {
    kind: 'create',
    entity: 'tasks',
    id: taskId,
    fields: {
      kind: 'callback',
      customerId,
      caseId: null,
      interactionId: null,
      title: 'Передзвонити',
      number,
      assignee: null,
      createdAtMs: nowMs - dayMs,
      dueAtMs: nowMs + ((index % 7) - 3) * dayMs,
      doneAtMs: index % 24 === 0 ? nowMs : null,
    },
  }
}

/** A finished call, but for what `changes` say. */
export function interaction(
  interactionId: string,
  customerId: string | null,
  number: string | null,
  startedAtMs: number,
  changes: Partial<CreateOf<'interactions'>['fields']> = {},
): CreateOf<'interactions'> {
  return {
    kind: 'create',
    entity: 'interactions',
    id: interactionId,
    fields: {
      customerId,
      channel: 'call',
      direction: 'inbound',
      startedAtMs,
      answeredAtMs: startedAtMs + 5_000,
      endedAtMs: startedAtMs + 95_000,
      ringMs: 5_000,
      talkMs: 90_000,
      holdMs: 0,
      wrapUpMs: 10_000,
      outcome: 'answered',
      endReason: null,
      number,
      queue: 'support',
      pbxCallId: null,
      caller: null,
      context: null,
      agent: 'Оператор',
      subject: 'Питання про рахунок',
      note: 'Клієнт питав про рахунок за минулий місяць.',
      dispositionId: null,
      finished: true,
      handledAtMs: null,
      popStages: null,
      ...changes,
    },
  }
}

/** A small linear congruential generator: the same seed gives the same rows. */
function numbers(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
