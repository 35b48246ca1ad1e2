import type { Statement } from 'better-sqlite3-multiple-ciphers'
import { type Column, columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'

type Stored = string | number | null
export type FieldValues = Readonly<Record<string, unknown>>

/** What this device alone knows of a row: see the migration keep-copy. */
export interface LocalMarks {
  readonly rev: number
  readonly place: number
  readonly round: number
}
export interface StoredRow extends LocalMarks {
  readonly fields: FieldValues
}

/** Writes one entity's table. Every word of its SQL comes from the entity's definition, none from outside. */
export class EntityTable {
  readonly name: EntityName
  readonly #database: WriteConnection
  readonly #columns: readonly (readonly [field: string, column: Column])[]
  readonly #insert: Statement<Stored[]>
  readonly #delete: Statement<[string]>
  readonly #rowid: Statement<[string], number>
  readonly #updates = new Map<string, Statement<Stored[]>>()
  #keeping: ReturnType<typeof prepareKeeping> | undefined

  constructor(database: WriteConnection, name: EntityName) {
    this.name = name
    this.#database = database
    this.#columns = Object.entries<Column>(entities[name].columns)
    const names = this.#columns.map(([field]) => quoted(field))
    this.#insert = database.prepare(
      `INSERT INTO ${name} (id, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)}) ON CONFLICT (id) DO NOTHING`,
    )
    this.#delete = database.prepare(`DELETE FROM ${name} WHERE id = ?`)
    this.#rowid = database.prepare<[string], number>(`SELECT rowid FROM ${name} WHERE id = ?`).pluck()
  }

  /** The row's number, or undefined when the row exists already. */
  create(id: string, fields: FieldValues): number | undefined {
    const values: Stored[] = [id]
    for (const [field, column] of this.#columns) values.push(stored(column, fields[field]))
    const result = this.#insert.run(...values)
    return result.changes === 0 ? undefined : Number(result.lastInsertRowid)
  }

  /** False when there is no such row. */
  patch(id: string, fields: FieldValues): boolean {
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

  read(id: string): StoredRow | undefined {
    const row = this.#kept().read.get(id)
    if (!row) return undefined
    const fields: Record<string, unknown> = {}
    for (const [field, column] of this.#columns) fields[field] = loaded(column, row[columnName(field)])
    return { fields, rev: Number(row.rev), place: Number(row.place), round: Number(row.round) }
  }

  marks(id: string): LocalMarks | undefined {
    return this.#kept().marks.get(id)
  }

  setPlace(id: string, place: number): void {
    this.#kept().place.run(place, id)
  }

  /** The server's row where there is none yet; undefined when there is one. `values` are in the order of `insertOrder`. */
  insertKept(id: string, values: readonly Stored[], { rev, place, round }: LocalMarks): number | undefined {
    const result = this.#kept().insert.run(id, ...values, rev, place, round)
    return result.changes === 0 ? undefined : Number(result.lastInsertRowid)
  }

  /** All columns of a row that is there. */
  replaceKept(id: string, values: readonly Stored[], { rev, place, round }: LocalMarks): void {
    this.#kept().replace.run(...values, rev, place, round, id)
  }

  /** Values as they are stored, in the order of the entity's columns; undefined where one is not of its column's type. */
  storable(fields: FieldValues): Stored[] | undefined {
    const values: Stored[] = []
    for (const [field, column] of this.#columns) {
      const value = storable(column, fields[field])
      if (value === undefined) return undefined
      values.push(value)
    }
    return values
  }

  /** The same of a list; `positions` says by column where its value is, -1 where it is not. */
  storableAt(list: readonly unknown[], positions: readonly number[]): Stored[] | undefined {
    const values: Stored[] = []
    for (let at = 0; at < this.#columns.length; at++) {
      const value = storable(this.#columns[at]![1], list[positions[at]!])
      if (value === undefined) return undefined
      values.push(value)
    }
    return values
  }

  #kept() {
    this.#keeping ??= prepareKeeping(this.#database, this.name, this.#columns)
    return this.#keeping
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

/** Statements of a synced copy; a database that stands alone never needs them. */
function prepareKeeping(database: WriteConnection, name: EntityName, columns: readonly (readonly [string, Column])[]) {
  const all = [...columns.map(([field]) => quoted(field)), 'rev', 'place', 'round']
  return {
    read: database.prepare<[string], Record<string, Stored>>(`SELECT ${all.join(', ')} FROM ${name} WHERE id = ?`),
    marks: database.prepare<[string], LocalMarks>(`SELECT rev, place, round FROM ${name} WHERE id = ?`),
    place: database.prepare<[number, string]>(`UPDATE ${name} SET place = ? WHERE id = ?`),
    insert: database.prepare<Stored[]>(
      `INSERT INTO ${name} (id, ${all.join(', ')}) VALUES (?, ${all.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`,
    ),
    replace: database.prepare<Stored[]>(`UPDATE ${name} SET ${all.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`),
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

/** By type only: what the entity's schema would refuse (a word that a newer server knows) is left out by the reads. */
function storable(column: Column, value: unknown): Stored | undefined {
  if (value === null || value === undefined) return column.nullable ? null : absent[column.type]
  switch (column.type) {
    case 'text':
      return typeof value === 'string' ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : undefined
    case 'json':
      return JSON.stringify(value)
    default:
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }
}

/** Of a column that an older server does not send, or that is masked. */
const absent: Readonly<Record<Column['type'], Stored>> = { text: '', integer: 0, real: 0, boolean: 0, json: 'null' }

function loaded(column: Column, value: Stored | undefined): unknown {
  if (value === null || value === undefined) return null
  if (column.type === 'boolean') return value === 1
  return column.type === 'json' && typeof value === 'string' ? parsed(value) : value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
