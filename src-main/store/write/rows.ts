import type { Column } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import { NameIndex } from '../search/name-index.ts'
import { EntityTable, type FieldValues, type LocalMarks } from './entity-table.ts'
import { RowCounts } from './row-counts.ts'

/** The entities' tables with what is kept in step with them: the index of names and the numbers of rows. */
export class Rows {
  readonly names: NameIndex
  readonly #tables = new Map<EntityName, EntityTable>()
  readonly #counts: RowCounts

  constructor(database: WriteConnection) {
    this.names = new NameIndex(database)
    this.#counts = new RowCounts(database)
    for (const name of entityNames) this.#tables.set(name, new EntityTable(database, name))
  }

  table(entity: EntityName): EntityTable {
    return this.#tables.get(entity)!
  }

  /** False when the row exists already. */
  create(entity: EntityName, id: string, fields: FieldValues): boolean {
    return this.#added(entity, this.table(entity).create(id, fields), true)
  }

  /** The same for a bulk load, whose names are indexed later. */
  createUnindexed(entity: EntityName, id: string, fields: FieldValues): boolean {
    return this.#added(entity, this.table(entity).create(id, fields), false)
  }

  /** False when there is no such row. */
  patch(entity: EntityName, id: string, fields: FieldValues): boolean {
    const table = this.table(entity)
    if (!table.patch(id, fields)) return false
    if (entity === 'customers' && touchesName(fields)) this.names.put(table.rowid(id)!)
    return true
  }

  /** False when there is no such row. */
  delete(entity: EntityName, id: string): boolean {
    const table = this.table(entity)
    const rowid = entity === 'customers' ? table.rowid(id) : undefined
    if (!table.delete(id)) return false
    this.#counts.add(entity, -1)
    if (rowid !== undefined) this.names.remove(rowid)
    return true
  }

  /** The row as it is to be shown, whether it is there already or not; false when a value is not of its column's type. */
  put(entity: EntityName, id: string, fields: FieldValues, marks: LocalMarks): boolean {
    const table = this.table(entity)
    const values = table.storable(fields)
    if (!values) return false
    if (this.#added(entity, table.insertKept(id, values, marks), true)) return true
    table.replaceKept(id, values, marks)
    if (entity === 'customers') this.names.put(table.rowid(id)!)
    return true
  }

  /** One of many new rows; `postponed`: its name is indexed later. False when it exists already. */
  insert(
    entity: EntityName,
    id: string,
    values: readonly (string | number | null)[],
    marks: LocalMarks,
    postponed: boolean,
  ): boolean {
    return this.#added(entity, this.table(entity).insertKept(id, values, marks), !postponed)
  }

  /** Belongs into the transaction that changed the rows. */
  save(): void {
    this.#counts.save()
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#counts.forget()
    this.names.forget()
  }

  #added(entity: EntityName, rowid: number | undefined, indexed: boolean): boolean {
    if (rowid === undefined) return false
    this.#counts.add(entity, 1)
    if (indexed && entity === 'customers') this.names.put(rowid)
    return true
  }
}

export const entityNames = Object.keys(entities) as EntityName[]

export function columnsOf(entity: EntityName): Readonly<Record<string, Column>> {
  return entities[entity].columns
}

function touchesName(fields: object): boolean {
  return 'name' in fields || 'givenName' in fields || 'familyName' in fields
}
