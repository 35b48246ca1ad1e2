import type { WhileAway } from '#shared/domain/sync/sync-state.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { WriteConnection } from '../connection.ts'
import type { FieldValues } from '../write/entity-table.ts'
import type { AwayCounts, SyncState } from './sync-state.ts'

/** An absence of so long is worth a summary. */
const longAwayMs = 8 * 60 * 60_000
const customersShown = 20

/** Counts what comes in after a long absence. */
export class Away {
  readonly #state: SyncState
  readonly #actor: string
  readonly #touch
  readonly #top
  readonly #clear
  readonly #me

  constructor(database: WriteConnection, state: SyncState, actor: string) {
    this.#state = state
    this.#actor = actor
    this.#touch = database.prepare<[string]>(
      'INSERT INTO away_customers (id, changes) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET changes = changes + 1',
    )
    this.#top = database.prepare<[number], { customerId: string; name: string; changes: number }>(
      `SELECT a.id AS customerId, c.name, a.changes FROM away_customers a JOIN customers c ON c.id = a.id
       ORDER BY a.changes DESC, a.id LIMIT ?`,
    )
    this.#clear = database.prepare<[]>('DELETE FROM away_customers')
    this.#me = database.prepare<[string], { login: string; name: string }>('SELECT login, name FROM users WHERE id = ?')
  }

  /** Before the rows of a page: whether this page ends an absence that is counted. */
  begin(serverMs: number): PageCount | undefined {
    const last = this.#state.get('confirmedAtMs')
    let counts = this.#state.get('away')
    if (last !== undefined && serverMs - last >= longAwayMs && (!counts || counts.complete)) {
      this.#clear.run()
      counts = { ...none, fromMs: last, toMs: serverMs }
    }
    if (!counts || counts.complete) return undefined
    const me = this.#me.get(this.#actor)
    return new PageCount(counts, new Set([this.#actor, me?.login, me?.name]), (id) => void this.#touch.run(id))
  }

  end(page: PageCount | undefined, serverMs: number, more: boolean): void {
    if (page) this.#state.set('away', { ...page.counts, toMs: serverMs, complete: !more })
  }

  get(): WhileAway | undefined {
    const counts = this.#state.get('away')
    if (!counts?.complete) return undefined
    const { complete: _, ...rest } = counts
    return { ...rest, customers: this.#top.all(customersShown) }
  }

  seen(): void {
    this.#state.clear('away')
    this.#clear.run()
  }
}

export class PageCount {
  counts: AwayCounts
  readonly #mine: ReadonlySet<unknown>
  readonly #touch: (customer: string) => void

  constructor(counts: AwayCounts, mine: ReadonlySet<unknown>, touch: (customer: string) => void) {
    this.counts = counts
    this.#mine = mine
    this.#touch = touch
  }

  row(entity: EntityName, id: string, fields: FieldValues, isNew: boolean): void {
    const customer = entity === 'customers' ? id : fields.customerId
    if (typeof customer === 'string') this.#touch(customer)
    if (entity === 'customers') this.#add(isNew ? 'customersAdded' : 'customersChanged')
    if (entity === 'interactions' && isNew) this.#add('interactions')
    if (entity === 'cases' && isNew) this.#add('casesOpened')
    if (entity === 'tasks' && isNew && this.#mine.has(fields.assignee)) this.#add('tasksForMe')
  }

  gone(entity: EntityName): void {
    if (entity === 'customers') this.#add('customersLeft')
  }

  #add(what: Exclude<keyof AwayCounts, 'complete'>): void {
    this.counts = { ...this.counts, [what]: this.counts[what] + 1 }
  }
}

const none: Omit<AwayCounts, 'fromMs' | 'toMs'> = {
  customersAdded: 0,
  customersChanged: 0,
  interactions: 0,
  casesOpened: 0,
  tasksForMe: 0,
  customersLeft: 0,
  complete: false,
}
