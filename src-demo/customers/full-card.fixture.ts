import { type CustomerCard, customerCard } from '#shared/domain/customer/customer.ts'

/** A card on which everything is filled in. */
export function fullCard(nowMs: number): CustomerCard {
  return customerCard.parse({
    customer: {
      customerId: 'c',
      kind: 'person',
      name: 'Олена Ковальчук',
      givenName: 'Олена',
      familyName: 'Ковальчук',
      language: 'uk',
      segment: 'gold',
      vip: true,
      doNotCall: false,
      city: 'Львів',
      address: 'вул. Зелена, 12, кв. 34',
      customerSince: '2019-03-05',
      lifetimeValue: 1_250_000,
      monthlyValue: 25_000,
      currency: 'UAH',
      loyaltyScore: 80,
      loyaltyPoints: 120,
      nps: 9,
      preferences: 'дзвонити після 17:00',
    },
    badges: [],
    tags: ['постійний'],
    addresses: [],
    relations: [],
    contactPoints: [
      { contactPointId: 'p', kind: 'phone', value: '+380671234567', label: 'mobile', primary: true },
      { contactPointId: 'e', kind: 'email', value: 'olena@example.com', label: 'other', primary: false },
    ],
    agreements: [
      {
        agreementId: 'a',
        number: '48-213',
        title: 'Домашній інтернет',
        status: 'active',
        startedOn: '2019-03-05',
        endsOn: '2027-03-05',
        monthlyAmount: 25_000,
        currency: 'UAH',
      },
    ],
    products: [{ productId: 'internet', name: { uk: 'Інтернет', ru: 'Интернет', en: 'Internet' }, status: 'active' }],
    facts: [],
    openCases: [
      {
        caseId: 'k',
        customerId: 'c',
        number: '26-17',
        provisional: false,
        title: 'No service',
        status: 'open',
        priority: 'high',
        openedAtMs: nowMs - 9e8,
        dueAtMs: nowMs - 1e8,
      },
    ],
    openTasks: [{ taskId: 't', kind: 'promise', title: 'Call back', dueAtMs: nowMs + 1e8 }],
    timeline: [],
    timelineTotal: 0,
  })
}
