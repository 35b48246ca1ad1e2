import type { ScriptId } from '../../../domain/ids.ts'
import { type EntityName, entities, type Fields } from '../../../entities/entities.ts'
import { formatHlc } from '../../hybrid-clock.ts'
import type { Principal } from '../../principal.ts'
import { type Mutation, schemaVersion } from '../../protocol.ts'

export function principal(given: Partial<Omit<Principal, 'territories'>> & { territories?: readonly string[] } = {}): Principal {
  const { territories = ['north'], ...rest } = given
  return { userId: 'anna', role: 'operator', homeTerritory: territories[0] ?? null, ...rest, territories: new Set(territories) }
}

/** Mutations of one device in order, with times that go up by a second. */
export function device(name: string, actor: string, epoch = 'epoch-1') {
  let seq = 0
  let atMs = 1_000_000
  function next(given: Pick<Mutation, 'entity' | 'row' | 'kind'> & Partial<Mutation>): Mutation {
    seq += 1
    atMs += 1_000
    return {
      id: `${name}-${seq}`,
      seq,
      fields: {},
      before: {},
      base: { epoch, rev: 0 },
      hlc: formatHlc(atMs, 0, name),
      actor,
      schema: schemaVersion,
      ...given,
    }
  }
  return {
    name,
    create: <N extends EntityName>(entity: N, row: string, fields: Fields<N>, more: Partial<Mutation> = {}) =>
      next({ entity, row, kind: 'create', fields: { ...fields }, ...more }),
    patch: <N extends EntityName>(
      entity: N,
      row: string,
      fields: Partial<Fields<N>>,
      before: Partial<Fields<N>>,
      more: Partial<Mutation> = {},
    ) => next({ entity, row, kind: 'patch', fields: { ...fields }, before: { ...before }, ...more }),
    remove: (entity: EntityName, row: string, rev: number, more: Partial<Mutation> = {}) =>
      next({ entity, row, kind: 'delete', base: { epoch, rev }, ...more }),
    /** Turns this device's clock. */
    at(ms: number) {
      atMs = ms
    },
  }
}

export const customer: Fields<'customers'> = {
  kind: 'person',
  name: 'Customer',
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
  currency: '',
  loyaltyScore: null,
  loyaltyPoints: 0,
  nps: null,
  preferences: null,
  tags: [],
  createdAtMs: 1,
  territoryId: null,
}

export const interaction: Fields<'interactions'> = {
  ...(Object.fromEntries(
    Object.keys(entities.interactions.columns).map((field) => [field, null]),
  ) as unknown as Fields<'interactions'>),
  channel: 'call',
  startedAtMs: 1,
  ringMs: 0,
  talkMs: 0,
  holdMs: 0,
  wrapUpMs: 0,
  note: '',
  finished: false,
}

export const scriptRun: Fields<'script_runs'> = {
  scriptId: 'script',
  run: { scriptId: 'script' as ScriptId, version: 1, language: 'uk', path: [], answers: {}, finished: false },
  updatedAtMs: 1,
}

export const task: Fields<'tasks'> = {
  kind: 'task',
  customerId: null,
  caseId: null,
  interactionId: null,
  title: 'Task',
  number: null,
  assignee: null,
  createdAtMs: 1,
  dueAtMs: null,
  doneAtMs: null,
}

export const caseRow: Fields<'cases'> = {
  customerId: 'c1',
  interactionId: null,
  number: '1',
  title: 'Case',
  status: 'open',
  priority: 'normal',
  owner: null,
  openedAtMs: 1,
  dueAtMs: null,
  closedAtMs: null,
}
