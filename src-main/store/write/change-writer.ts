import { type Failure, fail } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import { storageFailureOf } from '../storage-failure.ts'
import type { StoredRow } from './entity-table.ts'
import { Rows } from './rows.ts'
import type { WriteItem } from './writer-wire.ts'

/** Thrown inside a transaction to undo one write and no other. */
class Refusal extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** Notes each change for the server, in the transaction that makes it (SYNC-1). */
export interface ChangeRecorder {
  /** `before`: the row as it was shown; undefined when there was none. */
  record(change: Change, before: StoredRow | undefined): void
  /** Rows of this entity go to the server and are not kept here. */
  keepsNone(entity: EntityName): boolean
  /** The transaction was rolled back, or a part of it. */
  forget(): void
}

/** Applies checked changes to the tables and keeps the local indexes in step. */
export class ChangeWriter {
  readonly rows: Rows
  readonly #database: WriteConnection
  readonly #recorder: ChangeRecorder | undefined
  readonly #device
  readonly #apply: (item: WriteItem) => void

  constructor(database: WriteConnection, rows = new Rows(database), recorder?: ChangeRecorder) {
    this.#database = database
    this.rows = rows
    this.#recorder = recorder
    this.#device = database.prepare<[string, string]>(
      'INSERT INTO device_values (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    // A transaction within a transaction is a savepoint: one refused write leaves the others of its group alone.
    this.#apply = database.transaction((item: WriteItem) => {
      if (item.kind === 'device') this.#device.run(item.key, item.json)
      else for (const change of item.changes) this.#write(change)
      this.rows.save()
    })
  }

  /**
   * Applies a group of writes in one transaction with one trip to the disk; each stands or falls by itself.
   * Throws what SQLite throws when the storage fails; then nothing of the group is written.
   */
  commit(items: readonly WriteItem[]): (Failure | undefined)[] {
    return this.transaction(() => items.map((item) => this.refusalOf(item)))
  }

  /** Runs `work` in a transaction. */
  transaction<T>(work: () => T): T {
    try {
      const result = this.#database.transaction(() => {
        const value = work()
        this.rows.save()
        return value
      })
      return result.immediate()
    } catch (error) {
      this.#forget()
      throw error
    }
  }

  /** A row of a bulk load, inside `transaction`, whose name is indexed later; false when it exists already. */
  createUnindexed(entity: EntityName, id: string, fields: Readonly<Record<string, unknown>>, recorded: boolean): boolean {
    const created = this.rows.createUnindexed(entity, id, fields)
    if (created && recorded) this.#recorder?.record({ kind: 'create', entity, id, fields } as Change, undefined)
    return created
  }

  /** Inside `transaction`: why this write does not stand; undefined when it does. */
  refusalOf(item: WriteItem): Failure | undefined {
    try {
      this.#apply(item)
      return undefined
    } catch (error) {
      this.#forget()
      if (error instanceof Refusal) return error.failure
      if (storageFailureOf(error)) throw error
      return fail('internal', { detail: error instanceof Error ? error.message.slice(0, 200) : '' }).failure
    }
  }

  #forget(): void {
    this.rows.forget()
    this.#recorder?.forget()
  }

  #write(change: Change): void {
    const { entity, id } = change
    if (this.#recorder?.keepsNone(entity)) return this.#recorder.record(change, undefined)
    const before = this.#recorder && this.rows.table(entity).read(id)
    switch (change.kind) {
      case 'create':
        if (!this.rows.create(entity, id, change.fields)) {
          throw new Refusal(fail('invalid-input', { entity, field: 'id' }).failure)
        }
        break
      case 'patch':
        if (!this.rows.patch(entity, id, change.fields)) throw missing(entity)
        break
      case 'delete':
        if (!this.rows.delete(entity, id)) throw missing(entity)
        break
    }
    this.#recorder?.record(change, before)
  }
}

function missing(entity: EntityName): Refusal {
  return new Refusal(fail('not-found', { entity }).failure)
}
