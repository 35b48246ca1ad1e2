import type { CommandOutput } from '#shared/contract/commands.ts'
import type { Role } from '#shared/domain/people/role.ts'
import type { SessionState } from '#shared/domain/people/session.ts'
import { type DeviceRecord, deviceRecord, type UserRecord, userRecord } from '#shared/domain/people/user.ts'
import type { ConflictRecord, OutgoingChange, SyncState, WhileAway } from '#shared/domain/sync/sync-state.ts'
import { demoNames } from './fixtures.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const server = 'https://dzvin.example.com'

export function signedIn(
  role: Role,
  nowMs: number,
  more: { offline?: boolean; mustChangePassword?: boolean } = {},
): SessionState {
  return {
    kind: 'signed-in',
    user: {
      userId: 'user-1',
      login: 'prykladenko',
      name: demoNames[1],
      role,
      mustChangePassword: more.mustChangePassword ?? false,
      secondFactor: false,
    },
    offline: more.offline ?? false,
    offlineUntilMs: nowMs + 9 * dayMs,
    deviceId: 'device-1',
    server,
  }
}

export function signedOut(nowMs: number, more: Partial<Extract<SessionState, { kind: 'signed-out' }>> = {}): SessionState {
  return {
    kind: 'signed-out',
    server,
    known: [
      { login: 'prykladenko', name: demoNames[1], offlineUntilMs: nowMs + 9 * dayMs },
      { login: 'vzirtseva', name: demoNames[3], offlineUntilMs: nowMs - dayMs },
    ],
    keyStorage: 'system',
    oidc: true,
    ...more,
  }
}

export function sync(kind: SyncState['kind'], nowMs: number, more: Partial<SyncState> = {}): SyncState {
  return { kind, waiting: 0, refused: 0, conflicts: 0, confirmedAtMs: nowMs - 20_000, ...more }
}

export function demoOutgoing(nowMs: number, refused: boolean): OutgoingChange[] {
  const made = (index: number) => nowMs - (index * 11 + 3) * minuteMs
  const about = (index: number) => ({ customerId: `customer-${index}`, customerName: demoNames[index % demoNames.length]! })
  if (!refused) {
    return [
      {
        seq: 9,
        entity: 'cases',
        row: 'c',
        kind: 'patch',
        values: [{ field: 'status', value: 'solved' }],
        madeAtMs: made(0),
        ...about(0),
      },
      {
        seq: 8,
        entity: 'interactions',
        row: 'i',
        kind: 'patch',
        values: [{ field: 'note', value: 'Пообіцяли майстра на завтра. Просить перерахунок за три дні.' }],
        madeAtMs: made(1),
        ...about(2),
      },
      {
        seq: 7,
        entity: 'tasks',
        row: 't',
        kind: 'create',
        values: [
          { field: 'kind', value: 'callback' },
          { field: 'title', value: 'Передзвонити щодо знижки' },
          { field: 'dueAtMs', value: nowMs + dayMs },
        ],
        madeAtMs: made(2),
        ...about(3),
      },
    ]
  }
  return [
    {
      seq: 5,
      entity: 'customers',
      row: 'customer-1',
      kind: 'patch',
      values: [
        { field: 'preferences', value: 'просить телефонувати після 17:00' },
        { field: 'customerSince', value: '2026-13-40' },
      ],
      madeAtMs: made(5),
      reason: 'invalid-value',
      field: 'customerSince',
      ...about(1),
    },
    {
      seq: 4,
      entity: 'agreements',
      row: 'a',
      kind: 'patch',
      values: [{ field: 'monthlyAmount', value: 45_000 }],
      madeAtMs: made(9),
      reason: 'field-right',
      field: 'monthlyAmount',
      ...about(2),
    },
  ]
}

export function demoConflicts(nowMs: number, status: ConflictRecord['status'] = 'open'): ConflictRecord[] {
  const written = (value: unknown, index: number, agoMs: number) => ({
    value,
    by: demoNames[index % demoNames.length]!,
    atMs: nowMs - agoMs,
    device: index % 2 ? 'Офіс 2, стіл 4' : 'Ноутбук польового офісу',
  })
  const settled = status === 'settled' ? { settledBy: demoNames[3], settledAtMs: nowMs - hourMs } : {}
  const one = (
    index: number,
    more: Partial<ConflictRecord> & Pick<ConflictRecord, 'entity' | 'field' | 'before' | 'kept' | 'lost'>,
  ) => ({
    conflictId: `conflict-${status}-${index}`,
    kind: 'value' as const,
    row: `row-${index}`,
    customerId: `customer-${index}`,
    customerName: demoNames[index % demoNames.length]!,
    status,
    ...settled,
    ...more,
  })
  return [
    one(0, {
      entity: 'customers',
      field: 'preferences',
      before: 'телефонувати після 17:00',
      kept: written('телефонувати після 18:00, краще у Viber', 1, 20 * minuteMs),
      lost: written('телефонувати після 17:00, не у вихідні; говорить польською', 3, 3 * hourMs),
    }),
    one(1, {
      entity: 'customer_facts',
      field: 'value',
      before: 'двоє дітей',
      kept: written('троє дітей', 3, 2 * hourMs),
      lost: written('двоє дітей і собака', 5, 26 * hourMs),
    }),
    one(2, {
      entity: 'cases',
      field: 'status',
      before: 'open',
      kept: written('solved', 1, 3 * hourMs),
      lost: written('waiting', 3, 5 * hourMs),
    }),
    one(3, {
      kind: 'edit-over-delete',
      entity: 'tasks',
      field: '',
      before: null,
      kept: written(null, 1, 4 * hourMs),
      lost: written(null, 3, 5 * hourMs),
    }),
    one(4, {
      entity: 'cases',
      field: 'dueAtMs',
      before: nowMs + dayMs,
      kept: written(nowMs + 2 * dayMs, 1, 6 * hourMs),
      lost: written(nowMs + 5 * dayMs, 3, 9 * hourMs),
    }),
  ]
}

