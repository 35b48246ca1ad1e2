import type { Statement } from 'better-sqlite3-multiple-ciphers'
import { type Column, columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'

type Stored = string | number | null

/** Writes one entity's table. Every word of its SQL comes from the entity's definition, none from outside. */
export class EntityTable {
  readonly name: EntityName
  readonly #database: WriteConnection
  readonly #columns: readonly (readonly [field: string, column: Column])[]
  readonly #insert: Statement<Stored[]>
  readonly #delete: Statement<[string]>
  readonly #rowid: Statement<[string], number>
  readonly #updates = new Map<string, Statement<Stored[]>>()

  constructor(database: WriteConnection, name: EntityName) {
    this.name = name
    this.#database = database
    this.#columns = Object.entries(entities[name].columns)
    const names = this.#columns.map(([field]) => quoted(field))
    this.#insert = database.prepare(
      `INSERT INTO ${name} (id, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)}) ON CONFLICT (id) DO NOTHING`,
    )
    this.#delete = database.prepare(`DELETE FROM ${name} WHERE id = ?`)
    this.#rowid = database.prepare<[string], number>(`SELECT rowid FROM ${name} WHERE id = ?`).pluck()
  }

  /** The row's number, or undefined when the row exists already. */
  create(id: string, fields: Readonly<Record<string, unknown>>): number | undefined {
    const values: Stored[] = [id]
    for (const [field, column] of this.#columns) values.push(stored(column, fields[field]))
    const result = this.#insert.run(...values)
    return result.changes === 0 ? undefined : Number(result.lastInsertRowid)
  }

  /** False when there is no such row. */
  patch(id: string, fields: Readonly<Record<string, unknown>>): boolean {
    const changed = this.#columns.filter(([field]) => fields[field] !== undefined)
    if (changed.length === 0) return this.rowid(id) !== undefined
    const values = changed.map(([field, column]) => stored(column, fields[field]))
    return this.#update(changed.map(([field]) => field)).run(...values, id).changes > 0
  }

  delete(id: string): boolean {
    return this.#delete.run(id).changes > 0
  }

  rowid(id: string): number | undefined {
    return this.#rowid.get(id)
  }

  #update(fields: readonly string[]): Statement<Stored[]> {
    const key = fields.join()
    let statement = this.#updates.get(key)
    if (!statement) {
      statement = this.#database.prepare(
        `UPDATE ${this.name} SET ${fields.map((field) => `${quoted(field)} = ?`).join(', ')} WHERE id = ?`,
      )
      this.#updates.set(key, statement)
    }
    return statement
  }
}

function quoted(field: string): string {
  return `"${columnName(field)}"`
}

function stored(column: Column, value: unknown): Stored {
  if (value === null || value === undefined) return null
  if (column.type === 'boolean') return value ? 1 : 0
  return column.type === 'json' ? JSON.stringify(value) : (value as string | number)
}
