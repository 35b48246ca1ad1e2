import { type Failure, fail } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { CopyStanding } from '#shared/ports/local-copy.ts'
import { protocolVersion, pullRows, pushAnswer } from '#shared/sync/protocol.ts'
import type { WriteConnection } from '../connection.ts'
import { ChangeWriter } from '../write/change-writer.ts'
import type { ChangeChecker } from '../write/check-change.ts'
import { entityNames, Rows } from '../write/rows.ts'
import { Away } from './away.ts'
import { Chores } from './chores.ts'
import { CopyLines } from './copy-lines.ts'
import type { CopyAnswer, CopyCall, CopyValues } from './copy-wire.ts'
import { KeptRows } from './kept-rows.ts'
import { Outbox, type OutboxRow } from './outbox.ts'
import { BadAnswer, Pages, parsed } from './pages.ts'
import { PeopleQueries } from './people-queries.ts'
import { Places } from './places.ts'
import { Recorder } from './recorder.ts'
import { putSalvaged, type SalvagedCopy } from './salvaged-copy.ts'
import type { CopyWorld, SyncOptions } from './sync-options.ts'
import { SyncState } from './sync-state.ts'
import { Territories } from './territories.ts'
import { Touched } from './touched.ts'

/** The server ends a stream after so many rows. */
const rowsOfOneStream = 40_000
const namesOfOnePart = 250
/** So often it is looked whether somebody waits. */
const rowsOfOnePart = 200
/**
 * A first copy commits after so much work, which grows as long as nobody waits: each commit writes the pages of the indexes
 * that it has touched anew, and whoever waits waits for that. Whoever is writing now will write again soon: until they have
 * been `calm` for so long, commits stay short.
 */
const workOfOneCommitMs = { least: 20, most: 150, growth: 1.2, calm: 5_000 } as const

/** Undoes the transaction and becomes the answer. */
class CallFailure extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.failure = failure
  }
}

/** The writer's side of the port `LocalCopy`: each call is one transaction. Storage failures are thrown. */
export class CopyWriter {
  readonly changes: ChangeWriter
  readonly #database: WriteConnection
  readonly #world: CopyWorld
  readonly #checker: ChangeChecker
  readonly #state: SyncState
  readonly #outbox: Outbox
  readonly #kept: KeptRows
  readonly #territories: Territories
  readonly #chores: Chores
  readonly #pages: Pages
  readonly #people: PeopleQueries
  readonly #away: Away
  #copying = false
  #workMs: number = workOfOneCommitMs.least
  #awaitedAtMs = Number.NEGATIVE_INFINITY

  constructor(database: WriteConnection, options: SyncOptions, world: CopyWorld, checker: ChangeChecker) {
    const rows = new Rows(database)
    const state = new SyncState(database)
    const outbox = new Outbox(database, state)
    const kept = new KeptRows(database, rows, outbox, state)
    const places = new Places(database, rows, options.actor)
    const territories = new Territories(database)
    const chores = new Chores(database, { rows, kept, outbox, places, state, territories })
    const away = new Away(database, state, options.actor)
    this.#database = database
    this.#world = world
    this.#checker = checker
    this.#state = state
    this.#outbox = outbox
    this.#kept = kept
    this.#territories = territories
    this.#chores = chores
    this.#away = away
    this.#people = new PeopleQueries(database, rows, outbox)
    this.#pages = new Pages({ rows, kept, outbox, places, state, territories, chores, away, world })
    this.changes = new ChangeWriter(database, rows, new Recorder({ rows, kept, outbox, places, state, world, options }))
    // What is deleted is overwritten: a purge is down to the bytes (SYNC-10).
    database.pragma('secure_delete = ON')
    if (state.get('device') === undefined) this.changes.transaction(() => state.set('device', options.device))
  }

  call(call: CopyCall): CopyAnswer {
    if (call.kind !== 'copied') return this.#answer(() => this.#durably(call.kind, () => this.#value(call)))
    let answer: CopyAnswer | undefined
    for (const part of this.copiedInParts(call.bytes, () => false)) answer = part
    return answer!
  }

