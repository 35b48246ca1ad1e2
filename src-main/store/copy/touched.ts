import type { EntityName } from '#shared/entities/entities.ts'
import type { PageApplied } from '#shared/ports/local-copy.ts'
import { catalogueEntities } from '../queries/catalogue.ts'
import type { FieldValues } from '../write/entity-table.ts'

/** Gathers what a page has changed, for the views that are open. */
export class Touched {
  readonly #customers = new Set<string>()
  readonly #interactions = new Set<string>()
  #catalogue = false

  add(entity: EntityName, id: string, fields: FieldValues | null): void {
    if (entity === 'customers') this.#customers.add(id)
    else if (typeof fields?.customerId === 'string') this.#customers.add(fields.customerId)
    if (entity === 'relations' && typeof fields?.otherCustomerId === 'string') this.#customers.add(fields.otherCustomerId)
    if (entity === 'interactions' || entity === 'script_runs') this.#interactions.add(id)
    if ((catalogueEntities as readonly string[]).includes(entity)) this.#catalogue = true
  }

  result(more: boolean): PageApplied {
    return { customers: [...this.#customers], interactions: [...this.#interactions], catalogue: this.#catalogue, more }
  }
}
