import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import { entityNames, type Rows } from '../write/rows.ts'
import type { KeptRows } from './kept-rows.ts'
import type { Outbox } from './outbox.ts'
import type { Places } from './places.ts'
import type { SyncState } from './sync-state.ts'
import type { Territories } from './territories.ts'

interface Chore {
  readonly n: number
  /** `sweep`: rows that a copy anew did not bring. `purge`: a territory that was taken away. */
  readonly kind: 'sweep' | 'purge'
  readonly place: number
  readonly before_round: number
  readonly entity: number
  readonly position: number
}

const scannedRows = 5_000
const removedRows = 200
const anyRound = Number.MAX_SAFE_INTEGER

export interface ChoreParts {
  readonly rows: Rows
  readonly kept: KeptRows
  readonly outbox: Outbox
  readonly places: Places
  readonly state: SyncState
  readonly territories: Territories
}

/** Long work of the copy, in parts that are each short and each go on after a crash. */
export class Chores {
  readonly #database: WriteConnection
  readonly #parts: ChoreParts
  readonly #first
  readonly #add
  readonly #move
  readonly #remove
  readonly #dropSweeps
  readonly #territoryOf
  readonly #wanted

  constructor(database: WriteConnection, parts: ChoreParts) {
    this.#database = database
    this.#parts = parts
    this.#first = database.prepare<[], Chore>('SELECT * FROM chores ORDER BY n LIMIT 1')
    this.#add = database.prepare<[string, number, number]>(
      'INSERT INTO chores (kind, place, before_round, entity, position) VALUES (?, ?, ?, 0, 0)',
    )
    this.#move = database.prepare<[number, number, number]>('UPDATE chores SET entity = ?, position = ? WHERE n = ?')
    this.#remove = database.prepare<[number]>('DELETE FROM chores WHERE n = ?')
    this.#dropSweeps = database.prepare<[]>(`DELETE FROM chores WHERE kind = 'sweep'`)
    this.#territoryOf = database.prepare<[number], string>('SELECT territory FROM places WHERE number = ?').pluck()
    this.#wanted = database.prepare<[number], number>(`SELECT 1 FROM chores WHERE kind = 'purge' AND place = ?`).pluck()
  }

  sweep(place: number, round: number): void {
    this.#add.run('sweep', place, round)
  }

  dropSweeps(): void {
    this.#dropSweeps.run()
  }

  /** Begins to purge what is lost and owes nothing more to the server. */
  purgeLost(): void {
    const { territories, places, outbox } = this.#parts
    for (const { territory, lost } of territories.all()) {
      const place = places.number(territory)
      if (lost && !this.#wanted.get(place) && !outbox.unansweredIn(place)) this.#add.run('purge', place, anyRound)
    }
  }

  get removing(): boolean {
    return this.#first.get() !== undefined
  }

  /** One part of a removal, inside a transaction. */
  part(): void {
    const chore = this.#first.get()
    if (chore) this.#step(chore)
  }

  /** Outside a transaction: what was purged leaves the log, too. True where there was something and no reader in the way. */
  truncate(): boolean {
    const { state } = this.#parts
    if (state.get('truncate') !== true) return false
    // Its tables hold samples of indexed values.
    this.#database.pragma('analysis_limit = 1000')
    this.#database.exec('ANALYZE')
    const [result] = this.#database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (result?.busy !== 0) return false
    state.clear('truncate')
    return true
  }

  #step(chore: Chore): void {
    const entity = entityNames[chore.entity]
    if (entity === undefined) return this.#end(chore)
    const until = chore.position + scannedRows
    const found = this.#database
      .prepare<[number, number, number, number, number], { number: number; id: string }>(
        `SELECT rowid AS number, id FROM ${entity} WHERE rowid > ? AND rowid <= ? AND place = ? AND round < ? ORDER BY rowid LIMIT ?`,
      )
      .all(chore.position, until, chore.place, chore.before_round, removedRows)
    for (const { id } of found) {
      if (chore.kind === 'purge') this.#parts.kept.purge(entity, id)
      else this.#parts.kept.swept(entity, id)
    }
    const reached = found.length < removedRows ? until : found.at(-1)!.number
    const more = this.#database.prepare<[number], number>(`SELECT 1 FROM ${entity} WHERE rowid > ? LIMIT 1`).pluck().get(reached)
    if (more) this.#move.run(chore.entity, reached, chore.n)
    else this.#move.run(chore.entity + 1, 0, chore.n)
  }

  #end(chore: Chore): void {
    this.#remove.run(chore.n)
    if (chore.kind === 'sweep') return this.#sweepShadows(chore)
    const { outbox, rows, state, territories } = this.#parts
    this.#database.prepare('DELETE FROM shadow WHERE place = ?').run(chore.place)
    outbox.gut(chore.place)
    // Words stay in the segments of the index after their rows are gone: it is made anew.
    rows.names.startAnew()
    state.set('truncate', true)
    territories.remove(this.#territoryOf.get(chore.place)!)
  }

  /** Rows that are deleted here have nothing but their shadow. */
  #sweepShadows({ place, before_round: round }: Chore): void {
    const left = this.#database
      .prepare<[number, number], { entity: EntityName; row: string }>(
        'SELECT entity, row FROM shadow WHERE place = ? AND round < ?',
      )
      .all(place, round)
    for (const { entity, row } of left) this.#parts.kept.swept(entity, row)
  }
}
