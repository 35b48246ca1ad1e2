import type { EntityName } from '#shared/entities/entities.ts'
import type { FeedEntry, Quarantined, ServerRow } from '#shared/sync/authority/authority-store.ts'
import type { Outcome } from '#shared/sync/protocol.ts'

export interface FeedRow extends FeedEntry {
  readonly xid: number
  readonly seq: number
}

export interface FirstAnswer {
  readonly id: string
  readonly outcome: Outcome
  readonly xid: number
}

/** Everything that was committed. Rows are never changed in place, so a copy of the maps is a backup. */
export interface Committed {
  readonly rows: Map<string, ServerRow>
  readonly devices: Map<string, { readonly appliedSeq: number; readonly owner: string }>
  readonly answers: Map<string, FirstAnswer>
  readonly feed: FeedRow[]
  readonly quarantine: Quarantined[]
}

export const rowKey = (entity: EntityName, id: string) => `${entity}/${id}`

/**
 * What PostgreSQL does that matters to sync: transactions open at once, row locks, sequences that are never rolled back and
 * are handed out before the commit, commits in any order, and the horizon of what can still change (`xid8`).
 */
export class MemoryDatabase {
  committed: Committed = { rows: new Map(), devices: new Map(), answers: new Map(), feed: [], quarantine: [] }
  epoch = 'epoch-1'
  #nextXid = 100
  #nextRev = 1
  #nextSeq = 1
  readonly #numbers = new Map<string, number>()
  readonly #open = new Set<number>()
  readonly #locks = new Map<string, number>()
  readonly #waiting = new Map<number, { readonly key: string; readonly go: (error?: Error) => void }>()

  begin(): number {
    const xid = this.#nextXid++
    this.#open.add(xid)
    return xid
  }

  end(xid: number): void {
    this.#open.delete(xid)
    for (const [key, holder] of [...this.#locks]) if (holder === xid) this.#release(key)
    this.#waiting.get(xid)?.go(new Error('ended while waiting'))
    this.#waiting.delete(xid)
  }

  /** Below it every transaction is over: `pg_snapshot_xmin(pg_current_snapshot())`. */
  horizon(): number {
    return Math.min(this.#nextXid, ...this.#open)
  }

  nextRevs(count: number): number[] {
    return Array.from({ length: count }, () => this.#nextRev++)
  }

  nextNumbers(column: string, count: number): number[] {
    const last = this.#numbers.get(column) ?? 0
    this.#numbers.set(column, last + count)
    return Array.from({ length: count }, (_, nth) => last + 1 + nth)
  }

  nextSeq(): number {
    return this.#nextSeq++
  }

  /** Rejects where two transactions wait for each other. */
  async lock(xid: number, key: string): Promise<void> {
    const holder = this.#locks.get(key)
    if (holder === undefined) this.#locks.set(key, xid)
    if (holder === undefined || holder === xid) return
    if (this.#waitsFor(holder, xid)) throw new Deadlock()
    await new Promise<void>((resolve, reject) => {
      this.#waiting.set(xid, { key, go: (error) => (error ? reject(error) : resolve()) })
    })
  }

  backup(): Backup {
    const { rows, devices, answers, feed, quarantine } = this.committed
    return {
      committed: {
        rows: new Map(rows),
        devices: new Map(devices),
        answers: new Map(answers),
        feed: feed.toSorted((a, b) => a.xid - b.xid || a.seq - b.seq),
        quarantine: [...quarantine],
      },
      nextRev: this.#nextRev,
      nextSeq: this.#nextSeq,
    }
  }

  /** Sequences go back too, so that numbers come a second time with other contents; only the epoch tells. */
  restore(backup: Backup): void {
    for (const xid of [...this.#open]) this.end(xid)
    this.epoch = `epoch-${Number(this.epoch.slice('epoch-'.length)) + 1}`
    this.#nextRev = backup.nextRev
    this.#nextSeq = backup.nextSeq
    // Dump and restore keep no transaction ids: the feed's entries get new ones, in their old order.
    const feed = backup.committed.feed.map((row, at) => ({ ...row, xid: 3 + at }))
    this.#nextXid = 3 + feed.length
    this.committed = {
      rows: new Map(backup.committed.rows),
      devices: new Map(backup.committed.devices),
      answers: new Map([...backup.committed.answers].map(([key, answer]) => [key, { ...answer, xid: 2 }])),
      feed,
      quarantine: [...backup.committed.quarantine],
    }
  }

  #release(key: string): void {
    this.#locks.delete(key)
    const heir = [...this.#waiting].find(([, waiting]) => waiting.key === key)
    if (!heir) return
    const [xid, { go }] = heir
    this.#waiting.delete(xid)
    this.#locks.set(key, xid)
    go()
  }

  #waitsFor(xid: number, target: number): boolean {
    const key = this.#waiting.get(xid)?.key
    const holder = key === undefined ? undefined : this.#locks.get(key)
    return holder !== undefined && (holder === target || this.#waitsFor(holder, target))
  }
}

export interface Backup {
  readonly committed: Committed
  readonly nextRev: number
  readonly nextSeq: number
}

export class Deadlock extends Error {
  override readonly name = 'Deadlock'
}
