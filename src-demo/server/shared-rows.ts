import { scriptId, scriptStepId } from '#shared/domain/ids.ts'
import type { CreateOf } from '#shared/entities/change.ts'
import { dayMs } from '../customers/calendar.ts'
import { demoId } from '../customers/demo-id.ts'
import { create, type DemoRow } from '../customers/demo-row.ts'
import { type DemoRowOptions, generateDemoRows } from '../customers/generate.ts'
import { Random } from '../customers/random.ts'
import { territoryIds, territoryOf } from './places.ts'

/** A row with the territory whose copies hold it; null: everybody's. */
export interface PlacedRow {
  readonly row: DemoRow
  readonly territory: string | null
}

const tags = ['оптика', 'онлайн', 'розстрочка', 'акція', 'просить дзвінок', 'довгий договір']
const countries: Readonly<Record<string, string>> = { UAH: 'UA', RUB: 'RU', KZT: 'KZ', PLN: 'PL', GBP: 'GB' }
/** Of the generator's own streams, which are the customers' numbers. */
const streamsApart = 0x4000_0000

/**
 * The generator's rows as a server holds them: customers spread over the territories, with tags, addresses, relations to
 * those who share their number, and what happened to their cases. The same options give the same rows.
 */
export function* generateSharedRows(options: DemoRowOptions): Generator<PlacedRow> {
  const random = new Random()
  let index = -1
  let territory: string | null = null
  let customer: CreateOf<'customers'> | undefined
  let before: { readonly id: string; readonly number: string; readonly territory: string | null } | undefined
  for (const row of generateDemoRows(options)) {
    const placed = (other: DemoRow): PlacedRow => ({ row: other, territory })
    if (row.entity === 'customers') {
      index++
      random.restart(options.seed, streamsApart + index)
      territory = territoryOf(index)
      customer = create('customers', row.id, { ...row.fields, tags: someTags(random), territoryId: territory })
      yield placed(customer)
      yield placed(addressOf(random, customer))
      continue
    }
    yield placed(row)
    if (!customer) continue
    if (row.entity === 'contact_points' && row.fields.kind === 'phone' && row.fields.primary) {
      const number = row.fields.value
      const shared = before?.number === number
      if (before && shared && before.territory === territory)
        yield placed(relation(random, customer, before.id, row.fields.extension !== null))
      before = { id: customer.id, number, territory }
      // One answer a number: of those who share one, the first.
      if (random.chance(0.04) && !shared)
        yield placed(create('number_memory', number, { customerId: customer.id, confirmedAtMs: options.nowMs - dayMs }))
    }
    if (row.entity === 'cases') for (const event of eventsOf(random, row)) yield placed(event)
    if (row.entity === 'interactions' && row.fields.outcome === 'answered' && random.chance(0.02)) yield placed(scriptRun(row))
  }
}

function someTags(random: Random): string[] {
  const first = random.below(tags.length)
  return Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, (_, nth) => tags[(first + nth) % tags.length]!)
}

function addressOf(random: Random, { id, fields }: CreateOf<'customers'>): DemoRow {
  return create('addresses', demoId(random, fields.createdAtMs), {
    customerId: id,
    kind: fields.kind === 'company' ? 'registered' : 'home',
    line: fields.address ?? '',
    city: fields.city,
    region: null,
    postalCode: String(random.between(10_000, 99_999)),
    country: countries[fields.currency] ?? null,
    primary: true,
  })
}

function relation(random: Random, customer: CreateOf<'customers'>, otherCustomerId: string, atWork: boolean): DemoRow {
  const kind = atWork ? 'employer' : random.pick(['spouse', 'parent', 'relative'] as const)
  return create('relations', demoId(random, customer.fields.createdAtMs), {
    customerId: customer.id,
    otherCustomerId,
    kind,
    note: null,
  })
}

function eventsOf(random: Random, { id, fields }: CreateOf<'cases'>): DemoRow[] {
  const event = (kind: 'opened' | 'status', atMs: number, detail: string | null) =>
    create('case_events', demoId(random, atMs), { caseId: id, kind, detail, by: fields.owner, atMs })
  const opened = event('opened', fields.openedAtMs, null)
  return fields.closedAtMs === null ? [opened] : [opened, event('status', fields.closedAtMs, fields.status)]
}

function scriptRun({ id, fields }: CreateOf<'interactions'>): DemoRow {
  const script = scriptId.parse('general')
  return create('script_runs', id, {
    scriptId: script,
    run: { scriptId: script, version: 1, language: 'uk', path: [scriptStepId.parse('greet')], answers: {}, finished: true },
    updatedAtMs: fields.endedAtMs ?? fields.startedAtMs,
  })
}

/** What is there once, whatever the number of customers. */
export function sampleRows(customer: CreateOf<'customers'>, nowMs: number): PlacedRow[] {
  const random = new Random()
  random.restart(1, streamsApart - 1)
  const conflict = create('conflicts', demoId(random, nowMs - dayMs), {
    customerId: customer.id,
    kind: 'value',
    entity: 'customers',
    rowId: customer.id,
    field: 'preferences',
    before: null,
    kept: customer.fields.preferences,
    keptBy: 'user-operator2',
    keptDevice: 'device-of-the-demo',
    keptAtMs: nowMs - dayMs,
    lost: 'Дзвонити після 18:00',
    lostBy: 'user-field1',
    lostDevice: 'another-device-of-the-demo',
    lostAtMs: nowMs - dayMs - 600_000,
    status: 'open',
    settledBy: null,
    settledAtMs: null,
  })
  const setting = create('shared_settings', 'organisation:demo:homeCountry', {
    scope: 'organisation',
    scopeId: 'demo',
    key: 'homeCountry',
    value: 'UA',
  })
  return [
    { row: conflict, territory: territoryIds[0]! },
    { row: setting, territory: null },
  ]
}
