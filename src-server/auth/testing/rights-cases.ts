import { allRoles } from '#shared/domain/people/role.ts'
import { formatHlc } from '#shared/sync/hybrid-clock.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { Mutation } from '#shared/sync/protocol.ts'
import { type Asker, mayDo, maySet, rules } from './rights-oracle.ts'
import { changes, fieldsOf, rowId, territories } from './rights-rows.ts'

/** One try to write, and what the oracle says of it. */
export interface WriteCase {
  readonly principal: Principal
  readonly mutation: Omit<Mutation, 'seq' | 'base'>
  readonly allowed: boolean
  readonly told: string
}

/** mulberry32: the same seed gives the same cases. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

export function randomAsker(random: () => number, userId: string): Asker & { readonly principal: Principal } {
  const role = pick(random, allRoles)
  const own = role === 'administrator' ? [...territories] : territories.filter(() => random() < 0.4)
  // A home that was taken away is no home.
  const home = random() < 0.2 ? pick(random, territories) : (own[0] ?? null)
  return { role, territories: own, principal: { userId, role, territories: new Set(own), homeTerritory: home } }
}

export function writeCase(random: () => number, number: number): WriteCase {
  const asker = randomAsker(random, 'me')
  const entity = pick(random, Object.keys(rules))
  const place = pick(random, territories)
  const kind = pick(random, ['create', 'patch', 'patch', 'delete'] as const)
  const built =
    kind === 'create'
      ? create(random, asker, entity, place, number)
      : kind === 'patch'
        ? patch(random, asker, entity, place)
        : remove(asker, entity, place)
  const forged = random() < 0.05
  const { allowed, ...rest } = built
  const mutation = {
    before: {},
    ...rest,
    id: `m${number}`,
    entity,
    kind,
    hlc: formatHlc(1_000_000 + number, 0, 'mine'),
    actor: forged ? 'somebody-else' : 'me',
    schema: 1,
  }
  const told = `${asker.role} of [${asker.territories}] home ${asker.principal.homeTerritory}: ${kind} ${entity} ${mutation.row} ${JSON.stringify(mutation.fields)}`
  return { principal: asker.principal, mutation, allowed: allowed && !forged, told }
}

type Built = Pick<Mutation, 'row' | 'fields'> & { readonly before?: Mutation['before']; readonly allowed: boolean }

/** With nothing in the fields that only some may set, or, at times, with something. */
function create(random: () => number, asker: Asker, entity: string, place: string, number: number): Built {
  const row = `new-${number}`
  const reaches = random() < 0.3
  const plain = entity === 'customers' && !reaches ? { lifetimeValue: 0, monthlyValue: 0, territoryId: null } : {}
  const fields = { ...fieldsOf(entity, place), ...plain }
  const atHome = (entity === 'customers' && !reaches) || entity === 'script_runs'
  const to = rules[entity]?.everybodys ? null : atHome ? (asker.territories[0] ?? 'nowhere') : place
  const mayFields = entity !== 'customers' || !reaches || maySet(asker, entity, 'territoryId')
  return { row, fields, allowed: mayFields && mayDo(asker, { kind: 'create', entity, from: to, to }) }
}

function patch(random: () => number, asker: Asker, entity: string, place: string): Built {
  const from = rules[entity]?.everybodys ? null : place
  const [field, given] = pick(random, changes[entity] ?? [])
  const target = pick(random, territories)
  const moves = given === 'move'
  const value = moves ? (field === 'territoryId' ? target : `customers-${target}`) : given
  const allowed = maySet(asker, entity, field) && mayDo(asker, { kind: 'change', entity, from, to: moves ? target : from })
  return { row: rowId(entity, place), fields: { [field]: value }, before: { [field]: fieldsOf(entity, place)[field] }, allowed }
}

function remove(asker: Asker, entity: string, place: string): Built {
  const from = rules[entity]?.everybodys ? null : place
  return { row: rowId(entity, place), fields: {}, allowed: mayDo(asker, { kind: 'remove', entity, from, to: from }) }
}
