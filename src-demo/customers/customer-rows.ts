import type { Fields } from '#shared/entities/entities.ts'
import { dateOf, dayMs } from './calendar.ts'
import type { CustomerPlan } from './customer-plan.ts'
import { demoId } from './demo-id.ts'
import { create, type DemoRow } from './demo-row.ts'
import { landlineNumber, mobileNumber } from './numbers.ts'
import { type Place, placeByPercent } from './places.ts'
import { demoProducts } from './products.ts'
import type { Random } from './random.ts'
import { agreementTitles, facts, preferences } from './topics.ts'
import type { Word, WordLists } from './word-lists.ts'

export interface DemoCustomer {
  readonly id: string
  readonly index: number
  readonly plan: CustomerPlan
  readonly place: Place
  readonly words: WordLists
  readonly createdAtMs: number
  /** E.164 of the first number. */
  readonly phone: string
  readonly extension: string | null
  readonly female: boolean
  readonly family: Word
  /** Where the family name is in its list: relatives of another sex have its other form. */
  readonly familyNth: number
  readonly address: string
  readonly city: string
  readonly company: boolean
}

const segments = ['standard', 'standard', 'standard', 'standard', 'silver', 'silver', 'gold', 'gold', 'new'] as const
const mailHosts = ['example.com', 'example.org', 'example.net'] as const
/** Two numbers at most, and two agreements. */
const slotsEach = 2
/** A phone line cannot be older. */
const oldestDays = 12 * 365

interface Ground {
  readonly random: Random
  readonly words: Readonly<Record<Place['language'], WordLists>>
  readonly nowMs: number
}

/**
 * Who the `index`-th customer is. `before` lends its number to one that shares: relatives share all of it, people behind a
 * company's switchboard have an extension of their own.
 */
export function drawCustomer(ground: Ground, index: number, plan: CustomerPlan, before: DemoCustomer | undefined): DemoCustomer {
  const { random, nowMs } = ground
  const host = plan.sharesNumber && !plan.company ? before : undefined
  const place = host?.place ?? placeByPercent[random.below(placeByPercent.length)]!
  const words = ground.words[place.language]
  const female = random.chance(0.5)
  const createdAtMs = nowMs - dayMs - random.below(oldestDays) * dayMs
  const families = female ? words.familyFemale : words.familyMale
  const switchboard = host !== undefined && (host.company || host.extension !== null)
  const relative = host !== undefined && !switchboard
  const familyNth = relative && random.chance(0.85) ? host.familyNth : random.below(families.length)
  const own = plan.company ? landlineNumber(place.country, index) : mobileNumber(place.country, index * slotsEach)
  return {
    id: demoId(random, createdAtMs),
    index,
    plan,
    place,
    words,
    createdAtMs,
    phone: host?.phone ?? own,
    extension: switchboard ? String(random.between(100, 999)) : null,
    female,
    family: families[familyNth % families.length]!,
    familyNth,
    city: host?.city ?? random.pick(place.cities),
    address: relative ? host.address : addressOf(random, place, words),
    company: plan.company,
  }
}

function addressOf(random: Random, place: Place, words: WordLists): string {
  return place.address
    .replace('{street}', random.pick(words.streets))
    .replace('{house}', String(random.between(1, 140)))
    .replace('{flat}', String(random.between(1, 180)))
}

/** The customer with its contact points, agreements, products and facts. */
export function pushCustomer(rows: DemoRow[], random: Random, customer: DemoCustomer, nowMs: number): void {
  const { id, place, plan, words } = customer
  const given = random.pick(customer.female ? words.givenFemale : words.givenMale)
  const company = random.pick(words.companies)
  const monthly = random.between(...place.monthly) * (plan.company ? 4 : 1)
  const ageDays = (nowMs - customer.createdAtMs) / dayMs
  const fields: Fields<'customers'> = {
    kind: plan.company ? 'company' : 'person',
    name: plan.company ? companyName(random, place, company) : `${given.text} ${customer.family.text}`,
    givenName: plan.company ? null : given.text,
    familyName: plan.company ? null : customer.family.text,
    language: place.language,
    ...standing(random, plan.company, ageDays),
    doNotCall: random.chance(0.03),
    city: customer.city,
    address: customer.address,
    customerSince: dateOf(customer.createdAtMs),
    lifetimeValue: Math.floor((monthly * ageDays) / 30),
    monthlyValue: monthly,
    currency: place.currency,
    loyaltyScore: random.chance(0.8) ? random.below(101) : null,
    loyaltyPoints: random.below(3_000),
    nps: random.chance(0.4) ? random.between(3, 10) : null,
    preferences: random.chance(0.2) ? random.pick(preferences[place.language]) : null,
    createdAtMs: customer.createdAtMs,
    tags: [],
    territoryId: null,
  }
  rows.push(create('customers', id, fields))
  pushContactPoints(rows, random, customer, plan.company ? `office.${company.latin}` : `${given.latin}.${customer.family.latin}`)
  pushAgreements(rows, random, customer, monthly, nowMs)
  pushProducts(rows, random, customer)
  for (let nth = 0; nth < plan.facts; nth++) pushFact(rows, random, customer, nth)
}

