import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'

/** Keeps how many rows each table has, so that nobody has to count millions of them. */
export class RowCounts {
  readonly #save
  readonly #changed = new Map<EntityName, number>()

  constructor(database: WriteConnection) {
    this.#save = database.prepare<[string, number]>(
      'INSERT INTO row_counts (entity, rows) VALUES (?, ?) ON CONFLICT (entity) DO UPDATE SET rows = rows + excluded.rows',
    )
  }

  add(entity: EntityName, rows: number): void {
    this.#changed.set(entity, (this.#changed.get(entity) ?? 0) + rows)
  }

  /** Belongs into the transaction that changed the rows. */
  save(): void {
    for (const [entity, rows] of this.#changed) this.#save.run(entity, rows)
    this.#changed.clear()
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#changed.clear()
  }
}