  /**
   * Lines of a first copy in transactions of some milliseconds, which end at once when somebody `waits`. Each step does one and
   * gives the answer so far, the last one that of all; of what a crash leaves out the whole line comes again.
   */
  *copiedInParts(bytes: Uint8Array, waits: () => boolean): Generator<CopyAnswer> {
    const lines = new CopyLines(bytes, rowsOfOnePart)
    const customers = new Set<string>()
    const interactions = new Set<string>()
    let catalogue = false
    let more = true
    const group = () => {
      const untilMs = performance.now() + this.#workMs
      let isAwaited = false
      do {
        const part = lines.next()
        if (!part) break
        const applied = this.#pages.copied(part.page, part.last)
        for (const id of applied.customers) customers.add(id)
        for (const id of applied.interactions) interactions.add(id)
        catalogue ||= applied.catalogue
        more = applied.more
        isAwaited = waits()
      } while (lines.more && performance.now() < untilMs && !isAwaited)
      const { least, most, growth, calm } = workOfOneCommitMs
      const nowMs = performance.now()
      if (isAwaited) this.#awaitedAtMs = nowMs
      if (nowMs - this.#awaitedAtMs < calm) this.#workMs = least
      else this.#workMs = Math.min(most, this.#workMs * growth)
      return { customers: [...customers], interactions: [...interactions], catalogue, more }
    }
    do {
      const answer = this.#answer(() => this.#durably('copied', group))
      yield answer
      if (answer.kind !== 'done') return
    } while (lines.more)
  }

  #answer(run: () => Extract<CopyAnswer, { kind: 'done' }>): CopyAnswer {
    try {
      return run()
    } catch (error) {
      if (error instanceof CallFailure) return { kind: 'failed', failure: error.failure }
      if (error instanceof BadAnswer) return { kind: 'failed', failure: fail('server-not-dzvin').failure }
      throw error
    }
  }

