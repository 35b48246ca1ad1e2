import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomerId, InteractionId, TaskId } from '#shared/domain/ids.ts'
import type { CreateOf } from '#shared/entities/change.ts'
import type { Store } from '#shared/ports/store.ts'
import { id, interaction, phoneOf } from '../testing/plain-rows.ts'
import { fill, plainNumber, tempStore } from '../testing/temp-store.ts'

let temp: Awaited<ReturnType<typeof tempStore>>
let store: Store
let nowMs: number
const customerOf = (index: number) => id('a', index) as CustomerId
const callId = (index: number) => id('f', 1_000_000 + index) as InteractionId
const minuteMs = 60_000

beforeAll(async () => {
  temp = await tempStore()
  nowMs = temp.clock.epochMs()
  store = (await temp.openInPlace()).store
  await fill(store, 60, nowMs, 3)
})
afterAll(() => temp.dispose())

const phone = (pointId: string, customerId: string, value: string, extension: string | null): CreateOf<'contact_points'> => ({
  kind: 'create',
  entity: 'contact_points',
  id: pointId,
  fields: { customerId, kind: 'phone', value, extension, label: 'work', primary: false },
})

describe('the owners of a number', () => {
  it('are those with exactly this number, with what a chooser needs', () => {
    const number = plainNumber(phoneOf(5))
    const { exact, tail, remembered } = store.read.numberOwners(number)
    expect(exact).toHaveLength(1)
    expect(exact[0]).toMatchObject({ primary: true, kind: 'person' })
    expect(exact[0]!.summary).toMatchObject({
      customerId: customerOf(5),
      phone: number,
      agreementNumber: 'UA-0000005',
      vip: false,
    })
    expect(exact[0]!.summary.lastContactAtMs).toBeLessThan(nowMs)
    expect(tail).toEqual([])
    expect(remembered).toBeUndefined()
  })

  it('are all who share it, latest contact first', async () => {
    const shared = plainNumber(phoneOf(50))
    expect(
      store.read
        .numberOwners(shared)
        .exact.map((owner) => owner.summary.customerId)
        .sort(),
    ).toEqual([customerOf(50), customerOf(51)])
    await store.write([interaction(callId(1), customerOf(51), shared.dial, nowMs)])
    expect(store.read.numberOwners(shared).exact[0]?.summary.customerId).toBe(customerOf(51))
  })

  it('mind the extension where both have one', async () => {
    const board = '+380442000000'
    await store.write([
      phone('ext-1', customerOf(10), board, '101'),
      phone('ext-2', customerOf(11), board, '102'),
      phone('ext-3', customerOf(12), board, null),
    ])
    const ownersOf = (extension?: string) =>
      store.read
        .numberOwners(plainNumber(board, extension))
        .exact.map((owner) => owner.summary.customerId)
        .sort()
    expect(ownersOf('101')).toEqual([customerOf(10), customerOf(12)])
    expect(ownersOf()).toEqual([customerOf(10), customerOf(11), customerOf(12)])
    expect(ownersOf('999')).toEqual([customerOf(12)])
    const withExtension = store.read.numberOwners(plainNumber(board)).exact.find((owner) => owner.extension === '101')
    expect(withExtension?.summary.phone?.extension).toBe('101')
  })

  it('are found by the last seven digits only when nobody has it exactly', () => {
    const abroad = plainNumber(`+4850${phoneOf(7).slice(-7)}`)
    const { exact, tail } = store.read.numberOwners(abroad)
    expect(exact).toEqual([])
    expect(tail.map((owner) => owner.summary.customerId)).toEqual([customerOf(7)])
    expect(tail[0]!.summary.phone?.e164).toBe(phoneOf(7))
    expect(store.read.numberOwners(plainNumber(phoneOf(7).slice(-6))).tail).toEqual([])
  })

  it('may be short and internal', async () => {
    await store.write([phone('short', customerOf(13), '103', null)])
    expect(store.read.numberOwners(plainNumber('103')).exact[0]?.summary.customerId).toBe(customerOf(13))
  })

  it('include what an operator said', async () => {
    const number = phoneOf(20)
    const remember = (customerId: string | null) => ({ customerId, confirmedAtMs: nowMs })
    await store.write([{ kind: 'create', entity: 'number_memory', id: number, fields: remember(customerOf(21)) }])
    expect(store.read.numberOwners(plainNumber(number)).remembered).toBe(customerOf(21))
    await store.write([{ kind: 'patch', entity: 'number_memory', id: number, fields: remember(null) }])
    expect(store.read.numberOwners(plainNumber(number)).remembered).toBeNull()
  })
})

