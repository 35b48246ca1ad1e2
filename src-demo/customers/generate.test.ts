import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { readNumber } from '#shared/domain/number/read-number.ts'
import type { CreateOf } from '#shared/entities/change.ts'
import type { Column } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { DemoRow } from './demo-row.ts'
import { type DemoRowOptions, demoRowCount, generateDemoRows } from './generate.ts'

const nowMs = Date.UTC(2026, 10, 21, 12)
const day = 86_400_000
const options: DemoRowOptions = { customers: 500, interactionsPerCustomer: 6, seed: 7, nowMs }
const noCatalogue = { queues: [], dispositions: [], scripts: [] }

function hashOf(change: Partial<DemoRowOptions>): string {
  const hash = createHash('sha256')
  for (const row of generateDemoRows({ ...options, ...change }, noCatalogue)) hash.update(JSON.stringify(row))
  return hash.digest('hex').slice(0, 16)
}

describe('the demo data', () => {
  let rows: DemoRow[] = []
  beforeAll(() => {
    rows = [...generateDemoRows(options)]
  })
  const of = <N extends EntityName>(name: N) => rows.filter((row) => row.entity === name) as CreateOf<N>[]

  it('is the same for the same seed, on every machine', () => {
    // A change of the generator changes this on purpose: put in the new value.
    expect(hashOf({ customers: 50 })).toBe('55252b1c40369662')
    expect(hashOf({ customers: 50, seed: 8 })).not.toBe(hashOf({ customers: 50 }))
  })

  it('gives the first customers alike, however many follow', () => {
    const few = [...generateDemoRows({ ...options, customers: 20 })]
    expect(rows.slice(0, few.length)).toEqual(few)
  })

  it('counts its rows exactly beforehand', () => {
    expect(demoRowCount(options)).toBe(rows.length)
    expect(demoRowCount({ ...options, customers: 0 })).toBe([...generateDemoRows({ ...options, customers: 0 })].length)
  })

  it('begins with the catalogue', () => {
    const first = rows.findIndex((row) => row.entity === 'customers')
    const catalogue: readonly EntityName[] = ['queues', 'dispositions', 'scripts', 'products']
    expect(new Set(rows.slice(0, first).map(({ entity }) => entity))).toEqual(new Set(catalogue))
    expect(rows.slice(first).some(({ entity }) => catalogue.includes(entity))).toBe(false)
    expect(of('products')).toHaveLength(10)
  })

  it('fills every column with what its schema allows, and no other', () => {
    const wrong = rows.flatMap((row) => {
      const columns: Record<string, Column> = entities[row.entity].columns
      const fields: Record<string, unknown> = { ...row.fields }
      const bad = Object.entries(columns).filter(([name, { schema }]) => !schema.safeParse(fields[name]).success)
      const extra = Object.keys(fields).filter((name) => !(name in columns))
      return [...bad.map(([name]) => name), ...extra].map((name) => `${row.entity}.${name}: ${JSON.stringify(fields[name])}`)
    })
    expect(wrong).toEqual([])
  })

  it('gives every row an id of its own, and refers only to what exists', () => {
    const ids = new Set(rows.map(({ entity, id }) => `${entity} ${id}`))
    expect(ids.size).toBe(rows.length)
    const referred = rows
      .flatMap(({ fields }) => [
        'customerId' in fields ? `customers ${fields.customerId}` : [],
        'productId' in fields ? `products ${fields.productId}` : [],
        'dispositionId' in fields && fields.dispositionId ? `dispositions ${fields.dispositionId}` : [],
        'queue' in fields && fields.queue ? `queues ${fields.queue}` : [],
      ])
      .flat()
    expect(referred.length).toBeGreaterThan(rows.length)
    expect(referred.filter((reference) => !ids.has(reference))).toEqual([])
  })

  it('has only numbers that are valid, and addresses that reach nobody', () => {
    for (const { fields } of of('contact_points')) {
      if (fields.kind === 'email') expect(fields.value).toMatch(/^[a-z.]+\d+@example\.(com|org|net)$/)
      else expect(readNumber(fields.value, 'UA')?.country, fields.value).toBeDefined()
    }
    const known = new Set<unknown>(of('contact_points').map(({ fields }) => fields.value))
    const called = [...of('interactions'), ...of('tasks')].flatMap(({ fields }) => fields.number ?? [])
    expect(called.filter((number) => !known.has(number))).toEqual([])
  })

  it('knows five languages, each in its own script', () => {
    const scripts = {
      uk: /^[а-яґєіїʼ’'-]+$/i,
      ru: /^[а-яё-]+$/i,
      kk: /^[а-яёәғқңөұүһі-]+$/i,
      pl: /^[a-ząćęłńóśźż-]+$/i,
      en: /^[a-z'-]+$/i,
    }
    const people = of('customers').filter(({ fields }) => fields.kind === 'person')
    for (const { fields } of people) expect(fields.familyName, fields.language).toMatch(scripts[fields.language])
    for (const language of Object.keys(scripts))
      expect(people.filter(({ fields }) => fields.language === language).length).toBeGreaterThan(10)
  })

  it('has what the demo shows: important people, shared numbers, switchboards, overdue work and missed calls', () => {
    const share = (part: number, whole: number) => part / whole
    const customers = of('customers')
    expect(share(customers.filter(({ fields }) => fields.kind === 'company').length, 500)).toBeCloseTo(0.12, 1)
    expect(customers.filter(({ fields }) => fields.vip).length).toBeGreaterThan(5)
    const first = of('contact_points').filter(({ fields }) => fields.primary)
    expect(first).toHaveLength(500)
    const shared = 500 - new Set(first.map(({ fields }) => fields.value)).size
    expect(shared).toBeGreaterThan(10)
    expect(shared).toBeLessThan(40)
    expect(first.some(({ fields }) => fields.extension)).toBe(true)
    expect(share(of('interactions').length, 500)).toBeCloseTo(6, 0)
    expect(of('cases').some(({ fields }) => !fields.closedAtMs && (fields.dueAtMs ?? nowMs) < nowMs)).toBe(true)
    expect(of('cases').some(({ fields }) => !fields.closedAtMs && (fields.dueAtMs ?? 0) > nowMs)).toBe(true)
    for (const kind of ['task', 'callback', 'promise'])
      expect(of('tasks').some(({ fields }) => fields.kind === kind && !fields.doneAtMs)).toBe(true)
    const missed = of('interactions').filter(({ fields }) => fields.channel === 'call' && !fields.handledAtMs)
    expect(missed.length).toBeLessThan(20)
    expect(new Set(of('interactions').map(({ fields }) => fields.channel)).size).toBe(8)
  })

  it('tells a history of eighteen months that ends before now', () => {
    const created = new Map(of('customers').map(({ id, fields }) => [id, fields.createdAtMs]))
    for (const { id, fields } of of('interactions')) {
      expect(fields.startedAtMs).toBeLessThan(nowMs)
      expect(fields.startedAtMs).toBeGreaterThan(nowMs - 550 * day)
      expect(fields.startedAtMs).toBeGreaterThanOrEqual(created.get(fields.customerId!)!)
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(fields.startedAtMs)
      if (fields.outcome === 'answered') expect(fields.endedAtMs! - fields.startedAtMs).toBe(fields.ringMs + fields.talkMs)
    }
  })

  it('numbers cases and agreements uniquely', () => {
    for (const numbers of [of('cases').map(({ fields }) => fields.number), of('agreements').map(({ fields }) => fields.number)])
      expect(new Set(numbers).size).toBe(numbers.length)
    expect(of('agreements')[0]!.fields.number).toMatch(/^\d\d-\d{3,}$/)
  })
})
