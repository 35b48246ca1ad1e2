import type { EntityName } from '../../entities/entities.ts'
import type { FeedEntry, ServerRow } from './authority-store.ts'

/** The rows that a batch was given and what it has made of them; later mutations see what earlier ones did. */
export class WorkingRows {
  readonly #loaded = new Map<string, ServerRow>()
  readonly #changed = new Map<string, ServerRow>()

  /** Rows as they stand in the database; one that was changed already stays so. */
  load(rows: readonly ServerRow[]): void {
    for (const row of rows) this.#loaded.set(keyOf(row.entity, row.id), row)
  }

  get(entity: EntityName, id: string): ServerRow | undefined {
    const key = keyOf(entity, id)
    return this.#changed.get(key) ?? this.#loaded.get(key)
  }

  /** As it was before this batch. */
  original(row: ServerRow): ServerRow | undefined {
    return this.#loaded.get(keyOf(row.entity, row.id))
  }

  put(row: ServerRow): void {
    this.#changed.set(keyOf(row.entity, row.id), row)
  }

  changed(): readonly ServerRow[] {
    return [...this.#changed.values()]
  }

  /** Gives each changed row its revision, and those of its stamps that this batch made. */
  revise(revs: readonly number[]): void {
    let at = 0
    for (const [key, row] of this.#changed) {
      const rev = revs[at] as number
      at += 1
      const stamps = Object.entries(row.stamps).map(
        ([field, stamp]) => [field, stamp.rev === 0 ? { ...stamp, rev } : stamp] as const,
      )
      this.#changed.set(key, { ...row, rev, stamps: Object.fromEntries(stamps) })
    }
  }

  feed(): readonly FeedEntry[] {
    return this.changed().flatMap((row) => {
      const was = this.original(row)
      const entry = { entity: row.entity, id: row.id, rev: row.rev }
      const left = was && !was.deleted && was.territory !== row.territory
      const now: FeedEntry = { ...entry, territory: row.territory, kind: row.deleted ? 'gone' : 'row' }
      return left ? [{ ...entry, territory: was.territory, kind: 'gone' as const }, now] : [now]
    })
  }
}

function keyOf(entity: EntityName, id: string): string {
  return `${entity}/${id}`
}
