import type { EntityName } from '../../entities/entities.ts'
import type { Principal } from '../principal.ts'
import { everyonesTerritory, type Mutation, type Outcome, type PushAnswer, type PushRequest } from '../protocol.ts'
import { entityNames, entityOf, type NamedEntity } from '../rights.ts'
import { type AuditNote, auditNote } from './audit-note.ts'
import type { AuthorityStore } from './authority-store.ts'
import { cascade } from './cascade.ts'
import { rowAbove } from './conflict-row.ts'
import { type Deciding, type Decision, decide } from './decide.ts'
import { giveNumbers } from './give-numbers.ts'
import type { Lifting } from './lift.ts'
import { parentIdOf } from './place.ts'
import { type Reading, readMutation } from './read-mutation.ts'
import { isStorable } from './storable.ts'
import { WorkingRows } from './working-rows.ts'

export interface PushContext {
  readonly nowMs: number
  readonly ids: { next(): string }
  /** Numbers that the database would not take: refused unseen. */
  readonly poison?: ReadonlySet<number>
  readonly lifting?: Lifting
  /** Told of a fault of ours; its mutation is refused as `server-defect`. */
  readonly onDefect: (cause: unknown, seq: number) => void
}

export interface Pushed {
  readonly answer: PushAnswer
  /** To be kept in the same transaction. */
  readonly audit: readonly AuditNote[]
  /** Whose copies have news; `*`: everybody's. */
  readonly territories: readonly string[]
}

type Sent = PushRequest['mutations'][number]
interface Judged {
  readonly sent: Sent
  readonly reading: Reading
  readonly decision: Decision
}

/**
 * Applies one batch of a device inside one transaction of the store: each number once and in order, a repeat gets its first
 * answer (SYNC-3); a bad mutation is refused alone (SYNC-9). Rejects only when the store does; then nothing has happened.
 */
export async function applyPush(
  store: AuthorityStore,
  principal: Principal,
  request: PushRequest,
  context: PushContext,
): Promise<Pushed> {
  const { device } = request
  const head = { epoch: store.epoch, serverMs: context.nowMs }
  const answerOnly = (answer: PushAnswer): Pushed => ({ answer, audit: [], territories: [] })
  const { appliedSeq, owner } = await store.lockDevice(device)
  const sent = inOrder(request.mutations)
  // A copy belongs to one person; another's under the same name can only be a copy of a copy.
  if (!sent || (owner !== null && owner !== principal.userId)) return answerOnly({ kind: 'forked', ...head })

  const repeated = sent.filter(({ seq }) => seq <= appliedSeq)
  const first = await firstAnswers(store, device, repeated)
  if (!first) return answerOnly({ kind: 'forked', ...head })
  const fresh = withoutGap(
    sent.filter(({ seq }) => seq > appliedSeq),
    appliedSeq,
  )
  if (fresh.length === 0) {
    const beyondGap = repeated.length === 0 && sent.length > 0
    return answerOnly(
      beyondGap ? { kind: 'expected', ...head, seq: appliedSeq + 1 } : { kind: 'pushed', ...head, answers: first },
    )
  }

  const rows = new WorkingRows()
  const judged = await judge(store, principal, device, fresh, rows, context)
  await cascade(store, rows)
  await nameCustomers(store, rows)
  await giveNumbers(store, rows)
  rows.revise(await store.nextRevs(rows.changed().length))
  const answers = judged.map(({ sent: { seq, id }, decision }) => ({
    seq,
    id: storableId(id),
    outcome: outcomeOf(decision, rows),
  }))
  const feed = rows.feed()
  await store.save({
    rows: rows.changed(),
    feed,
    answers,
    quarantine: judged.flatMap(({ reading, decision }) =>
      decision.kind === 'quarantined' && reading.kind === 'mutation'
        ? [{ mutation: reading.mutation, reason: decision.reason, territory: decision.territory }]
        : [],
    ),
    appliedSeq: appliedSeq + fresh.length,
    device,
    owner: principal.userId,
  })
  const who = { userId: principal.userId, device, nowMs: context.nowMs }
  return {
    answer: { kind: 'pushed', ...head, answers: [...first, ...answers.map(({ seq, outcome }) => ({ seq, outcome }))] },
    audit: judged.map(({ sent: mutation, reading, decision }) => auditNote(who, mutation, reading, decision)),
    territories: [...new Set(feed.map(({ territory }) => territory ?? everyonesTerritory))],
  }
}