describe('the card', () => {
  it('has all parts of the customer', async () => {
    const name = { uk: 'Інтернет', ru: 'Интернет', en: 'Internet' }
    await store.write([
      { kind: 'create', entity: 'products', id: 'net', fields: { name } },
      {
        kind: 'create',
        entity: 'customer_products',
        id: 'net-0',
        fields: { customerId: customerOf(0), productId: 'net', status: 'active', since: '2024-01-01' },
      },
      {
        kind: 'create',
        entity: 'customer_facts',
        id: 'fact-0',
        fields: { customerId: customerOf(0), label: 'Кіт', value: 'Мурчик', addedAtMs: nowMs },
      },
    ])
    const card = store.read.card(customerOf(0), { timelineLimit: 2, nowMs })!
    expect(card.customer).toMatchObject({ customerId: customerOf(0), vip: true, currency: 'UAH' })
    expect(card.customer).not.toHaveProperty('preferences')
    expect(card.badges.map((badge) => badge.kind)).toEqual(['vip', 'at-risk'])
    expect(card.contactPoints.map((point) => [point.kind, point.primary])).toEqual([
      ['phone', true],
      ['phone', false],
      ['email', false],
    ])
    expect(card.agreements[0]).toMatchObject({ number: 'UA-0000000', status: 'active' })
    expect(card.products).toEqual([{ productId: 'net', name, since: '2024-01-01', status: 'active' }])
    expect(card.facts[0]).toMatchObject({ label: 'Кіт', value: 'Мурчик' })
    expect(card.openCases[0]).toMatchObject({ number: '10001', customerName: card.customer.name })
    expect(card.timeline).toHaveLength(2)
    expect(card.timelineTotal).toBe(3)
  })

  it('names the territory, and those of this copy', async () => {
    const alone = await tempStore()
    const { store: copy, connection } = await alone.openInPlace()
    await fill(copy, 2, nowMs, 0)
    const named = (name: string) => ({ kind: 'create' as const, entity: 'territories' as const, id: name, fields: { name } })
    await copy.write([named('north'), named('south'), named('east')])
    await copy.write([{ kind: 'patch', entity: 'customers', id: customerOf(0), fields: { territoryId: 'north' } }])
    const territoryOf = (index: number) => copy.read.card(customerOf(index), { timelineLimit: 0, nowMs })?.territory
    expect([territoryOf(0), territoryOf(1)]).toEqual([{ territoryId: 'north', name: 'north' }, undefined])
    expect(copy.read.territories(), 'no copy, no territories').toEqual([])
    connection().exec(`INSERT INTO copies (territory, done, total, complete, lost)
      VALUES ('*', 0, 0, 1, 0), ('north', 0, 0, 1, 0), ('south', 0, 0, 1, 1)`)
    expect(copy.read.territories()).toEqual([{ territoryId: 'north', name: 'north' }])
    await alone.dispose()
  })

  it('is undefined for a customer who is not there', () => {
    expect(store.read.card('nobody' as CustomerId, { timelineLimit: 2, nowMs })).toBeUndefined()
    expect(store.read.customerExists('nobody' as CustomerId)).toBe(false)
    expect(store.read.customerExists(customerOf(0))).toBe(true)
  })

  it('counts inbound calls of the last day for the repeat caller', async () => {
    const at = (minutes: number) => nowMs - minutes * minuteMs
    await store.write([
      interaction(callId(10), customerOf(30), null, at(1)),
      interaction(callId(11), customerOf(30), null, at(600)),
      interaction(callId(12), customerOf(30), null, at(30), { direction: 'outbound' }),
      interaction(callId(13), customerOf(30), null, at(24 * 60 + 1)),
    ])
    const { badges } = store.read.card(customerOf(30), { timelineLimit: 1, nowMs })!
    expect(badges).toContainEqual({ kind: 'repeat-caller', count: 2 })
  })
})

describe('the timeline', () => {
  it('is read page by page without gaps or repeats, also within one millisecond', async () => {
    const owner = customerOf(40)
    const many = Array.from({ length: 25 }, (_, index) =>
      interaction(callId(100 + index), owner, null, nowMs - Math.floor(index / 10), { channel: index % 2 ? 'email' : 'call' }),
    )
    await store.write(many)
    const seen: string[] = []
    let before: { startedAtMs: number; interactionId: InteractionId } | undefined
    for (;;) {
      const page = store.read.timeline(owner, { limit: 4, ...(before ? { before } : {}) })
      expect(page.total).toBe(28)
      if (page.items.length === 0) break
      seen.push(...page.items.map((item) => item.interactionId))
      const last = page.items.at(-1)!
      before = { startedAtMs: last.startedAtMs, interactionId: last.interactionId }
    }
    expect(seen).toHaveLength(28)
    expect(new Set(seen).size).toBe(28)
    const email = store.read.timeline(owner, { limit: 50, channels: ['email'] })
    expect(email.items.every((item) => item.channel === 'email')).toBe(true)
    expect(email.total).toBe(email.items.length)
  })

  it('cuts long texts and leaves empty ones out', async () => {
    await store.write([
      interaction(callId(200), customerOf(41), null, nowMs + 1, { note: '😀'.repeat(3_000) }),
      interaction(callId(201), customerOf(41), null, nowMs + 2, { note: '', channel: 'email' }),
    ])
    const [empty, long] = store.read.timeline(customerOf(41), { limit: 2 }).items
    expect(long?.body).toHaveLength(2_000)
    expect(empty).not.toHaveProperty('body')
    expect(empty).not.toHaveProperty('talkMs')
  })
})

