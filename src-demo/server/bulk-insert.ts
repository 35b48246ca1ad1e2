import { columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { PlacedRow } from './shared-rows.ts'

/** What seeding asks of the server's database. */
export interface SeedQueries {
  query<R extends object>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

const rowsEach = 1_000
const sqlTypes = { text: 'text', integer: 'bigint', real: 'double precision', boolean: 'boolean', json: 'jsonb' } as const

/**
 * Gathers rows by entity and writes them a thousand a statement. Nothing is told to the change feed: a server is seeded before
 * anybody has begun a copy of it, and a copy reads the tables.
 */
export class BulkInsert {
  readonly #queries: SeedQueries
  readonly #waiting = new Map<EntityName, object[]>()
  rows = 0

  constructor(queries: SeedQueries) {
    this.#queries = queries
  }

  async add({ row, territory }: PlacedRow): Promise<void> {
    const waiting = this.#waiting.get(row.entity) ?? []
    this.#waiting.set(row.entity, waiting)
    waiting.push({ id: row.id, ...row.fields, territoryId: territory })
    if (waiting.length >= rowsEach) await this.#write(row.entity, waiting)
  }

  async end(): Promise<void> {
    for (const [name, waiting] of this.#waiting) if (waiting.length > 0) await this.#write(name, waiting)
  }

  async #write(name: EntityName, waiting: object[]): Promise<void> {
    await this.#queries.query(insertOf(name), [JSON.stringify(waiting)])
    this.rows += waiting.length
    waiting.length = 0
  }
}

function insertOf(name: EntityName): string {
  // A customer's own field and where a row belongs are one column.
  const fields = new Map([['id', 'text'], ...typesOf(name), ['territoryId', 'text']])
  const names = [...fields.keys()].map((field) => `"${columnName(field)}"`).join(', ')
  const values = [...fields.keys()].map((field) => `r."${field}"`).join(', ')
  const typed = [...fields].map(([field, type]) => `"${field}" ${type}`).join(', ')
  return `INSERT INTO "${name}" (${names}, rev) SELECT ${values}, nextval('row_rev') FROM json_to_recordset($1::json) AS r (${typed})`
}

function typesOf(name: EntityName): [string, string][] {
  return Object.entries(entities[name].columns).map(([field, { type }]) => [field, sqlTypes[type]])
}
