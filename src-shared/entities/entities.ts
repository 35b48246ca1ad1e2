import { agreements } from './agreements.ts'
import { cardReads } from './card-reads.ts'
import { caseEvents } from './case-events.ts'
import { cases } from './cases.ts'
import { dispositions, queues, scripts } from './catalogue.ts'
import { conflicts } from './conflicts.ts'
import { contactPoints } from './contact-points.ts'
import { addresses, relations } from './customer-details.ts'
import { customerFacts } from './customer-facts.ts'
import { customers } from './customers.ts'
import type { RowOf } from './define-entity.ts'
import { interactions } from './interactions.ts'
import { numberMemory } from './number-memory.ts'
import { offices, teams, territories, users } from './people.ts'
import { customerProducts, products } from './products.ts'
import { scriptRuns } from './script-runs.ts'
import { sharedSettings } from './shared-settings.ts'
import { tasks } from './tasks.ts'

/** Every synced entity. The single source for tables, writes, sync, access and search. */
export const entities = {
  customers,
  contact_points: contactPoints,
  agreements,
  products,
  customer_products: customerProducts,
  customer_facts: customerFacts,
  cases,
  tasks,
  interactions,
  script_runs: scriptRuns,
  scripts,
  dispositions,
  queues,
  number_memory: numberMemory,
  addresses,
  relations,
  case_events: caseEvents,
  territories,
  offices,
  teams,
  users,
  shared_settings: sharedSettings,
  conflicts,
  card_reads: cardReads,
} as const

export type Entities = typeof entities
export type EntityName = keyof Entities
export type Row<N extends EntityName> = RowOf<Entities[N]>
/** What may be set: every column but the id. */
export type Fields<N extends EntityName> = Omit<Row<N>, 'id'>
