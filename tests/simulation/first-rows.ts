import type { EntityName } from '#shared/entities/entities.ts'
import type { ServerRow } from '#shared/sync/authority/authority-store.ts'
import { formatHlc } from '#shared/sync/hybrid-clock.ts'
import type { SimUser } from './server/memory-server.ts'
import type { Fields } from './sim-copy.ts'
import { startMs } from './timeline.ts'

export const allTerritories = ['north', 'south', 'west'] as const

export interface FirstRow {
  readonly entity: EntityName
  readonly id: string
  readonly territory: string | null
  readonly fields: Fields
}

/** What the server holds before anybody has signed in. */
export function firstRows(users: readonly SimUser[], customersOfEach: number): FirstRow[] {
  const everybody = (entity: EntityName, id: string, fields: Fields): FirstRow => ({ entity, id, territory: null, fields })
  return [
    ...allTerritories.map((id) => everybody('territories', id, { name: id })),
    ...users.map((user) => everybody('users', user.userId, userFields(user))),
    ...allTerritories.flatMap((territory) =>
      Array.from({ length: customersOfEach }, (_, at) => customerRows(territory, `${territory}-${at}`)).flat(),
    ),
  ]
}

export function userFields({ userId, role, territories, homeTerritory }: SimUser): Fields {
  return {
    login: userId,
    name: userId,
    role,
    active: true,
    officeId: null,
    teamId: null,
    territoryIds: [...territories],
    homeTerritoryId: homeTerritory,
  }
}

function customerRows(territory: string, id: string): FirstRow[] {
  const of = (entity: EntityName, rowId: string, fields: Fields): FirstRow => ({ entity, id: rowId, territory, fields })
  return [
    of('customers', id, { ...newCustomer(`name of ${id}`, territory), createdAtMs: startMs }),
    of('contact_points', `phone-${id}`, newPhone(id, '+380671234567')),
    of('customer_facts', `fact-${id}`, { customerId: id, label: 'car', value: `fact of ${id}`, addedAtMs: startMs }),
    of('tasks', `task-${id}`, newTask(id, `task of ${id}`, startMs)),
  ]
}

export function newCustomer(name: string, territoryId: string | null): Fields {
  return {
    kind: 'person',
    name,
    givenName: null,
    familyName: null,
    language: 'uk',
    segment: 'standard',
    vip: false,
    doNotCall: false,
    city: null,
    address: null,
    customerSince: null,
    lifetimeValue: 0,
    monthlyValue: 0,
    currency: 'UAH',
    loyaltyScore: null,
    loyaltyPoints: 0,
    nps: null,
    preferences: null,
    tags: [],
    createdAtMs: startMs,
    territoryId,
  }
}

export function newPhone(customerId: string, value: string): Fields {
  return { customerId, kind: 'phone', value, extension: null, label: 'mobile', primary: true }
}

export function newTask(customerId: string | null, title: string, createdAtMs: number): Fields {
  return {
    kind: 'task',
    customerId,
    caseId: null,
    interactionId: null,
    title,
    number: null,
    assignee: null,
    createdAtMs,
    dueAtMs: null,
    doneAtMs: null,
  }
}

export function newCall(customerId: string, startedAtMs: number, note: string): Fields {
  return {
    customerId,
    channel: 'phone',
    direction: 'inbound',
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
    note,
    dispositionId: null,
    finished: false,
    handledAtMs: null,
    popStages: null,
  }
}

export function storedRow({ entity, id, territory, fields }: FirstRow, rev: number): ServerRow {
  const stamp = { hlc: formatHlc(startMs, 0, 'server'), by: 'server', device: 'server', rev }
  return { entity, id, rev, territory, deleted: false, fields, stamps: { '*': stamp } }
}