describe('the worklist of missed calls', () => {
  it('has a row a number with its tries, until it was reached or handled', async () => {
    const lost = { outcome: 'missed', answeredAtMs: null, talkMs: 0 } as const
    const mine = () => store.read.missedCalls(100).filter((call) => call.number?.dial.startsWith('+38099'))
    await store.write([
      interaction(callId(299), null, '+380990000001', nowMs - 10),
      interaction(callId(300), null, '+380990000001', nowMs + 10, lost),
      interaction(callId(301), null, '+380990000001', nowMs + 20, { ...lost, outcome: 'abandoned' }),
      interaction(callId(302), null, '+380990000002', nowMs + 15, lost),
      interaction(callId(303), null, '+380990000003', nowMs + 15, { ...lost, direction: 'outbound', outcome: 'no-answer' }),
      interaction(callId(304), null, '+380990000004', nowMs + 15, { ...lost, outcome: 'answered-elsewhere' }),
    ])
    expect(mine().map((call) => [call.interactionId, call.attempts])).toEqual([
      [callId(301), 2],
      [callId(302), 1],
    ])
    const before = store.read.counts(nowMs).missedCalls
    await store.write([interaction(callId(305), null, '+380990000001', nowMs + 30, { direction: 'outbound' })])
    expect(mine().map((call) => call.interactionId)).toEqual([callId(302)])
    await store.write([{ kind: 'patch', entity: 'interactions', id: callId(302), fields: { handledAtMs: nowMs } }])
    expect(mine()).toEqual([])
    expect(store.read.counts(nowMs).missedCalls).toBe(before - 2)
  })

  it('keeps each withheld number as its own row', async () => {
    const withheld = { anonymous: true, source: 'from' as const }
    const fields = { outcome: 'missed' as const, caller: withheld }
    await store.write([
      interaction(callId(310), null, null, nowMs + 50, fields),
      interaction(callId(311), null, null, nowMs + 51, fields),
    ])
    const rows = store.read.missedCalls(100).filter((call) => call.anonymous)
    expect(rows.map((call) => call.interactionId)).toEqual([callId(311), callId(310)])
  })
})

describe('lists', () => {
  it('show recent calls with their customer, latest first', () => {
    const recent = store.read.recentCalls(5)
    expect(recent).toHaveLength(5)
    expect(recent.map((call) => call.startedAtMs)).toEqual(recent.map((call) => call.startedAtMs).toSorted((a, b) => b - a))
  })

  it('show tasks by their due date and cases by their status', async () => {
    const open = store.read.tasks({ done: false, limit: 50 })
    expect(open.map((task) => task.dueAtMs)).toEqual(open.map((task) => task.dueAtMs).toSorted((a, b) => a! - b!))
    expect(store.read.tasks({ done: true, limit: 50 }).every((task) => task.doneAtMs !== undefined)).toBe(true)
    expect(store.read.tasks({ limit: 50 })).toHaveLength(5)
    expect(store.read.taskCustomer(open[0]!.taskId)).toBe(open[0]!.customerId)
    expect(store.read.taskCustomer('none' as TaskId)).toBeUndefined()
    expect(store.read.cases({ statuses: ['open'], limit: 50 }).map((one) => one.status)).toEqual(['open', 'open', 'open'])
    expect(store.read.cases({ limit: 50 })).toHaveLength(6)
    expect(store.read.counts(nowMs)).toMatchObject({ openCases: 3, openTasks: 2, overdueTasks: 1 })
  })

  it('show unfinished calls, oldest first', async () => {
    await store.write([
      interaction(callId(400), null, null, nowMs + 5, { finished: false }),
      interaction(callId(401), null, null, nowMs + 4, { finished: false, outcome: null }),
    ])
    expect(store.read.unfinished().map((row) => row.id)).toEqual([callId(401), callId(400)])
  })

  it('find numbers for the demo line', () => {
    const { known, shared, vip } = store.read.demoCallers()
    expect(known.length).toBeGreaterThan(5)
    expect(shared.map((one) => one.number)).toContain(phoneOf(50))
    expect(vip.map((one) => one.number)).toContain(phoneOf(40))
    expect(vip.map((one) => one.number)).not.toContain(phoneOf(0))
    const owners = known.map((one) => store.read.numberOwners(plainNumber(one.number)).exact.length)
    expect(new Set(owners), 'shared with nobody').toEqual(new Set([1]))
    const callers = known.map((one) => store.read.numberOwners(plainNumber(one.number)).exact[0]?.summary)
    expect(callers.filter((one) => one?.lastContactAtMs !== undefined).length, 'with a history').toBeGreaterThan(5)
  })
})
