import { describe, expect, it } from 'vitest'
import { type CustomerCard, customerCard } from '../customer/customer.ts'
import { queue } from '../queue/queue.ts'
import { renderSay, saidText } from './render-say.ts'
import { buildScriptData, type ScriptDataInput } from './script-data.ts'

const nowMs = Date.UTC(2026, 10, 21, 9)
const support = queue.parse({
  queueId: 'support',
  name: { uk: 'Підтримка', ru: 'Поддержка', en: 'Support' },
  language: 'ru',
  dispositionRequired: true,
  acwLimitSeconds: 60,
  dnis: [],
})
const call: ScriptDataInput = {
  caller: {
    anonymous: false,
    source: 'from',
    number: { dial: '+380671234567', e164: '+380671234567', display: '067 123 45 67' },
  },
  context: { fields: { Tariff: 'Gold' } },
  direction: 'inbound',
  operatorName: 'Оператор 1',
  language: 'uk',
  nowMs,
  localHour: 11,
}

function card(change: Record<string, unknown> = {}, customer: Record<string, unknown> = {}): CustomerCard {
  const agreement = { title: 'Інтернет', monthlyAmount: 25_000, currency: 'UAH' }
  const record = {
    customerId: 'c',
    title: 'Немає звʼязку',
    status: 'open',
    priority: 'high',
    openedAtMs: nowMs - 9,
    provisional: false,
  }
  return customerCard.parse({
    customer: {
      customerId: 'c',
      kind: 'person',
      name: 'Олена Ковальчук',
      givenName: 'Олена',
      language: 'pl',
      segment: 'vip',
      vip: true,
      doNotCall: false,
      lifetimeValue: 0,
      monthlyValue: 0,
      currency: 'UAH',
      loyaltyPoints: 12,
      ...customer,
    },
    badges: [],
    tags: [],
    addresses: [],
    relations: [],
    contactPoints: [
      { contactPointId: '1', kind: 'phone', value: '+380501112233', label: 'home', primary: false },
      { contactPointId: '2', kind: 'phone', value: '+380671234567', label: 'mobile', primary: true },
      { contactPointId: '3', kind: 'email', value: 'olena@example.com', label: 'other', primary: false },
    ],
    agreements: [
      { ...agreement, agreementId: 'a', number: '48-212', status: 'ended' },
      { ...agreement, agreementId: 'b', number: '48-213', status: 'active' },
    ],
    products: [
      { productId: 'p', name: { uk: 'ТБ', ru: 'ТВ', en: 'TV' }, status: 'ended' },
      { productId: 'q', name: { uk: 'Інтернет', ru: 'Интернет', en: 'Internet' }, status: 'active' },
    ],
    facts: [],
    openCases: [
      { ...record, caseId: 'x', number: '2' },
      { ...record, caseId: 'y', number: '1', dueAtMs: nowMs - 1 },
    ],
    openTasks: [{ taskId: 't', kind: 'promise', title: 'Передзвонити', dueAtMs: nowMs + 1 }],
    timeline: [],
    timelineTotal: 0,
    ...change,
  })
}
const say = (template: string, input: Partial<ScriptDataInput> = {}) =>
  saidText(renderSay(template, buildScriptData({ ...call, ...input })))

describe('buildScriptData', () => {
  it('names what a script may say of a known customer', () => {
    const known = { card: card({}, { language: 'uk' }), queue: support }
    expect(
      say('{{ customer.givenName | vocative }}, {{ customer.phone }}, {{ customer.email }}, {{ customer.loyaltyPoints }}', known),
    ).toBe('Олено, +380671234567, olena@example.com, 12')
    expect(say('{{ agreement.number }}, {{ agreements.size }}, {{ product }}, {{ products.size }}', known)).toBe(
      '48-213, 2, Інтернет, 1',
    )
    expect(say('{{ openCase.number }} {{ openCase.overdue }} {{ openCases }} {{ promise.title }}', known)).toBe(
      '1 true 2 Передзвонити',
    )
    expect(say('{{ queue.name }} {{ operator.name }} {{ caller.number }} {{ fields.Tariff }}', known)).toBe(
      'Підтримка Оператор 1 067 123 45 67 Gold',
    )
  })

  it('has nothing to say of an unknown one', () => {
    expect(
      say('{% if customer.known or agreement or openCase or product or promise or queue %}x{% endif %}{{ openCases }}'),
    ).toBe('0')
  })

  it('speaks the language of the customer, else of the queue, else of the operator', () => {
    expect(buildScriptData({ ...call, card: card({}, { language: 'en' }), queue: support }).language).toBe('en')
    expect(buildScriptData({ ...call, card: card({}, { language: 'kk' }), queue: support }).language).toBe('ru')
    expect(buildScriptData({ ...call, card: card() }).language).toBe('uk')
    expect(buildScriptData({ ...call, queue: support }).language).toBe('ru')
    expect(buildScriptData(call).language).toBe('uk')
  })

  it('counts an empty name as no name', () => {
    expect(say('{% if operator.name %}I am {{ operator.name }}.{% endif %}', { operatorName: ' ' })).toBe('')
  })

  it.each([
    [4, 'Вітаю'],
    [5, 'Доброго ранку'],
    [11, 'Доброго дня'],
    [17, 'Доброго вечора'],
    [23, 'Вітаю'],
  ])('greets at %i with %s', (localHour, expected) => {
    expect(say('{{ greeting }}', { localHour })).toBe(expected)
  })
})
