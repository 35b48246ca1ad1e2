import type { EntityName } from '../../../entities/entities.ts'
import type { Outcome } from '../../protocol.ts'
import { entityOf } from '../../rights.ts'
import type { AuthorityStore, FeedEntry, Quarantined, ServerRow } from '../authority-store.ts'
import { parentIdOf } from '../place.ts'

interface Answer {
  readonly seq: number
  readonly id: string
  readonly outcome: Outcome
}

/** The authority's rows in memory: one batch at a time, so that nothing needs a lock. */
export class MemoryAuthority implements AuthorityStore {
  readonly epoch: string
  readonly held = new Map<string, ServerRow>()
  readonly feed: FeedEntry[] = []
  readonly quarantine: Quarantined[] = []
  readonly devices = new Map<string, { appliedSeq: number; owner: string | null; answers: Answer[] }>()
  readonly #numbers = new Map<string, number>()
  #rev = 0

  constructor(epoch = 'epoch-1') {
    this.epoch = epoch
  }

  row(entity: EntityName, id: string): ServerRow | undefined {
    return this.held.get(`${entity}/${id}`)
  }

  async lockDevice(device: string) {
    const line = this.devices.get(device)
    return { appliedSeq: line?.appliedSeq ?? 0, owner: line?.owner ?? null }
  }

  async answers(device: string, seqs: readonly number[]) {
    return (this.devices.get(device)?.answers ?? []).filter(({ seq }) => seqs.includes(seq))
  }

  async rows(entity: EntityName, ids: readonly string[]) {
    return ids.flatMap((id) => this.row(entity, id) ?? [])
  }

  async children(entity: EntityName, ids: readonly string[]) {
    return [...this.held.values()].filter((row) => {
      const definition = entityOf(row.entity)
      const within = definition?.access.within
      if (!definition || row.deleted || within?.kind !== 'parent' || within.entity !== entity) return false
      return ids.includes(parentIdOf(definition, row) ?? '')
    })
  }

  async nextRevs(count: number) {
    return Array.from({ length: count }, () => {
      this.#rev += 1
      return this.#rev
    })
  }

  async nextNumbers(entity: EntityName, field: string, count: number) {
    const key = `${entity}.${field}`
    const present = [...this.held.values()].filter((row) => row.entity === entity).map(({ fields }) => Number(fields[field]))
    const last = this.#numbers.get(key) ?? Math.max(0, ...present.filter(Number.isSafeInteger))
    this.#numbers.set(key, last + count)
    return Array.from({ length: count }, (_, nth) => last + 1 + nth)
  }

  async save({ rows, feed, answers, quarantine, appliedSeq, device, owner }: Parameters<AuthorityStore['save']>[0]) {
    for (const row of rows) this.held.set(`${row.entity}/${row.id}`, row)
    this.feed.push(...feed)
    this.quarantine.push(...quarantine)
    const earlier = this.devices.get(device)?.answers ?? []
    this.devices.set(device, { appliedSeq, owner, answers: [...earlier, ...answers] })
  }
}