export function demoAway(nowMs: number): WhileAway {
  return {
    fromMs: nowMs - 6 * dayMs,
    toMs: nowMs - minuteMs,
    customersAdded: 12,
    customersChanged: 143,
    interactions: 486,
    casesOpened: 21,
    tasksForMe: 3,
    customersLeft: 2,
    customers: [14, 9, 4, 1].map((changes, index) => ({ customerId: `customer-${index}`, name: demoNames[index]!, changes })),
  }
}

export const demoPlaces: CommandOutput<'admin.places'> = {
  territories: ['Північ', 'Південь', 'Захід', 'Схід', 'Центр', 'Карпати'].map((name, index) => ({
    id: `territory-${index}`,
    name,
  })),
  offices: [
    { id: 'office-1', name: 'Головний офіс', city: 'Київ' },
    { id: 'office-2', name: 'Польовий офіс «Карпати»' },
  ],
  teams: [
    { id: 'team-1', name: 'Підтримка, перша лінія', officeId: 'office-1' },
    { id: 'team-2', name: 'Виїзні інженери' },
  ],
}

export function demoUsers(nowMs: number): UserRecord[] {
  const roles: readonly Role[] = ['operator', 'operator', 'supervisor', 'field-office', 'analyst', 'administrator', 'operator']
  return demoNames.map((name, index) =>
    userRecord.parse({
      userId: `user-${index}`,
      login: `login${index + 1}`,
      name,
      role: roles[index],
      active: index !== 6,
      officeId: index % 3 === 0 ? 'office-2' : 'office-1',
      ...(index < 2 ? { teamId: 'team-1' } : {}),
      territoryIds: demoPlaces.territories.slice(index % 3, (index % 3) + 1 + (index % 3)).map(({ id }) => id),
      homeTerritoryId: `territory-${index % 3}`,
      secondFactor: index % 2 === 1,
      ...(index === 4 ? { lockedUntilMs: nowMs + 9 * minuteMs } : {}),
      ...(index === 6 ? {} : { lastSignInAtMs: nowMs - index * 19 * hourMs }),
    }),
  )
}

export function demoDevices(nowMs: number): DeviceRecord[] {
  const statuses = ['active', 'active', 'revoked', 'wipe-asked', 'wiped'] as const
  return statuses.map((status, index) =>
    deviceRecord.parse({
      deviceId: `device-${index}`,
      userId: `user-${index}`,
      userName: demoNames[index],
      name: index % 2 ? `Офіс 2, стіл ${index}` : 'Ноутбук польового офісу «Карпати»',
      appVersion: '0.1.0',
      firstSeenAtMs: nowMs - 90 * dayMs,
      lastSeenAtMs: nowMs - index * 31 * hourMs,
      online: index === 0,
      status,
    }),
  )
}

export function demoQuarantine(nowMs: number): CommandOutput<'admin.quarantine'> {
  return demoOutgoing(nowMs, false).map((change, index) => ({
    id: `held-${index}`,
    actor: demoNames[2],
    device: 'device-2',
    entity: change.entity,
    row: change.row,
    kind: change.kind,
    fields: Object.fromEntries(change.values.map(({ field, value }) => [field, value])),
    reason: 'shut-out',
    arrivedAtMs: change.madeAtMs,
  }))
}

export function demoSessions(nowMs: number): CommandOutput<'session.mySessions'> {
  return [0, 1, 2].map((index) => ({
    sessionId: `session-${index}`,
    deviceId: `device-${index}`,
    deviceName: ['Офіс 2, стіл 4', 'Ноутбук польового офісу', 'Офіс 1, стіл 12'][index]!,
    startedAtMs: nowMs - (index + 1) * 3 * dayMs,
    lastUsedAtMs: nowMs - index * 27 * hourMs,
    address: `192.0.2.${10 + index}`,
    current: index === 0,
  }))
}
