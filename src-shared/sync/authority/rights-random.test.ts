import { expect, it } from 'vitest'
import { allRoles } from '../../domain/people/role.ts'
import type { EntityName, Fields } from '../../entities/entities.ts'
import type { Mutation } from '../protocol.ts'
import { changesField, columnOf, entityOf, may, type NamedEntity, sees } from '../rights.ts'
import { applyPush } from './apply-push.ts'
import { MemoryAuthority } from './testing/memory-authority.ts'
import { caseRow, customer, device, interaction, principal, task } from './testing/mutations.ts'

const territories = ['north', 'south', 'west']
const seed = 20_261_121
const rounds = 6_000

/** Anything that a row could be made of or changed to, so that each mutation is well-formed and only rights decide. */
const samples: { readonly [N in EntityName]?: Partial<Fields<N>> } = {
  customers: { name: 'x', lifetimeValue: 5, territoryId: 'west' },
  interactions: { note: 'x', customerId: 'c-west' },
  cases: { title: 'x', customerId: 'c-south' },
  tasks: { title: 'x', customerId: null },
  contact_points: { value: '+380501112233', customerId: 'c-north' },
  users: { role: 'administrator' },
  scripts: {},
  conflicts: { lost: 1, status: 'settled' },
}
const whole: { readonly [N in EntityName]?: object } = {
  customers: customer,
  interactions: interaction,
  cases: caseRow,
  tasks: task,
}

it(`SYNC-10 nothing gets in against the rights, in ${rounds} random mutations (seed ${seed})`, async () => {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const store = new MemoryAuthority()
  const root = principal({ userId: 'root', role: 'administrator', territories })
  const origin = device('origin', 'root')
  const context = {
    nowMs: 1,
    ids: { next: () => `k-${random(2 ** 31)}` },
    onDefect: (cause: unknown) => expect(cause).toBeUndefined(),
  }
  const first: Mutation[] = territories.flatMap((territory) => [
    origin.create('customers', `c-${territory}`, { ...customer, territoryId: territory }),
    origin.create('interactions', `i-${territory}`, { ...interaction, customerId: `c-${territory}` }),
    origin.create('cases', `k-${territory}`, { ...caseRow, customerId: `c-${territory}` }),
    origin.create('tasks', `t-${territory}`, { ...task, customerId: `c-${territory}` }),
  ])
  await applyPush(store, root, { protocol: 1, device: 'origin', mutations: first }, context)
  const counts = { applied: 0, refused: 0, quarantined: 0 }

  for (let round = 0; round < rounds; round += 1) {
    const name = pick(Object.keys(samples) as EntityName[])
    const entity = entityOf(name) as NamedEntity
    const who = principal({ role: pick(allRoles), territories: territories.filter(() => random(2) === 0) })
    const kind = pick(['create', 'patch', 'delete'] as const)
    const values = Object.entries(samples[name] ?? {}).filter(() => random(2) === 0)
    const target =
      random(6) === 0 ? `new-${round}` : pick([...store.held.values()].filter((row) => row.entity === name).map(({ id }) => id))
    const mutation: Mutation = {
      ...device(`d${round}`, who.userId).create('tasks', target ?? `new-${round}`, task),
      entity: name,
      kind,
      fields: { ...(kind === 'create' ? whole[name] : {}), ...Object.fromEntries(values) },
      base: { epoch: 'epoch-1', rev: random(3) * 1_000 },
    }
    const before = new Map(store.held)
    const { answer } = await applyPush(store, who, { protocol: 1, device: `d${round}`, mutations: [mutation] }, context)
    const outcome = answer.kind === 'pushed' ? answer.answers[0]?.outcome : undefined
    if (!outcome) throw new Error(answer.kind)
    counts[outcome.kind] += 1
    const changed = [...store.held].filter(([key, row]) => before.get(key) !== row)
    if (outcome.kind !== 'applied') {
      expect(changed, `round ${round}`).toEqual([])
      continue
    }
    const operation = kind === 'create' ? 'create' : kind === 'patch' ? 'change' : 'remove'
    expect(may(who, operation, entity), `round ${round}`).toBe(true)
    for (const [key, row] of changed) {
      expect(sees(who, before.get(key)?.territory ?? row.territory), `round ${round}: was`).toBe(true)
      expect(sees(who, row.territory), `round ${round}: is`).toBe(true)
    }
    const [was, is] = [before.get(`${name}/${mutation.row}`), store.row(name, mutation.row)]
    for (const [field, value] of Object.entries(was && is ? is.fields : {})) {
      const column = columnOf(entity, field)
      const allowed = column !== undefined && (changesField(who.role, column) || field === 'territoryId')
      if (was?.fields[field] !== value && !was?.deleted) expect(allowed, `round ${round}: ${field}`).toBe(true)
    }
  }
  for (const kind of ['applied', 'refused', 'quarantined'] as const) expect(counts[kind], kind).toBeGreaterThan(150)
}, 60_000)

function randomOf(from: number): (below: number) => number {
  let state = from
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
