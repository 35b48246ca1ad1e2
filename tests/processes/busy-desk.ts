import type { DeskProcess } from './desk-process.ts'
import { newFact, points } from './desk-work.ts'
import type { SharedDatabase } from './shared-database.ts'

export interface DeskCustomer {
  readonly id: string
  readonly points: number
}

/** What a desk was told is kept: facts by id, and how often the points of its own customer were raised. */
export interface Kept {
  readonly facts: string[]
  raised: number
}

/** Writes one transaction after the other until `over`; ends, as a person does, when its desk dies. */
export async function keepBusy(desk: DeskProcess, customer: DeskCustomer, kept: Kept, over: () => boolean): Promise<void> {
  while (!over() && desk.running) {
    const fact = newFact(customer.id, `fact ${kept.facts.length}`)
    try {
      await desk.write([fact, points(customer.id, customer.points + kept.raised + 1)])
    } catch (error) {
      if (!desk.running) return
      throw error
    }
    kept.facts.push(fact.id)
    kept.raised += 1
  }
}

/**
 * What of this is not at the server, or is there more than once, as words. `unsaid`: so many writes may be there of which nobody
 * was told, because their desk died.
 */
export async function missing(database: SharedDatabase, customer: DeskCustomer, kept: Kept, unsaid = 0): Promise<string[]> {
  const facts = await database.query<{ id: string }>('SELECT id FROM customer_facts WHERE id = ANY($1::text[]) AND NOT deleted', [
    kept.facts,
  ])
  const there = new Set(facts.map(({ id }) => id))
  const [row] = await database.query<{ points: number }>('SELECT loyalty_points AS points FROM customers WHERE id = $1', [
    customer.id,
  ])
  const raised = (row?.points ?? 0) - customer.points
  return [
    ...kept.facts.filter((id) => !there.has(id)).map((id) => `fact ${id} was lost`),
    ...(raised >= kept.raised && raised <= kept.raised + unsaid
      ? []
      : [`points were raised ${kept.raised} times here and ${raised} times at the server`]),
  ]
}

/** The first customers of one territory, with their points now. */
export function someCustomers(database: SharedDatabase, count: number): Promise<DeskCustomer[]> {
  return database.query<{ id: string; points: number }>(
    'SELECT id, loyalty_points AS points FROM customers WHERE territory_id = $1 ORDER BY id LIMIT $2',
    ['territory-1', count],
  )
}
