import { slipKeys } from '#shared/domain/search/edit-distance.ts'
import { foldWords } from '#shared/domain/search/fold-name.ts'
import type { WriteConnection } from '../connection.ts'

/** The parts of a word that are found in spite of a slip: its first four, five and six letters. */
export const stemLength = 6
export const shortestStem = 4

const stemsRemembered = 200_000
const indexedFrom = 'search.from'

interface NameRow {
  readonly rowid: number
  readonly name: string
  readonly given: string | null
  readonly family: string | null
}

/** Keeps the full-text index of names and the table of slips in step with the customers. */
export class NameIndex {
  readonly #put
  readonly #remove
  readonly #slip
  readonly #row
  readonly #rows
  readonly #pending
  readonly #setPending
  readonly #clearPending
  readonly #last
  readonly #merge
  readonly #changes
  readonly #forgetAll
  readonly #forgetSlips
  /** Stems whose slips are surely in the table: spares most of the inserts, as names repeat. */
  readonly #knownStems = new Set<string>()

  constructor(database: WriteConnection) {
    const columns = 'SELECT rowid, name, given_name AS given, family_name AS family FROM customers'
    this.#put = database.prepare<[number, string]>('INSERT OR REPLACE INTO name_search (rowid, words) VALUES (?, ?)')
    this.#remove = database.prepare<[number]>('DELETE FROM name_search WHERE rowid = ?')
    this.#slip = database.prepare<[string, string]>('INSERT OR IGNORE INTO search_slips (slip, stem) VALUES (?, ?)')
    this.#row = database.prepare<[number], NameRow>(`${columns} WHERE rowid = ?`)
    this.#rows = database.prepare<[number, number], NameRow>(`${columns} WHERE rowid > ? ORDER BY rowid LIMIT ?`)
    this.#pending = database.prepare<[string], number>('SELECT value FROM store_state WHERE key = ?').pluck()
    this.#setPending = database.prepare<[string, number]>(
      'INSERT INTO store_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    this.#clearPending = database.prepare<[string]>('DELETE FROM store_state WHERE key = ?')
    this.#last = database.prepare<[], number>('SELECT ifnull(max(rowid), 0) FROM customers').pluck()
    this.#merge = database.prepare<[number]>(`INSERT INTO name_search (name_search, rank) VALUES ('merge', ?)`)
    this.#forgetAll = database.prepare<[]>(`INSERT INTO name_search (name_search) VALUES ('delete-all')`)
    this.#forgetSlips = database.prepare<[]>('DELETE FROM search_slips')
    this.#changes = database.prepare<[], number>('SELECT total_changes()').pluck()
  }

  put(rowid: number): void {
    const row = this.#row.get(rowid)
    if (row) this.#index(row)
  }

  remove(rowid: number): void {
    this.#remove.run(rowid)
  }

  /** From now on customers come without being indexed; `indexPart` takes them up later, also after a crash. */
  postpone(): void {
    if (this.#pending.get(indexedFrom) === undefined) this.#setPending.run(indexedFrom, this.#last.get()!)
  }

  /** Forgets everything, down to the words themselves; `indexPart` takes the names up again. */
  startAnew(): void {
    this.#forgetAll.run()
    this.#forgetSlips.run()
    this.#knownStems.clear()
    this.#setPending.run(indexedFrom, 0)
  }

  get postponed(): boolean {
    return this.#pending.get(indexedFrom) !== undefined
  }

  /** Indexes some of what was postponed; false when all is done. Belongs into a transaction. */
  indexPart(rows: number): boolean {
    const from = this.#pending.get(indexedFrom)
    if (from === undefined) return false
    const part = this.#rows.all(from, rows)
    for (const row of part) this.#index(row)
    const last = part.at(-1)
    if (last) this.#setPending.run(indexedFrom, last.rowid)
    else this.#clearPending.run(indexedFrom)
    return last !== undefined
  }

  /** Joins some of the index's segments; false when there is nothing left to join. */
  mergePart(pages: number): boolean {
    const before = this.#changes.get()!
    this.#merge.run(pages)
    return this.#changes.get()! - before >= 2
  }

  /** After a rollback it is not sure any more what is in the table. */
  forget(): void {
    this.#knownStems.clear()
  }

  #index(row: NameRow): void {
    const words = new Set([...foldWords(row.name), ...foldWords(row.given ?? ''), ...foldWords(row.family ?? '')])
    for (const word of words) this.#addSlips(word)
    this.#put.run(row.rowid, [...words].join(' '))
  }

  #addSlips(word: string): void {
    for (let length = shortestStem; length <= Math.min(stemLength, word.length); length++) {
      const stem = word.slice(0, length)
      if (this.#knownStems.has(stem)) continue
      for (const slip of slipKeys(stem)) this.#slip.run(slip, stem)
      if (this.#knownStems.size >= stemsRemembered) this.#knownStems.clear()
      this.#knownStems.add(stem)
    }
  }
}