  /** What a damaged file still owed to the server goes into this new one; the rows are copied anew. */
  takeOver(salvaged: SalvagedCopy): void {
    this.changes.transaction(() => putSalvaged(this.#database, salvaged, this.#world.newId()))
    this.#outbox.forgetCounts()
  }

  standing(): CopyStanding {
    const { waiting, refused } = this.#outbox.counts()
    return {
      device: this.#state.device,
      cursor: this.#state.get('cursor') ?? null,
      epoch: this.#state.get('epoch') ?? null,
      waiting,
      refused,
      conflicts: this.#people.openConflicts(),
      copies: this.#territories.standing(),
      copiesComplete: this.#territories.complete,
      confirmedAtMs: this.#state.get('confirmedAtMs') ?? null,
    }
  }

  /** One part of the long work that pages have left; false when there is none. */
  chore(): boolean {
    const { rows } = this.changes
    if (this.#chores.removing) {
      this.changes.transaction(() => this.#chores.part())
      return true
    }
    if (this.#chores.truncate()) {
      this.#world.purged?.()
      return true
    }
    // Names wait until the rows are in, unless that takes so long that people would miss them.
    const copying = this.#territories.standing().length > 0 && !this.#territories.long
    if (copying || !rows.names.postponed) return false
    return this.changes.transaction(() => rows.names.indexPart(namesOfOnePart))
  }

  /** What was read can be read again, so it need not wait for the disk; what leaves this device must. */
  #durably(kind: CopyCall['kind'], value: () => CopyValues[keyof CopyValues]): Extract<CopyAnswer, { kind: 'done' }> {
    // The standing is read before the commit: after it nothing may fail any more.
    const run = () => this.changes.transaction(() => ({ kind: 'done', value: value(), standing: this.standing() }) as const)
    const again = kind === 'pulled' || kind === 'copied' || kind === 'pushed'
    if (!again) return run()
    this.#copyingPace()
    this.#database.pragma('synchronous = NORMAL')
    try {
      return run()
    } finally {
      this.#database.pragma('synchronous = FULL')
    }
  }

  /** A first copy writes the same pages of the indexes over and over: they reach the file less often. */
  #copyingPace(): void {
    const copying = this.#territories.standing().length > 0
    if (copying === this.#copying) return
    this.#copying = copying
    this.#database.pragma(`wal_autocheckpoint = ${copying ? 8_000 : 4_000}`)
    this.#database.pragma(`cache_size = ${copying ? -256_000 : -64_000}`)
  }

  #value(call: Exclude<CopyCall, { kind: 'copied' }>): CopyValues[keyof CopyValues] {
    switch (call.kind) {
      case 'nextPush':
        return this.#outbox.nextPush()
      case 'pushed':
        return this.#pushed(call.bytes)
      case 'nextPull':
        return {
          protocol: protocolVersion,
          device: this.#state.device,
          cursor: this.#state.get('cursor') ?? null,
          limit: pullRows,
        }
      case 'pulled':
        return this.#pages.pulled(call.bytes)
      case 'nextCopy': {
        this.#pages.streamBegins()
        const copy = this.#territories.next()
        return (
          copy && {
            protocol: protocolVersion,
            device: this.#state.device,
            territory: copy.territory,
            after: copy.after,
            rows: rowsOfOneStream,
          }
        )
      }
      case 'everythingWaiting':
        return this.#outbox.everythingWaiting()
      case 'outgoing':
        return this.#people.outgoing(call)
      case 'sendAgain':
        return this.#sendAgain(call.seq, call.values)
      case 'discard':
        return this.#discard(call.seq)
      case 'conflicts':
        return this.#people.conflicts(call)
      case 'whileAway':
        return this.#away.get()
      case 'whileAwaySeen':
        return void this.#away.seen()
      case 'standing':
        return undefined
    }
  }

  #pushed(bytes: Uint8Array): CopyValues['pushed'] {
    const answer = parsed(pushAnswer, bytes)
    this.#state.heard(answer.serverMs)
    switch (answer.kind) {
      case 'pushed': {
        const touched = new Touched()
        for (const { seq, outcome } of answer.answers) {
          const row = this.#outbox.answer(seq, outcome, answer.epoch, this.#world.nowMs())
          if (!row || !isEntity(row.entity)) continue
          // Its row has not come yet: it stays pending, and what is shown stays as it is.
          if (outcome.kind === 'applied' && (this.#kept.shadowRev(row.entity, row.row) ?? 0) < outcome.rev) continue
          this.#kept.settle(row.entity, row.row)
          touched.add(row.entity, row.row, null)
        }
        const most = this.#state.get('pushMost')
        if (most !== undefined && answer.answers.length > 0) this.#state.set('pushMost', most * 2)
        this.#chores.purgeLost()
        return touched.result(false)
      }
      case 'expected':
        return this.#reopen(this.#outbox.rewind(answer.seq) ?? this.#outbox.fork(this.#world.newId(), answer.seq))
      case 'forked':
        // One of them has a number that is taken. Those before it may be known to the server: it is told one by one.
        if (this.#state.get('pushMost') === 1 || this.#outbox.counts().waiting <= 1)
          return this.#reopen(this.#outbox.fork(this.#world.newId()))
        this.#state.set('pushMost', 1)
        return new Touched().result(false)
    }
  }

  #reopen(again: readonly OutboxRow[]): CopyValues['pushed'] {
    const touched = new Touched()
    for (const { entity, row, place } of again) {
      if (!isEntity(entity)) continue
      this.#kept.reopen(entity, row, place)
      touched.add(entity, row, null)
    }
    return touched.result(false)
  }

  #sendAgain(n: number, values: Readonly<Record<string, unknown>>): undefined {
    const refused = this.#refusedOne(n)
    const fields = { ...(JSON.parse(refused.fields) as Record<string, unknown>), ...values }
    const checked = this.#checker.check({ kind: refused.kind, entity: refused.entity, id: refused.row, fields })
    if ('failure' in checked) throw new CallFailure(checked.failure)
    this.#write(checked.change)
    this.#outbox.close(n)
    return undefined
  }

  #write(change: Change): void {
    const failure = this.changes.refusalOf({ kind: 'changes', changes: [change] })
    if (failure) throw new CallFailure(failure)
  }

  #discard(n: number): undefined {
    this.#refusedOne(n)
    this.#outbox.close(n)
    return undefined
  }

  #refusedOne(n: number) {
    const found = this.#outbox.refusedOne(n)
    if (!found) throw new CallFailure(fail('not-found', { entity: 'outbox' }).failure)
    return found
  }
}

function isEntity(name: string): name is EntityName {
  return (entityNames as readonly string[]).includes(name)
}
