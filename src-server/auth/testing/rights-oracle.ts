import type { Role } from '#shared/domain/people/role.ts'

/*
 * Who may do what, written down once more by hand from what people were promised, so that a slip in the entities or in the
 * authority shows. Imports nothing of either.
 */

interface Rule {
  readonly create: string
  readonly change: string
  readonly remove: string
  /** Everybody has these rows; others are in a territory. */
  readonly everybodys?: true
}

// O operator, S supervisor, F field office, Y analyst, A administrator
const letters: Readonly<Record<Role, string>> = {
  operator: 'O',
  supervisor: 'S',
  'field-office': 'F',
  analyst: 'Y',
  administrator: 'A',
}
const daily: Rule = { create: 'OSFA', change: 'OSFA', remove: 'OSFA' }
const history: Rule = { create: 'OSFA', change: 'OSFA', remove: '' }
const catalogue: Rule = { create: 'A', change: 'A', remove: 'A', everybodys: true }
const directory: Rule = { create: '', change: '', remove: '', everybodys: true }

export const rules: Readonly<Record<string, Rule>> = {
  customers: { create: 'OSFA', change: 'OSFA', remove: 'SA' },
  contact_points: daily,
  customer_facts: daily,
  addresses: daily,
  relations: daily,
  number_memory: daily,
  cases: daily,
  tasks: daily,
  agreements: { create: 'SFA', change: 'OSFA', remove: 'SA' },
  customer_products: { create: 'SFA', change: 'OSFA', remove: 'SA' },
  interactions: history,
  script_runs: history,
  case_events: history,
  conflicts: { create: '', change: 'OSFA', remove: '' },
  products: catalogue,
  scripts: catalogue,
  dispositions: catalogue,
  queues: catalogue,
  shared_settings: catalogue,
  territories: directory,
  offices: directory,
  teams: directory,
  users: directory,
}

const money = ['customers.lifetimeValue', 'customers.monthlyValue']
/** What analysts do not see. */
const hiddenFromAnalysts = new Set([
  ...money,
  'agreements.monthlyAmount',
  'contact_points.value',
  'tasks.number',
  'interactions.number',
  'interactions.caller',
  'interactions.context',
])
const forManagers = new Set([...money, 'customers.territoryId'])
/** What the server alone writes into a conflict. */
const settledByPeople = new Set(['conflicts.status', 'conflicts.settledBy', 'conflicts.settledAtMs'])

export interface Asker {
  readonly role: Role
  readonly territories: readonly string[]
}

export const isHis = (asker: Asker, territory: string | null): boolean =>
  territory === null || asker.territories.includes(territory)

export function maySee(asker: Asker, entity: string, territory: string | null): boolean {
  // Its id is a telephone number.
  if (asker.role === 'analyst' && entity === 'number_memory') return false
  return entity in rules && isHis(asker, territory)
}

export function isHidden(asker: Asker, entity: string, field: string): boolean {
  return asker.role === 'analyst' && hiddenFromAnalysts.has(`${entity}.${field}`)
}

export function maySet(asker: Asker, entity: string, field: string): boolean {
  const name = `${entity}.${field}`
  if (isHidden(asker, entity, field)) return false
  if (forManagers.has(name)) return asker.role === 'supervisor' || asker.role === 'administrator'
  return entity !== 'conflicts' || settledByPeople.has(name)
}

/** `from`: where the row is; `to`: where it would be then. */
export function mayDo(
  asker: Asker,
  what: {
    readonly kind: 'create' | 'change' | 'remove'
    readonly entity: string
    readonly from: string | null
    readonly to: string | null
  },
): boolean {
  const rule = rules[what.entity]
  return rule?.[what.kind].includes(letters[asker.role]) === true && isHis(asker, what.from) && isHis(asker, what.to)
}
