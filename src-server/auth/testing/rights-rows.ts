import { sampleScript } from '#shared/domain/script/sample-script.fixture.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { ServerRow, Stamp } from '#shared/sync/authority/authority-store.ts'
import { caseRow, customer, interaction, scriptRun, task } from '#shared/sync/authority/testing/mutations.ts'
import { formatHlc } from '#shared/sync/hybrid-clock.ts'
import { rules } from './rights-oracle.ts'

export const territories = ['north', 'south', 'east', 'west'] as const
const name = { uk: 'Назва', ru: 'Название', en: 'Name' }

type Fields = Readonly<Record<string, unknown>>

/** Whole fields of a row of each entity; `place` chooses the customer, case or call that it hangs on. */
export function fieldsOf(entity: string, place: string): Fields {
  const customerId = `customers-${place}`
  const made: Readonly<Record<string, Fields>> = {
    customers: { ...customer, name: `Customer of ${place}`, lifetimeValue: 7_000, monthlyValue: 70, territoryId: place },
    contact_points: { customerId, kind: 'phone', value: '+380501234567', extension: null, label: 'mobile', primary: true },
    customer_facts: { customerId, label: 'Pet', value: 'A cat', addedAtMs: 1 },
    addresses: { customerId, kind: 'home', line: '1', city: null, region: null, postalCode: null, country: null, primary: true },
    relations: { customerId, otherCustomerId: 'somebody', kind: 'spouse', note: null },
    number_memory: { customerId, confirmedAtMs: 1 },
    cases: { ...caseRow, customerId },
    tasks: { ...task, customerId, number: '+380501234567' },
    agreements: {
      customerId,
      number: 'A-1',
      title: 'Home',
      status: 'active',
      startedOn: null,
      endsOn: null,
      monthlyAmount: 100,
      currency: 'UAH',
    },
    customer_products: { customerId, productId: 'p', status: 'active', since: null },
    interactions: {
      ...interaction,
      customerId,
      note: 'Asked about a bill',
      number: '+380501234567',
      caller: { anonymous: false, source: 'from', displayName: 'Home' },
      context: { fields: { callback: '+380501234567' } },
    },
    script_runs: { ...scriptRun },
    case_events: { caseId: `cases-${place}`, kind: 'comment', detail: 'Waiting', by: null, atMs: 1 },
    conflicts: {
      customerId,
      kind: 'value',
      entity: 'contact_points',
      rowId: `contact_points-${place}`,
      field: 'value',
      before: '+380501111111',
      kept: '+380501234567',
      keptBy: null,
      keptDevice: null,
      keptAtMs: 1,
      lost: '+380507654321',
      lostBy: null,
      lostDevice: null,
      lostAtMs: 1,
      status: 'open',
      settledBy: null,
      settledAtMs: null,
    },
    products: { name },
    scripts: { document: sampleScript() },
    dispositions: {
      document: { dispositionId: 'd', shortcut: 'a', label: name, noteRequired: false, followUp: 'none', position: 1 },
    },
    queues: { document: { queueId: 'q', name, dispositionRequired: false, acwLimitSeconds: 0, dnis: [] } },
    shared_settings: { scope: 'organisation', scopeId: 'all', key: 'k', value: 1 },
    territories: { name: 'North' },
    offices: { name: 'Office', city: null },
    teams: { name: 'Team', officeId: null },
    users: {
      login: 'l',
      name: 'n',
      role: 'operator',
      active: true,
      officeId: null,
      teamId: null,
      territoryIds: [],
      homeTerritoryId: null,
    },
  }
  const fields = made[entity]
  if (!fields) throw new Error(`no sample of ${entity}`)
  return fields
}

/** What a person might set, by entity: a value that is another than the sample's. */
export const changes: Readonly<Record<string, readonly (readonly [field: string, value: unknown])[]>> = {
  customers: [
    ['name', 'Another'],
    ['city', 'Kyiv'],
    ['lifetimeValue', 9_000],
    ['monthlyValue', 90],
    ['territoryId', 'move'],
  ],
  contact_points: [
    ['value', '+380509999999'],
    ['label', 'work'],
    ['customerId', 'move'],
  ],
  customer_facts: [
    ['label', 'Car'],
    ['customerId', 'move'],
  ],
  addresses: [
    ['line', '2'],
    ['customerId', 'move'],
  ],
  relations: [['kind', 'parent']],
  number_memory: [
    ['confirmedAtMs', 9],
    ['customerId', 'move'],
  ],
  cases: [
    ['title', 'Another'],
    ['customerId', 'move'],
  ],
  tasks: [
    ['title', 'Another'],
    ['doneAtMs', 9],
    ['customerId', 'move'],
  ],
  agreements: [['title', 'Another']],
  customer_products: [['since', '2020-01-01']],
  interactions: [
    ['note', 'Asked about a bill and more'],
    ['customerId', 'move'],
  ],
  script_runs: [['updatedAtMs', 9]],
  case_events: [['detail', 'Waiting still']],
  conflicts: [
    ['status', 'settled'],
    ['kept', 'x'],
    ['lost', 'x'],
    ['customerId', 'move'],
  ],
  products: [['name', { ...name, en: 'Another' }]],
  scripts: [['document', sampleScript({ version: 99 })]],
  dispositions: [
    ['document', { dispositionId: 'd', shortcut: 'b', label: name, noteRequired: true, followUp: 'none', position: 2 }],
  ],
  queues: [['document', { queueId: 'q', name, dispositionRequired: true, acwLimitSeconds: 0, dnis: [] }]],
  shared_settings: [['value', 2]],
  territories: [['name', 'Another']],
  offices: [['name', 'Another']],
  teams: [['name', 'Another']],
  users: [['role', 'administrator']],
}

export const rowId = (entity: string, place: string): string => {
  // A script's run has the id of its call.
  const base = entity === 'script_runs' ? 'interactions' : entity
  return rules[entity]?.everybodys ? `${entity}-all` : `${base}-${place}`
}

/** One row of each entity in each territory, and one of each that everybody has. */
export function allRows(): readonly ServerRow[] {
  const stamp: Stamp = { hlc: formatHlc(1, 0, 'other'), by: 'other', device: 'other', rev: 1 }
  return Object.entries(rules).flatMap(([entity, { everybodys }]) =>
    (everybodys ? ['all'] : territories).map((place) => ({
      entity: entity as EntityName,
      id: rowId(entity, place),
      rev: 1,
      territory: everybodys ? null : place,
      deleted: false,
      fields: fieldsOf(entity, place),
      stamps: { '*': stamp },
    })),
  )
}
