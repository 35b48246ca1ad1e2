import { type EntityName, entities } from '#shared/entities/entities.ts'
import type { AuthorityStore, ServerRow } from '#shared/sync/authority/authority-store.ts'
import { type MemoryDatabase, rowKey } from './memory-database.ts'

type Saved = Parameters<AuthorityStore['save']>[0]

/** One open transaction (READ COMMITTED). Between its statements others get their turn. */
export class MemoryTransaction implements AuthorityStore {
  readonly xid: number
  readonly epoch: string
  readonly #database: MemoryDatabase
  readonly #turn: () => Promise<void>
  readonly #locked = new Set<string>()
  #saved: (Saved & { readonly seqs: readonly number[] }) | undefined

  constructor(database: MemoryDatabase, turn: () => Promise<void>) {
    this.#database = database
    this.#turn = turn
    this.epoch = database.epoch
    this.xid = database.begin()
  }

  get saved(): Saved | undefined {
    return this.#saved
  }

  async lockDevice(device: string): Promise<{ appliedSeq: number; owner: string | null }> {
    await this.#turn()
    await this.#database.lock(this.xid, `device ${device}`)
    return this.#database.committed.devices.get(device) ?? { appliedSeq: 0, owner: null }
  }

  async answers(device: string, seqs: readonly number[]) {
    await this.#turn()
    return seqs.flatMap((seq) => {
      const answer = this.#database.committed.answers.get(`${device}/${seq}`)
      return answer ? [{ seq, ...answer }] : []
    })
  }

  async rows(entity: EntityName, ids: readonly string[]): Promise<readonly ServerRow[]> {
    await this.#turn()
    const found: ServerRow[] = []
    for (const id of ids.toSorted()) {
      const key = rowKey(entity, id)
      if (!this.#database.committed.rows.has(key)) continue
      await this.#lock(key)
      found.push(this.#database.committed.rows.get(key) as ServerRow)
    }
    return found
  }

  async children(entity: EntityName, ids: readonly string[]): Promise<readonly ServerRow[]> {
    await this.#turn()
    const found: ServerRow[] = []
    for (const row of [...this.#database.committed.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (row.deleted || !follows(row, entity, ids)) continue
      const key = rowKey(row.entity, row.id)
      await this.#lock(key)
      // It may have changed while the lock was waited for: PostgreSQL looks again too.
      const now = this.#database.committed.rows.get(key) as ServerRow
      if (!now.deleted && follows(now, entity, ids)) found.push(now)
    }
    return found
  }

  async nextRevs(count: number): Promise<readonly number[]> {
    await this.#turn()
    return this.#database.nextRevs(count)
  }

  async nextNumbers(entity: EntityName, field: string, count: number): Promise<readonly number[]> {
    await this.#turn()
    return this.#database.nextNumbers(`${entity}.${field}`, count)
  }

  async save(result: Saved): Promise<void> {
    await this.#turn()
    for (const row of result.rows) {
      const key = rowKey(row.entity, row.id)
      const mine = this.#locked.has(key)
      await this.#lock(key)
      // The unique index: somebody else made this row since it was looked for.
      if (!mine && this.#database.committed.rows.has(key)) throw new Error(`duplicate key ${key}`)
    }
    const seqs: number[] = []
    for (let at = 0; at < result.feed.length; at += 1) seqs.push(this.#database.nextSeq())
    this.#saved = { ...result, seqs }
    await this.#turn()
  }

  commit(): void {
    const { committed } = this.#database
    if (this.#saved) {
      const { rows, feed, seqs, answers, quarantine, appliedSeq, device, owner } = this.#saved
      for (const row of rows) committed.rows.set(rowKey(row.entity, row.id), row)
      feed.forEach((entry, at) => {
        committed.feed.push({ ...entry, xid: this.xid, seq: seqs[at] as number })
      })
      for (const { seq, id, outcome } of answers) committed.answers.set(`${device}/${seq}`, { id, outcome, xid: this.xid })
      committed.quarantine.push(...quarantine)
      committed.devices.set(device, { appliedSeq, owner })
    }
    this.#database.end(this.xid)
  }

  rollback(): void {
    this.#database.end(this.xid)
  }

  async #lock(key: string): Promise<void> {
    await this.#database.lock(this.xid, key)
    this.#locked.add(key)
  }
}

function follows(row: ServerRow, entity: EntityName, ids: readonly string[]): boolean {
  const { within } = entities[row.entity].access
  if (within.kind !== 'parent' || within.entity !== entity) return false
  return ids.includes(within.by === 'id' ? row.id : String(row.fields[within.by]))
}
