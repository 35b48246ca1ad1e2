import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import type { FieldValues, LocalMarks, StoredRow } from '../write/entity-table.ts'
import type { Rows } from '../write/rows.ts'
import type { Outbox } from './outbox.ts'
import { replayed } from './replay.ts'
import type { SyncState } from './sync-state.ts'

interface Shadow extends LocalMarks {
  /** Null: the server has no such row. */
  readonly fields: FieldValues | null
}

export interface Arrival extends Pick<LocalMarks, 'rev'> {
  readonly entity: EntityName
  readonly id: string
  /** Null: it is gone. */
  readonly fields: FieldValues | null
  /** Undefined: not said; then the row stays where it was. */
  readonly place: number | undefined
  /** What of this device the row has in it; undefined where the page does not say. */
  readonly appliedSeq: number | undefined
}

const mostListed = 500

/** The server's rows as they are kept here, and what is shown of them. A row has a shadow as long as it has pending changes. */
export class KeptRows {
  readonly #rows: Rows
  readonly #outbox: Outbox
  readonly #state: SyncState
  readonly #shadow
  readonly #keep
  readonly #drop
  readonly #shadowed

  constructor(database: WriteConnection, rows: Rows, outbox: Outbox, state: SyncState) {
    this.#rows = rows
    this.#outbox = outbox
    this.#state = state
    this.#shadow = database.prepare<[string, string], LocalMarks & { fields: string | null }>(
      'SELECT rev, place, round, fields FROM shadow WHERE entity = ? AND row = ?',
    )
    this.#keep = database.prepare<[string, string, number, number, number, string | null]>(
      `INSERT INTO shadow (entity, row, rev, place, round, fields) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (entity, row) DO UPDATE SET rev = excluded.rev, place = excluded.place, round = excluded.round, fields = excluded.fields`,
    )
    this.#drop = database.prepare<[string, string]>('DELETE FROM shadow WHERE entity = ? AND row = ?')
    this.#shadowed = database.prepare<[string, number], string>('SELECT row FROM shadow WHERE entity = ? LIMIT ?').pluck()
  }

  /** Before the first pending change of a row: remembers the server's. Of a new row only where it will be. */
  remember(entity: EntityName, id: string, server: StoredRow | { readonly place: number }): void {
    if (this.#shadow.get(entity, id)) return
    this.#setShadow(
      entity,
      id,
      'fields' in server ? server : { rev: 0, place: server.place, round: this.#state.round, fields: null },
    )
  }

  shadowRev(entity: EntityName, id: string): number | undefined {
    return this.#shadow.get(entity, id)?.rev
  }

  shadowPlace(entity: EntityName, id: string): number | undefined {
    return this.#shadow.get(entity, id)?.place
  }

  /** The rows of this entity that have a shadow; undefined where they are too many to be listed. */
  shadowed(entity: EntityName): ReadonlySet<string> | undefined {
    const rows = this.#shadowed.all(entity, mostListed + 1)
    return rows.length > mostListed ? undefined : new Set(rows)
  }

  /**
   * A row as the server has it now, or that it is gone. False when it is older than what is here, or not storable.
   */
  arrive(arrival: Arrival): boolean {
    const { entity, id, rev, fields } = arrival
    const table = this.#rows.table(entity)
    const shadow = this.#shadowOf(entity, id)
    const known = shadow ?? table.marks(id)
    const { round } = this.#state
    if (known && known.round === round && rev < known.rev) return false
    if (fields && !table.storable(fields)) return false
    const place = arrival.place ?? known?.place ?? 0
    if (shadow) {
      this.#outbox.include(entity, id, rev, arrival.appliedSeq)
      this.#setShadow(entity, id, { rev, place, round, fields })
      this.settle(entity, id)
    } else if (fields) this.#rows.put(entity, id, fields, { rev, place, round })
    else this.#rows.delete(entity, id)
    return true
  }

  /** After pending changes were answered: shows the server's row with what is still pending, and forgets the shadow if none is. */
  settle(entity: EntityName, id: string): void {
    const shadow = this.#shadowOf(entity, id)
    if (!shadow) return
    // After a copying anew its revision is another count's, until the row has come again.
    if (shadow.round === this.#state.round) this.#outbox.include(entity, id, shadow.rev, undefined)
    const pending = this.#outbox.pending(entity, id)
    if (pending.length === 0) this.#drop.run(entity, id)
    const remembered = pending.length > 0 ? (this.#rows.table(entity).read(id)?.fields ?? null) : null
    const shown = pending.length === 0 ? shadow.fields : replayed(entity, shadow.fields, remembered, pending)
    if (shown) this.#rows.put(entity, id, shown, shadow)
    else this.#rows.delete(entity, id)
  }

  /** Answered changes are pending again: beneath them lies what is here now. */
  reopen(entity: EntityName, id: string, place: number): void {
    this.remember(entity, id, this.#rows.table(entity).read(id) ?? { place })
    this.settle(entity, id)
  }

  /** The row is not among those that a copy anew has brought. Kept as long as a change of it is not answered. */
  swept(entity: EntityName, id: string): void {
    const shadow = this.#shadowOf(entity, id)
    if (!shadow) {
      this.#rows.delete(entity, id)
      return
    }
    this.#setShadow(entity, id, { ...shadow, round: this.#state.round, fields: null })
    this.settle(entity, id)
  }

  /** For good, with whatever was known of it. */
  purge(entity: EntityName, id: string): void {
    this.#drop.run(entity, id)
    this.#rows.delete(entity, id)
  }

  #shadowOf(entity: string, id: string): Shadow | undefined {
    const found = this.#shadow.get(entity, id)
    return found && { ...found, fields: found.fields === null ? null : (JSON.parse(found.fields) as FieldValues) }
  }

  #setShadow(entity: string, id: string, { rev, place, round, fields }: Shadow): void {
    this.#keep.run(entity, id, rev, place, round, fields && JSON.stringify(fields))
  }
}
