import { type CaseEvent, caseEvent } from '#shared/domain/customer/case-event.ts'
import { type CustomerCard, customerCard, timelineItem } from '#shared/domain/customer/customer.ts'
import { demoCaller, demoNames } from './fixtures.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const happenings = [
  ['call', 'Скарга на швидкість', 'Пообіцяли майстра на завтра. Просить перерахунок за три дні.', 'answered'],
  ['email', 'Підтвердження візиту майстра', 'Завтра, 10:00–12:00. Лист відкрито.', undefined],
  ['chat', 'Чат на сайті', 'Питала про знижку для другого договору.', undefined],
  ['call', 'Пропущений', '', 'missed'],
  ['survey', 'Оцінка 5 з 5', '«Швидко й ввічливо».', undefined],
  ['payment', 'Оплата 2 100 ₴', 'Договір № 48-213', undefined],
  ['visit', 'Візит майстра', 'Замінено модем.', undefined],
  ['sms', 'Нагадування про оплату', '', undefined],
] as const

export function demoTimeline(count: number, nowMs: number, from = 0) {
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset
    const [channel, subject, body, outcome] = happenings[index % happenings.length] ?? happenings[0]
    return timelineItem.parse({
      interactionId: `history-${index}`,
      channel,
      startedAtMs: nowMs - 2 * hourMs - index * 0.7 * dayMs,
      subject,
      ...(body ? { body } : {}),
      ...(outcome ? { outcome, direction: 'inbound', queue: 'support' } : {}),
      ...(outcome === 'answered' ? { talkMs: 400_000, agent: demoNames[1] } : {}),
    })
  })
}

/** What happened to its case. */
export function demoCaseEvents(nowMs: number): CaseEvent[] {
  const event = (index: number, more: Pick<CaseEvent, 'kind' | 'detail'>) =>
    caseEvent.parse({
      caseEventId: `event-${index}`,
      caseId: 'case-1',
      by: demoNames[1 + (index % 2)],
      atMs: nowMs - (5 - index) * hourMs,
      ...more,
    })
  return [
    event(0, { kind: 'opened' }),
    event(1, { kind: 'priority', detail: 'high' }),
    event(2, { kind: 'comment', detail: 'Майстер буде завтра з 10 до 12.\nКлієнтка просить попередити за годину.' }),
    event(3, { kind: 'status', detail: 'waiting' }),
    event(4, { kind: 'owner', detail: demoNames[3] }),
  ]
}

/** A full card: every block has something in it. */
export function demoCard(nowMs: number): CustomerCard {
  const phone = demoCaller(1).number
  return customerCard.parse({
    customer: {
      customerId: 'customer-0',
      kind: 'person',
      name: demoNames[0],
      givenName: 'Приклада',
      familyName: 'Зразкова',
      language: 'uk',
      segment: 'vip',
      vip: true,
      doNotCall: false,
      city: 'Київ',
      address: 'вул. Прикладна, 12, кв. 48',
      customerSince: '2017-04-02',
      lifetimeValue: 4_820_000,
      monthlyValue: 210_000,
      currency: 'UAH',
      loyaltyScore: 86,
      loyaltyPoints: 2_140,
      nps: 9,
      preferences: 'просить телефонувати після 17:00',
    },
    badges: [
      { kind: 'vip' },
      { kind: 'repeat-caller', count: 2 },
      { kind: 'open-promise', dueAtMs: nowMs + dayMs },
      { kind: 'loyal', count: 86 },
    ],
    tags: ['оптика', 'розстрочка', 'просить дзвінок'],
    territory: { territoryId: 'territory-0', name: 'Північ' },
    addresses: [
      {
        addressId: 'address-1',
        kind: 'home',
        line: 'вул. Прикладна, 12, кв. 48',
        city: 'Київ',
        postalCode: '01001',
        country: 'UA',
        primary: true,
      },
      { addressId: 'address-2', kind: 'delivery', line: 'с. Зразкове, дача 7', region: 'Київська обл.', primary: false },
    ],
    relations: [
      {
        relationId: 'relation-1',
        kind: 'employer',
        direction: 'named',
        otherCustomerId: 'customer-2',
        other: { name: demoNames[2], kind: 'company' },
      },
      {
        relationId: 'relation-2',
        kind: 'parent',
        direction: 'namedBy',
        note: 'живуть разом',
        otherCustomerId: 'customer-1',
        other: { name: demoNames[1], kind: 'person' },
      },
      { relationId: 'relation-3', kind: 'representative', direction: 'named', otherCustomerId: 'far' },
    ],
    contactPoints: [
      { contactPointId: 'contact-1', kind: 'phone', value: phone?.e164, label: 'mobile', primary: true, phone },
      {
        contactPointId: 'contact-2',
        kind: 'phone',
        value: '+380445550102',
        label: 'work',
        primary: false,
        phone: { e164: '+380445550102', dial: '+380445550102', display: '044 555 0102', extension: '12', country: 'UA' },
      },
      { contactPointId: 'contact-3', kind: 'email', value: 'zrazkova@example.com', label: 'home', primary: false },
    ],
    agreements: [
      {
        agreementId: 'agreement-1',
        number: '48-213',
        title: 'Домашній',
        status: 'active',
        monthlyAmount: 45_000,
        currency: 'UAH',
      },
      {
        agreementId: 'agreement-2',
        number: '51-007',
        title: 'Бізнес',
        status: 'active',
        endsOn: '2027-03-01',
        monthlyAmount: 165_000,
        currency: 'UAH',
      },
    ],
    products: [
      {
        productId: 'product-1',
        name: { uk: 'Інтернет 1 Гбіт/с', ru: 'Интернет 1 Гбит/с', en: 'Internet 1 Gbit/s' },
        status: 'active',
      },
      { productId: 'product-2', name: { uk: 'Телебачення', ru: 'Телевидение', en: 'Television' }, status: 'paused' },
    ],
    facts: [{ factId: 'fact-1', label: 'Друга адреса', value: 'дача, без зв’язку взимку', addedAtMs: nowMs - 90 * dayMs }],
    openCases: [
      {
        caseId: 'case-1',
        customerId: 'customer-0',
        customerName: demoNames[0],
        number: '10432',
        provisional: true,
        title: 'Немає інтернету на другій адресі',
        status: 'open',
        priority: 'high',
        owner: demoNames[1],
        openedAtMs: nowMs - 5 * hourMs,
        dueAtMs: nowMs + 48 * 60_000,
      },
    ],
    openTasks: [
      {
        taskId: 'task-1',
        kind: 'promise',
        customerId: 'customer-0',
        customerName: demoNames[0],
        title: 'Передзвонити щодо знижки',
        dueAtMs: nowMs + dayMs,
        phone,
      },
    ],
    timeline: demoTimeline(40, nowMs),
    timelineTotal: 212,
  })
}