/** By number, each once; undefined when one number comes with two ids. */
function inOrder(mutations: readonly Sent[]): readonly Sent[] | undefined {
  const bySeq = new Map<number, Sent>()
  for (const mutation of mutations) {
    const other = bySeq.get(mutation.seq)
    if (other && other.id !== mutation.id) return undefined
    bySeq.set(mutation.seq, mutation)
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

function withoutGap(fresh: readonly Sent[], appliedSeq: number): readonly Sent[] {
  const end = fresh.findIndex(({ seq }, at) => seq !== appliedSeq + 1 + at)
  return end === -1 ? fresh : fresh.slice(0, end)
}

/** Undefined when a number was taken by another mutation. One that is no longer remembered was taken long ago. */
async function firstAnswers(
  store: AuthorityStore,
  device: string,
  repeated: readonly Sent[],
): Promise<{ seq: number; outcome: Outcome }[] | undefined> {
  if (repeated.length === 0) return []
  const seqs = repeated.map(({ seq }) => seq)
  const remembered = new Map((await store.answers(device, seqs)).map((answer) => [answer.seq, answer]))
  if (repeated.some(({ seq, id }) => (remembered.get(seq)?.id ?? storableId(id)) !== storableId(id))) return undefined
  return seqs.map((seq) => ({ seq, outcome: remembered.get(seq)?.outcome ?? { kind: 'applied', rev: 0, conflicts: 0 } }))
}

async function judge(
  store: AuthorityStore,
  principal: Principal,
  device: string,
  fresh: readonly Sent[],
  rows: WorkingRows,
  context: PushContext,
): Promise<readonly Judged[]> {
  const readings = fresh.map((sent): Reading => {
    if (context.poison?.has(sent.seq)) return { kind: 'refused', reason: 'server-defect' }
    return guarded(() => readMutation(principal, sent, context), sent, context)
  })
  await load(store, rows, readings)
  const deciding: Deciding = { principal, device, epoch: store.epoch, rows, opened: new Map(), nextId: () => context.ids.next() }
  return fresh.map((sent, at) => {
    const reading = readings[at] as Reading
    if (reading.kind === 'refused') return { sent, reading, decision: reading }
    return { sent, reading, decision: guarded(() => decide(reading.mutation, reading.entity, deciding), sent, context) }
  })
}

/** A defect of ours on one mutation must not hold up the others (SYNC-9). */
function guarded<T>(
  work: () => T,
  { seq }: Sent,
  { onDefect }: PushContext,
): T | { readonly kind: 'refused'; readonly reason: 'server-defect' } {
  try {
    return work()
  } catch (cause) {
    onDefect(cause, seq)
    return { kind: 'refused', reason: 'server-defect' }
  }
}

/** The rows that the mutations are about and those whose territory they follow; one reading an entity. */
async function load(store: AuthorityStore, rows: WorkingRows, readings: readonly Reading[]): Promise<void> {
  const wanted = new Wanted()
  for (const reading of readings) {
    if (reading.kind !== 'mutation' || reading.entity.access.within.kind === 'server') continue
    const { mutation, entity } = reading
    wanted.add(entity.name, mutation.row)
    wanted.addParent(entity, { id: mutation.row, fields: mutation.fields })
  }
  await wanted.load(store, rows)
  // A deleted row that comes back is placed anew: its parent may have moved in the meantime.
  const again = new Wanted()
  for (const reading of readings) {
    const row = reading.kind === 'mutation' ? rows.get(reading.entity.name, reading.mutation.row) : undefined
    if (reading.kind === 'mutation' && row?.deleted) again.addParent(reading.entity, row)
  }
  await again.load(store, rows)
}

/** Ids by entity; read in one order of entities, so that two batches seldom wait for each other crosswise. */
class Wanted {
  readonly #ids = new Map<EntityName, Set<string>>()

  add(entity: EntityName, id: string): void {
    const ids = this.#ids.get(entity)
    if (ids) ids.add(id)
    else this.#ids.set(entity, new Set([id]))
  }

  addParent(entity: NamedEntity, row: { readonly id: string; readonly fields: Mutation['fields'] }): void {
    const parent = parentIdOf(entity, row)
    if (parent !== undefined && entity.access.within.kind === 'parent')
      this.add(entity.access.within.entity as EntityName, parent)
  }

  async load(store: AuthorityStore, rows: WorkingRows): Promise<void> {
    for (const entity of entityNames) {
      const ids = [...(this.#ids.get(entity) ?? [])].filter((id) => !rows.get(entity, id))
      if (ids.length > 0) rows.load(await store.rows(entity, ids))
    }
  }
}

/** Conflicts of rows that do not name their customer are asked for the one above: a list of a customer's conflicts is whole. */
async function nameCustomers(store: AuthorityStore, rows: WorkingRows): Promise<void> {
  for (const conflict of rows.changed()) {
    if (conflict.entity !== 'conflicts' || conflict.rev !== 0 || conflict.fields.customerId !== null) continue
    const entity = entityOf(String(conflict.fields.entity))
    const row = entity && rows.get(entity.name, String(conflict.fields.rowId))
    const above = row && rowAbove(row)
    if (!above) continue
    if (!rows.get(above.entity.name, above.id)) rows.load(await store.rows(above.entity.name, [above.id]))
    const customerId = rows.get(above.entity.name, above.id)?.fields.customerId ?? null
    rows.put({ ...conflict, fields: { ...conflict.fields, customerId } })
  }
}

function outcomeOf(decision: Decision, rows: WorkingRows): Outcome {
  if (decision.kind !== 'applied') return 'territory' in decision ? { kind: decision.kind, reason: decision.reason } : decision
  const { row, conflicts } = decision
  return { kind: 'applied', rev: (row && rows.get(row.entity, row.id)?.rev) ?? 0, conflicts }
}

/** An id that no database would take is remembered as an empty one: the number still gets its first answer again. */
function storableId(id: string): string {
  return isStorable(id, JSON.stringify(id)) ? id : ''
}
