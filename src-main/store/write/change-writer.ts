import { type Failure, fail } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import { NameIndex } from '../search/name-index.ts'
import { storageFailureOf } from '../storage-failure.ts'
import { EntityTable } from './entity-table.ts'
import { RowCounts } from './row-counts.ts'
import type { WriteItem } from './writer-wire.ts'

/** Thrown inside a transaction to undo one write and no other. */
class Refusal extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** Applies checked changes to the tables and keeps the local indexes in step. */
export class ChangeWriter {
  readonly names: NameIndex
  readonly #database: WriteConnection
  readonly #tables = new Map<EntityName, EntityTable>()
  readonly #counts: RowCounts
  readonly #device
  readonly #apply: (item: WriteItem) => void

  constructor(database: WriteConnection) {
    this.#database = database
    this.names = new NameIndex(database)
    this.#counts = new RowCounts(database)
    for (const name of Object.keys(entities) as EntityName[]) this.#tables.set(name, new EntityTable(database, name))
    this.#device = database.prepare<[string, string]>(
      'INSERT INTO device_values (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    // A transaction within a transaction is a savepoint: one refused write leaves the others of its group alone.
    this.#apply = database.transaction((item: WriteItem) => {
      if (item.kind === 'device') this.#device.run(item.key, item.json)
      else for (const change of item.changes) this.#write(change)
      this.#counts.save()
    })
  }

  /**
   * Applies a group of writes in one transaction with one trip to the disk; each stands or falls by itself.
   * Throws what SQLite throws when the storage fails; then nothing of the group is written.
   */
  commit(items: readonly WriteItem[]): (Failure | undefined)[] {
    return this.transaction(() => items.map((item) => this.#refusalOf(item)))
  }

  /** Runs `work` in a transaction. */
  transaction<T>(work: () => T): T {
    try {
      const result = this.#database.transaction(() => {
        const value = work()
        this.#counts.save()
        return value
      })
      return result.immediate()
    } catch (error) {
      this.#counts.forget()
      this.names.forget()
      throw error
    }
  }

  /** A row of a bulk load, inside `transaction`, whose name is indexed later; false when it exists already. */
  createUnindexed(entity: EntityName, id: string, fields: Readonly<Record<string, unknown>>): boolean {
    const created = this.#tables.get(entity)!.create(id, fields) !== undefined
    if (created) this.#counts.add(entity, 1)
    return created
  }

  #refusalOf(item: WriteItem): Failure | undefined {
    try {
      this.#apply(item)
      return undefined
    } catch (error) {
      this.#counts.forget()
      this.names.forget()
      if (error instanceof Refusal) return error.failure
      if (storageFailureOf(error)) throw error
      return fail('internal', { detail: error instanceof Error ? error.message.slice(0, 200) : '' }).failure
    }
  }

  #write(change: Change): void {
    const table = this.#tables.get(change.entity)!
    const isCustomer = change.entity === 'customers'
    switch (change.kind) {
      case 'create': {
        const rowid = table.create(change.id, change.fields)
        if (rowid === undefined) throw new Refusal(fail('invalid-input', { entity: change.entity, field: 'id' }).failure)
        this.#counts.add(change.entity, 1)
        if (isCustomer) this.names.put(rowid)
        return
      }
      case 'patch':
        if (!table.patch(change.id, change.fields)) throw missing(change.entity)
        if (isCustomer && touchesName(change.fields)) this.names.put(table.rowid(change.id)!)
        return
      case 'delete': {
        const rowid = isCustomer ? table.rowid(change.id) : undefined
        if (!table.delete(change.id)) throw missing(change.entity)
        this.#counts.add(change.entity, -1)
        if (rowid !== undefined) this.names.remove(rowid)
        return
      }
    }
  }
}

function missing(entity: EntityName): Refusal {
  return new Refusal(fail('not-found', { entity }).failure)
}

function touchesName(fields: object): boolean {
  return 'name' in fields || 'givenName' in fields || 'familyName' in fields
}
