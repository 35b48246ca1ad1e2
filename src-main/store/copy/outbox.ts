import { type EntityName, entities } from '#shared/entities/entities.ts'
import { newLineOf } from '#shared/sync/device-line.ts'
import { type Mutation, type Outcome, type PushRequest, protocolVersion, pushLimits } from '#shared/sync/protocol.ts'
import type { WriteConnection } from '../connection.ts'
import type { SyncState } from './sync-state.ts'

/** A mutation as the outbox keeps it. `fields` and `before` are JSON. */
export interface OutboxRow {
  readonly n: number
  readonly device: string
  readonly seq: number
  readonly id: string
  readonly entity: string
  readonly row: string
  readonly kind: 'create' | 'patch' | 'delete'
  readonly fields: string
  readonly before: string
  readonly base_epoch: string
  readonly base_rev: number
  readonly hlc: string
  readonly actor: string
  readonly schema: number
  readonly made_at_ms: number
  readonly place: number
  readonly state: 'waiting' | 'sent' | 'applied' | 'refused' | 'quarantined'
  readonly rev: number | null
  readonly epoch: string | null
  readonly reason: string | null
  readonly field: string | null
}

type New = Omit<OutboxRow, 'n' | 'device' | 'seq' | 'state' | 'rev' | 'epoch' | 'reason' | 'field'>

/** A server that is restored from a backup gets acknowledged mutations again for so long, and so many of them. */
const keptMs = 14 * 24 * 60 * 60_000
const keptAnswered = 50_000
const unanswered = `state IN ('waiting', 'sent')`

/**
 * Mutations by their numbers (SYNC-2, SYNC-3). One that was handed out is `sent` and never changes again: the server may
 * have it already and would answer a changed one with its first answer.
 */
export class Outbox {
  readonly #database: WriteConnection
  readonly #state: SyncState
  readonly #statements
  /** Kept, as each write tells them: to count ten thousand takes longer than the write. */
  #counts: { readonly waiting: number; readonly refused: number } | undefined

  constructor(database: WriteConnection, state: SyncState) {
    this.#database = database
    this.#state = state
    this.#statements = prepare(database)
  }

