import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { ServerRow } from '#shared/sync/authority/authority-store.ts'
import type { Mutation, PushRequest } from '#shared/sync/protocol.ts'
import type { MemoryDatabase } from './server/memory-database.ts'
import { rowKey } from './server/memory-database.ts'
import type { MemoryTransaction } from './server/memory-transaction.ts'
import type { Fields } from './sim-copy.ts'

/** What a person typed: a word that occurs nowhere else. */
export interface Typed {
  readonly word: string
  readonly seat: string
  readonly entity: EntityName
  readonly row: string
  readonly field: string
}

export interface Entry {
  readonly mutation: Mutation
  readonly outcome: 'applied' | 'refused' | 'quarantined'
}

/** Keeps account, beside the server and by other means, of what it has taken and what it has thrown away (SYNC-3, SYNC-5). */
export class Ledger {
  /** By mutation id. */
  entries = new Map<string, Entry>()
  readonly violations: string[] = []

  committing(transaction: MemoryTransaction, request: PushRequest, database: MemoryDatabase): void {
    const { saved } = transaction
    if (!saved) return
    const judged = request.mutations.flatMap((mutation) => {
      const answer = saved.answers.find(({ seq }) => seq === mutation.seq)
      if (answer?.outcome.kind === 'refused' && answer.outcome.reason === 'version')
        this.violations.push(`SYNC-12 refused for its version: ${mutation.id}`)
      return answer ? [{ mutation, outcome: answer.outcome.kind }] : []
    })
    for (const entry of judged) {
      // What a supervisor takes out of the quarantine comes a second time.
      const before = this.entries.get(entry.mutation.id)
      if (before && before.outcome !== 'quarantined') this.violations.push(`SYNC-3 applied again: ${entry.mutation.id}`)
      this.entries.set(entry.mutation.id, entry)
    }
    const mutations = judged.filter(({ outcome }) => outcome === 'applied').map(({ mutation }) => mutation)
    const conflicts = saved.rows.filter((row) => row.entity === 'conflicts')
    for (const row of saved.rows) {
      if (row.entity === 'conflicts') continue
      const was = database.committed.rows.get(rowKey(row.entity, row.id))
      if (was && was.rev >= row.rev) this.violations.push(`revision of ${row.entity}/${row.id} went back`)
      const own = mutations.filter((mutation) => mutation.entity === row.entity && mutation.row === row.id)
      this.#nothingLost(row, was, own, conflicts)
      this.#sums(row, was, own)
    }
  }

  copy(): Map<string, Entry> {
    return new Map(this.entries)
  }

  /** The server would not have this word: what stood there before may be shown again. */
  keptOut(typed: string): boolean {
    return [...this.entries.values()].some(
      ({ mutation, outcome }) => outcome !== 'applied' && Object.values(mutation.fields).some((value) => isTyped(value, typed)),
    )
  }

  #nothingLost(row: ServerRow, was: ServerRow | undefined, own: readonly Mutation[], conflicts: readonly ServerRow[]): void {
    const kept = conflicts.filter(({ fields }) => fields.entity === row.entity && fields.rowId === row.id)
    for (const [field, before] of Object.entries(was?.fields ?? {})) {
      const after = row.fields[field]
      if (!isWord(before) || holds(after, before)) continue
      const seen = own.some((mutation) => mutation.kind !== 'delete' && holds(mutation.before[field], before))
      const lost = kept.some(({ fields }) => fields.field === field && holds(fields.lost, before))
      if (!seen && !lost) this.violations.push(`SYNC-5 ${row.entity}/${row.id}.${field} overwrote '${before}' unseen`)
    }
    for (const [at, mutation] of own.entries()) {
      for (const [field, typed] of Object.entries(mutation.fields)) {
        if (!isWord(typed) || isTyped(row.fields[field], typed)) continue
        const later = own.slice(at + 1).some((other) => field in other.fields)
        const lost = kept.some(({ fields }) => fields.field === field && holds(fields.lost, typed))
        if (!later && !lost) this.violations.push(`SYNC-5 ${row.entity}/${row.id}.${field} dropped '${typed}'`)
      }
    }
    // Another's newer word: whoever deletes must have seen it.
    if (row.deleted && was && !was.deleted) {
      const unseen = own
        .filter(({ kind }) => kind === 'delete')
        .every(({ base }) => Object.values(was.stamps).some(({ device, rev }) => device !== this.device && rev > base.rev))
      const foreign = Object.values(was.stamps).filter(({ device }) => device !== this.device)
      if (unseen && foreign.length > 0) this.violations.push(`SYNC-5 ${row.entity}/${row.id} deleted over an unseen edit`)
    }
  }

  /** The device whose batch is being looked at. */
  device = ''

  #sums(row: ServerRow, was: ServerRow | undefined, own: readonly Mutation[]): void {
    for (const [field, column] of Object.entries(entities[row.entity].columns)) {
      if (column.merge !== 'counter' || !was) continue
      const added = own
        .filter(({ kind, fields }) => kind === 'patch' && field in fields)
        .reduce((sum, { fields, before }) => sum + number(fields[field]) - number(before[field]), 0)
      if (number(row.fields[field]) !== number(was.fields[field]) + added)
        this.violations.push(
          `SYNC-4 ${row.entity}/${row.id}.${field} is ${row.fields[field]}, not ${was.fields[field]} + ${added}`,
        )
    }
  }
}

/** Words of the simulation look like this; nothing else does. */
const word = /w\d+w/g

export function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.match(word) !== null
}

/** Every word of `part` is somewhere in `whole`. */
export function holds(whole: unknown, part: string): boolean {
  const text = JSON.stringify(whole ?? null)
  return (part.match(word) ?? []).every((one) => text.includes(one))
}

/** The newest word of what was typed: earlier ones of a note stood there before. */
function isTyped(value: unknown, typed: string): boolean {
  const last = typed.match(word)?.at(-1)
  return last !== undefined && holds(value, last)
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

export function wordsIn(fields: Fields): string[] {
  return JSON.stringify(fields).match(word) ?? []
}