/** A few companies of the same name would be hard to tell apart, so some carry their town. */
function companyName(random: Random, place: Place, name: Word): string {
  const town = random.chance(0.5) ? `-${random.pick(place.cities)}` : ''
  return random.pick(place.companyForms).replace('{name}', `${name.text}${town}`)
}

function standing(random: Random, company: boolean, ageDays: number): Pick<Fields<'customers'>, 'segment' | 'vip'> {
  const vip = random.chance(0.03)
  if (vip) return { segment: 'vip', vip }
  if (company) return { segment: 'business', vip }
  return { segment: ageDays < 60 ? 'new' : random.pick(segments), vip }
}

function pushContactPoints(rows: DemoRow[], random: Random, customer: DemoCustomer, mailName: string): void {
  const { plan, place, index } = customer
  const point = (fields: Omit<Fields<'contact_points'>, 'customerId'>) =>
    rows.push(create('contact_points', demoId(random, customer.createdAtMs), { customerId: customer.id, ...fields }))
  const { phone, extension } = customer
  const fixed = plan.company || extension !== null
  point({ kind: 'phone', value: phone, extension, label: fixed ? 'work' : 'mobile', primary: true })
  const second = mobileNumber(place.country, index * slotsEach + 1)
  if (plan.secondPhone)
    point({ kind: 'phone', value: second, extension: null, label: random.pick(['home', 'work', 'other']), primary: false })
  const address = `${mailName}${index}@${random.pick(mailHosts)}`
  if (plan.email) point({ kind: 'email', value: address, extension: null, label: 'other', primary: false })
  if (plan.messenger)
    point({
      kind: random.pick(['telegram', 'viber', 'whatsapp']),
      value: second,
      extension: null,
      label: 'mobile',
      primary: false,
    })
}

function pushAgreements(rows: DemoRow[], random: Random, customer: DemoCustomer, monthly: number, nowMs: number): void {
  const { plan, place } = customer
  for (let nth = 0; nth < plan.agreements; nth++) {
    const slot = customer.index * slotsEach + nth
    const startedAtMs = customer.createdAtMs + Math.floor(random.unit() * (nowMs - customer.createdAtMs))
    const status = nth === 0 ? random.pick(['active', 'active', 'active', 'active', 'suspended', 'ended'] as const) : 'active'
    const fields: Fields<'agreements'> = {
      customerId: customer.id,
      number: `${10 + (slot % 90)}-${100 + Math.floor(slot / 90)}`,
      title: random.pick(agreementTitles[place.language]),
      status,
      startedOn: dateOf(startedAtMs),
      endsOn:
        status === 'ended' ? dateOf(startedAtMs + (nowMs - startedAtMs) / 2) : dateOf(nowMs + random.between(10, 700) * dayMs),
      monthlyAmount: Math.max(1, Math.floor(monthly / plan.agreements)),
      currency: place.currency,
    }
    rows.push(create('agreements', demoId(random, startedAtMs), fields))
  }
}

const sold = {
  person: demoProducts.filter((product) => product.for !== 'company'),
  company: demoProducts.filter((product) => product.for !== 'person'),
} as const

function pushProducts(rows: DemoRow[], random: Random, customer: DemoCustomer): void {
  const offered = customer.plan.company ? sold.company : sold.person
  const first = random.below(offered.length)
  for (let nth = 0; nth < customer.plan.products; nth++) {
    const fields: Fields<'customer_products'> = {
      customerId: customer.id,
      productId: offered[(first + nth) % offered.length]!.id,
      status: random.pick(['active', 'active', 'active', 'paused', 'ended']),
      since: dateOf(customer.createdAtMs),
    }
    rows.push(create('customer_products', demoId(random, customer.createdAtMs), fields))
  }
}

function pushFact(rows: DemoRow[], random: Random, customer: DemoCustomer, nth: number): void {
  const known = facts[customer.place.language]
  const [label, value] = known[(customer.index + nth) % known.length]!
  const fields = { customerId: customer.id, label, value, addedAtMs: customer.createdAtMs }
  rows.push(create('customer_facts', demoId(random, customer.createdAtMs), fields))
}