  add(mutation: New): void {
    const seq = (this.#state.get('lastSeq') ?? 0) + 1
    this.#state.set('lastSeq', seq)
    this.#statements.add.run({ ...mutation, device: this.#state.device, seq })
    if (this.#counts) this.#counts = { ...this.#counts, waiting: this.#counts.waiting + 1 }
  }

  /** The last one of a row that may still be added to. */
  open(entity: string, row: string, actor: string): OutboxRow | undefined {
    const last = this.#statements.lastOfRow.get(entity, row)
    return last?.state === 'waiting' && last.kind !== 'delete' && last.actor === actor ? last : undefined
  }

  isLast({ n }: OutboxRow): boolean {
    return this.#statements.last.get() === n
  }

  rewrite(n: number, change: Pick<OutboxRow, 'fields' | 'before' | 'hlc'>): void {
    this.#statements.rewrite.run(change.fields, change.before, change.hlc, n)
  }

  /** Mutations whose effect is not in the server's row that is here, in order. */
  pending(entity: string, row: string): OutboxRow[] {
    return this.#statements.pending.all(entity, row)
  }

  /** The server's row came: with everything of this device up to `appliedSeq`, and with all that was answered up to `rev`. */
  include(entity: string, row: string, rev: number, appliedSeq: number | undefined): void {
    if (appliedSeq !== undefined) this.#statements.includeApplied.run(entity, row, this.#state.device, appliedSeq)
    this.#statements.includeAnswered.run(entity, row, rev, this.#state.get('epoch') ?? '')
  }

  /** Everything of this device up to `seq` is in the rows that the feed has brought; the rows that are concerned. */
  includeUpTo(seq: number): { readonly entity: string; readonly row: string }[] {
    const found = this.#statements.notIncluded.all(this.#state.device, seq)
    if (found.length > 0) this.#statements.includeUpTo.run(this.#state.device, seq)
    return found
  }

  nextPush(): PushRequest | undefined {
    const { device } = this.#state
    const most = Math.min(pushLimits.mutations, this.#state.get('pushMost') ?? pushLimits.mutations)
    const sent = this.#statements.sent.all(device, most)
    const rows = sent.length > 0 ? sent : this.#statements.waiting.all(device, most)
    const mutations: Mutation[] = []
    let bytes = 0
    for (const row of rows) {
      const mutation = mutationOf(row)
      bytes += Buffer.byteLength(JSON.stringify(mutation)) + 1
      if (mutations.length > 0 && bytes > pushLimits.bytes) break
      mutations.push(mutation)
    }
    if (mutations.length === 0) return undefined
    if (sent.length === 0) this.#statements.handOut.run(device, mutations.at(-1)!.seq)
    return { protocol: protocolVersion, device, mutations }
  }

  everythingWaiting(): PushRequest {
    const mutations = this.#statements.unanswered.all().map(mutationOf)
    return { protocol: protocolVersion, device: this.#state.device, mutations }
  }

  /** The rows that an answer is about; one to a number that was not handed out is nothing to us. */
  answer(seq: number, outcome: Outcome, epoch: string, nowMs: number): OutboxRow | undefined {
    const found = this.#statements.bySeq.get(this.#state.device, seq)
    if (found?.state !== 'sent') return undefined
    const reason = outcome.kind === 'applied' ? null : outcome.reason
    const field = outcome.kind === 'refused' ? (outcome.field ?? null) : null
    const rev = outcome.kind === 'applied' ? outcome.rev : null
    const included = outcome.kind === 'applied' && !staysAtServer(found.entity) ? 0 : 1
    this.forgetCounts()
    this.#statements.answer.run(outcome.kind, rev, epoch, reason, field, nowMs, included, found.n)
    return found
  }

  /**
   * The server has lost what came from `seq` on (it was restored from a backup): these go again (SYNC-3). Undefined when one of
   * them is not here any more, so that numbers without gaps cannot be given.
   */
  rewind(seq: number, answeredInOtherEpochThan?: string): OutboxRow[] | undefined {
    const lastSeq = this.#state.get('lastSeq') ?? 0
    const rows = this.#statements.fromSeq.all(this.#state.device, seq)
    if (seq > lastSeq + 1 || rows.length !== lastSeq + 1 - seq) return undefined
    const again = rows.filter(
      (row) => row.state !== 'waiting' && row.state !== 'sent' && row.epoch !== (answeredInOtherEpochThan ?? null),
    )
    this.forgetCounts()
    for (const row of again) this.#statements.again.run(row.n)
    return again
  }

  /** Whether something behind `seq` was answered under another epoch. */
  answeredElsewhere(seq: number, epoch: string): boolean {
    return this.#statements.answeredElsewhere.get(this.#state.device, seq, epoch) === 1
  }

  /** From `seq` on, or all that is unanswered, under another name from number one. */
  fork(newId: string, fromSeq?: number): OutboxRow[] {
    const device = newLineOf(this.#state.device, newId)
    const rows = this.#database
      .prepare<[string, number], OutboxRow>(`SELECT * FROM outbox WHERE (device = ? AND seq >= ?) OR ${unanswered} ORDER BY n`)
      .all(this.#state.device, fromSeq ?? Number.MAX_SAFE_INTEGER)
    this.forgetCounts()
    this.#state.set('device', device)
    this.#state.set('lastSeq', rows.length)
    this.#state.clear('pushMost')
    for (const [index, row] of rows.entries()) this.#statements.rename.run(device, index + 1, row.n)
    return rows
  }

  /** Forgets what was answered long ago and is in the copy; from the oldest on, so that the rest has no gaps. */
  forget(nowMs: number): void {
    this.#statements.forget.run(nowMs - keptMs)
    const over = this.#statements.answeredCount.get()! - keptAnswered
    if (over > 0) this.#statements.forgetMost.run(over)
  }

  counts(): { readonly waiting: number; readonly refused: number } {
    this.#counts ??= { waiting: this.#statements.waitingCount.get()!, refused: this.#statements.refusedCount.get()! }
    return this.#counts
  }

  /** After a rollback, and whenever more has changed than a new mutation. */
  forgetCounts(): void {
    this.#counts = undefined
  }

  unansweredIn(place: number): boolean {
    return this.#statements.unansweredIn.get(place) === 1
  }

  /** What was sent of a territory that is purged keeps its number and loses its contents. */
  gut(place: number): void {
    this.forgetCounts()
    this.#statements.gut.run(place)
  }

  list(refused: boolean, limit: number): OutboxRow[] {
    return this.#statements[refused ? 'refused' : 'unansweredPart'].all(limit)
  }

  refusedOne(n: number): OutboxRow | undefined {
    return this.#statements.refusedOne.get(n)
  }

  close(n: number): void {
    this.forgetCounts()
    this.#statements.close.run(n)
  }
}

/** Its rows never come back by the feed. */
function staysAtServer(entity: string): boolean {
  return entities[entity as EntityName]?.access.within.kind === 'server'
}

function prepare(database: WriteConnection) {
  const rows = <P extends unknown[]>(condition: string) => database.prepare<P, OutboxRow>(`SELECT * FROM outbox ${condition}`)
  const run = <P extends unknown[]>(sql: string) => database.prepare<P>(sql)
  const value = <P extends unknown[]>(sql: string) => database.prepare<P, number>(sql).pluck()
  const openRefused = `state IN ('refused', 'quarantined') AND closed = 0`
  const done = `included = 1 AND answered_at_ms IS NOT NULL AND (state = 'applied' OR closed = 1)`
  return {
    add: database.prepare<[New & { device: string; seq: number }]>(
      `INSERT INTO outbox (device, seq, id, entity, row, kind, fields, before, base_epoch, base_rev, hlc, actor, schema, made_at_ms, place, state)
       VALUES (@device, @seq, @id, @entity, @row, @kind, @fields, @before, @base_epoch, @base_rev, @hlc, @actor, @schema, @made_at_ms, @place, 'waiting')`,
    ),
    lastOfRow: rows<[string, string]>(
      'INDEXED BY outbox_pending WHERE entity = ? AND row = ? AND included = 0 ORDER BY n DESC LIMIT 1',
    ),
    last: value<[]>('SELECT max(n) FROM outbox'),
    rewrite: run<[string, string, string, number]>('UPDATE outbox SET fields = ?, before = ?, hlc = ? WHERE n = ?'),
    pending: rows<[string, string]>('INDEXED BY outbox_pending WHERE entity = ? AND row = ? AND included = 0 ORDER BY n'),
    includeApplied: run<[string, string, string, number]>(
      `UPDATE outbox SET included = 1 WHERE entity = ? AND row = ? AND included = 0 AND state <> 'waiting' AND device = ? AND seq <= ?`,
    ),
    includeAnswered: run<[string, string, number, string]>(
      `UPDATE outbox SET included = 1 WHERE entity = ? AND row = ? AND included = 0 AND state = 'applied' AND rev <= ? AND epoch = ?`,
    ),
    notIncluded: database.prepare<[string, number], { entity: string; row: string }>(
      `SELECT DISTINCT entity, row FROM outbox INDEXED BY outbox_pending WHERE included = 0 AND state <> 'waiting' AND device = ? AND seq <= ?`,
    ),
    includeUpTo: run<[string, number]>(
      `UPDATE outbox SET included = 1 WHERE included = 0 AND state <> 'waiting' AND device = ? AND seq <= ?`,
    ),
    sent: rows<[string, number]>(`WHERE state = 'sent' AND device = ? ORDER BY seq LIMIT ?`),
    waiting: rows<[string, number]>(`WHERE state = 'waiting' AND device = ? ORDER BY seq LIMIT ?`),
    handOut: run<[string, number]>(`UPDATE outbox SET state = 'sent' WHERE state = 'waiting' AND device = ? AND seq <= ?`),
    unanswered: rows<[]>(`INDEXED BY outbox_unanswered WHERE ${unanswered} ORDER BY n`),
    unansweredPart: rows<[number]>(`INDEXED BY outbox_unanswered WHERE ${unanswered} ORDER BY n DESC LIMIT ?`),
    refused: rows<[number]>(`INDEXED BY outbox_refused WHERE ${openRefused} ORDER BY n DESC LIMIT ?`),
    refusedOne: rows<[number]>(`WHERE n = ? AND ${openRefused}`),
    bySeq: rows<[string, number]>('WHERE device = ? AND seq = ?'),
    fromSeq: rows<[string, number]>('WHERE device = ? AND seq >= ? ORDER BY seq'),
    answer: run<[string, number | null, string, string | null, string | null, number, number, number]>(
      'UPDATE outbox SET state = ?, rev = ?, epoch = ?, reason = ?, field = ?, answered_at_ms = ?, included = ? WHERE n = ?',
    ),
    again: run<[number]>(
      `UPDATE outbox SET state = 'sent', rev = NULL, epoch = NULL, reason = NULL, field = NULL, answered_at_ms = NULL, included = 0
       WHERE n = ?`,
    ),
    rename: run<[string, number, number]>(
      `UPDATE outbox SET device = ?, seq = ?, state = iif(state = 'waiting', 'waiting', 'sent'), rev = NULL, epoch = NULL,
       reason = NULL, field = NULL, answered_at_ms = NULL, included = 0 WHERE n = ?`,
    ),
    forget: run<[number]>(`DELETE FROM outbox WHERE ${done} AND answered_at_ms < ?`),
    answeredCount: value<[]>('SELECT count(*) FROM outbox INDEXED BY outbox_answered WHERE answered_at_ms IS NOT NULL'),
    forgetMost: run<[number]>(`DELETE FROM outbox WHERE n IN (SELECT n FROM outbox WHERE ${done} ORDER BY n LIMIT ?)`),
    waitingCount: value<[]>(`SELECT count(*) FROM outbox INDEXED BY outbox_unanswered WHERE ${unanswered}`),
    refusedCount: value<[]>(`SELECT count(*) FROM outbox INDEXED BY outbox_refused WHERE ${openRefused}`),
    unansweredIn: value<[number]>(`SELECT 1 FROM outbox INDEXED BY outbox_unanswered WHERE ${unanswered} AND place = ? LIMIT 1`),
    gut: run<[number]>(
      `UPDATE outbox SET fields = '{}', before = '{}', included = 1 WHERE place = ? AND (state IN ('applied', 'quarantined') OR closed = 1)`,
    ),
    answeredElsewhere: value<[string, number, string]>(
      'SELECT 1 FROM outbox WHERE device = ? AND seq > ? AND answered_at_ms IS NOT NULL AND epoch <> ? LIMIT 1',
    ),
    close: run<[number]>('UPDATE outbox SET closed = 1 WHERE n = ?'),
  }
}

function mutationOf(row: OutboxRow): Mutation {
  return {
    seq: row.seq,
    id: row.id,
    entity: row.entity,
    row: row.row,
    kind: row.kind,
    fields: JSON.parse(row.fields) as Record<string, unknown>,
    before: JSON.parse(row.before) as Record<string, unknown>,
    base: { epoch: row.base_epoch, rev: row.base_rev },
    hlc: row.hlc,
    actor: row.actor,
    schema: row.schema,
  }
}
