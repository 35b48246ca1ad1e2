import type { Role } from '#shared/domain/people/role.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { lift } from '#shared/sync/authority/lift.ts'
import type { Mutation, PushRequest } from '#shared/sync/protocol.ts'
import { Chance } from './chance.ts'
import { Desk } from './desk.ts'
import { allTerritories, firstRows, storedRow, userFields } from './first-rows.ts'
import { type Entry, holds, isWord, Ledger, type Typed } from './ledger.ts'
import { fair, type Weather } from './network.ts'
import { type Overwritten, Person } from './person.ts'
import { type Backup, rowKey } from './server/memory-database.ts'
import { MemoryServer, noFaults, type ServerMutants, type SimUser } from './server/memory-server.ts'
import type { Fields } from './sim-copy.ts'
import { startMs, Timeline } from './timeline.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import { change, type WiderKind, widerWeights } from './wider-world.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly mutants?: ServerMutants & { readonly cursorFirst?: boolean }
  /** Overrides what the seed draws. */
  readonly desks?: number
  readonly deeds?: number
  /** Of each territory. */
  readonly customers?: number
  readonly calm?: boolean
  /** Only what the simulation did when its first seeds failed: their worlds stay as they were. */
  readonly early?: boolean
  /** The first desk dies at this step of its own. */
  readonly crashAtStep?: number
  readonly log?: string[]
}

export interface Outcome extends Verdict {
  readonly trace: string
  /** Steps that the first desk has taken. */
  readonly steps: number
  /** Deaths of the first desk inside a transaction. */
  readonly diedInside: number
}

/** Every world of the simulation, made of one number. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const simulation = new Simulation(options)
  await simulation.run()
  const verdict = verdictOf(simulation)
  const [first] = simulation.desks
  return { ...verdict, trace: simulation.timeline.trace(), steps: first?.steps ?? 0, diedInside: first?.diedInside ?? 0 }
}

const bad: Weather = { dropRequest: 0.08, loseAnswer: 0.1, duplicate: 0.1, cut: 0.06, slowest: 400 }
const dayMs = 86_400_000
const quietMs = 65_000

export class Simulation {
  readonly timeline: Timeline
  readonly server: MemoryServer
  readonly desks: Desk[] = []
  readonly ledger = new Ledger()
  readonly typed: (Typed & { readonly acknowledged: boolean })[] = []
  /** Found on the way. */
  readonly violations: string[] = []
  /** Ids of what a supervisor has discarded, with its words. */
  readonly discarded: Mutation[] = []
  restores = 0
  stuck = false
  readonly #options: SimulationOptions
  readonly #chance: Chance
  readonly #person: Person
  readonly #watched = new Map<Desk, Map<string, Overwritten>>()
  #backup: { readonly database: Backup; readonly entries: Map<string, Entry> } | undefined
  readonly #files = new Map<Desk, Buffer>()
  #ids = 0
  #words = 0

  constructor(options: SimulationOptions) {
    const { seed, mutants = {} } = options
    this.#options = options
    this.#chance = new Chance(seed)
    this.timeline = new Timeline(options.log)
    const nextId = () => `00000000-0000-7000-8000-${(++this.#ids).toString(16).padStart(12, '0')}`
    this.server = new MemoryServer({
      timeline: this.timeline,
      chance: this.#chance.fork('server'),
      mutants,
      nextId,
      onDefect: (cause) => this.violations.push(`defect of the authority: ${cause instanceof Error ? cause.stack : cause}`),
      onCommit: (transaction, request) => {
        this.ledger.device = request.device
        this.ledger.committing(transaction, this.#asJudged(request), this.server.database)
        this.timeline.note(`committed ${request.device} ${request.mutations.map(({ seq }) => seq).join(' ')}`)
      },
    })
    this.#person = new Person({
      chance: this.#chance.fork('person'),
      nextWord: () => `w${++this.#words}w`,
      nextId,
      nowMs: () => startMs + this.timeline.nowMs,
      wrote: (...written) => this.#wrote(...written),
    })
    this.#people(options.desks ?? this.#chance.between(2, 8))
    const users = [...this.server.users.values()]
    this.#writeDirectly(firstRows(users, options.customers ?? 3))
    for (const { userId } of users) this.#addDesk(userId, nextId, mutants.cursorFirst ?? false)
  }

  async run(): Promise<void> {
    const first = this.desks[0]
    if (this.#options.crashAtStep !== undefined && first) first.stepsToCrash = this.#options.crashAtStep
    for (const desk of this.desks) this.timeline.after(this.#chance.between(0, 3_000), () => desk.start())
    await this.timeline.run(6_000)
    const deeds = this.#options.deeds ?? this.#chance.between(20, 90)
    for (let deed = 0; deed < deeds; deed += 1) {
      this.#deed()
      await this.timeline.run(this.timeline.nowMs + this.#chance.between(1, this.#chance.odds(0.1) ? 20_000 : 700))
    }
    await this.#heal()
  }

  #people(count: number): void {
    const roles = ['operator', 'supervisor', 'field-office', 'administrator', 'analyst'] as const
    for (let at = 0; at < count; at += 1) {
      const role = at < 2 ? 'supervisor' : this.#chance.of(roles)
      const some = allTerritories.filter(() => this.#chance.odds(0.6))
      const territories = new Set<string>(role === 'administrator' || at === 0 ? allTerritories : some)
      const homeTerritory = [...territories][0] ?? null
      this.server.users.set(`user-${at}`, { userId: `user-${at}`, role, territories, homeTerritory })
    }
  }

  #addDesk(userId: string, newId: () => string, cursorFirst: boolean): void {
    const desk = new Desk({
      timeline: this.timeline,
      chance: this.#chance.fork(`desk ${userId}`),
      server: this.server,
      userId,
      seat: `desk-of-${userId}`,
      clockOffsetMs: this.#chance.odds(0.3) ? this.#chance.between(-3 * dayMs, 3 * dayMs) : this.#chance.between(-2_000, 2_000),
      newId,
      looked: (looking, call) => this.#looked(looking, call),
      cursorFirst,
    })
    this.desks.push(desk)
    this.#watched.set(desk, new Map())
  }

  #deed(): void {
    const chance = this.#chance
    const desk = chance.of(this.desks)
    const calm = { deed: 80, away: 6, weather: 6 }
    const early = {
      ...calm,
      crash: 5,
      crashSoon: 6,
      serverDies: 3,
      serverFaults: 3,
      backup: 2,
      restore: 1,
      file: 2,
      oldFile: 0.7,
      clock: 3,
      rights: 4,
      leave: 0.8,
      purge: 2,
      straggler: 6,
    }
    const kind = this.#options.calm ? chance.weighed(calm) : chance.weighed(this.#wide ? { ...early, ...widerWeights } : early)
    const did = this.#do(kind, desk)
    this.timeline.note(`${kind} ${desk.seat} ${did ?? ''}`)
  }

  #do(kind: string, desk: Desk): string | undefined {
    const { timeline, server } = this
    const chance = this.#chance
    switch (kind) {
      case 'deed':
        return this.#person.act(desk, this.#wide)
      case 'away':
        desk.away = !desk.away
        return String(desk.away)
      case 'weather':
        desk.weather = chance.odds(0.5) ? bad : fair
        return undefined
      case 'crash':
        desk.crash()
        return undefined
      case 'crashSoon':
        desk.stepsToCrash = chance.between(1, 60)
        return String(desk.stepsToCrash)
      case 'serverDies':
        server.die()
        timeline.after(chance.between(100, 8_000), () => server.start())
        return undefined
      case 'serverFaults':
        server.faults = chance.odds(0.5) ? { ...noFaults, rollback: 0.15, death: 0.05 } : noFaults
        return undefined
      case 'backup':
        this.#backup = { database: server.database.backup(), entries: this.ledger.copy() }
        return undefined
      case 'restore':
        return this.#restore()
      case 'file':
        this.#files.set(desk, desk.backup())
        return undefined
      case 'oldFile': {
        const bytes = this.#files.get(desk)
        if (!bytes || desk.left) return 'none'
        desk.restore(bytes)
        this.#watched.get(desk)?.clear()
        return undefined
      }
      case 'clock':
        desk.jumpClock(chance.between(-5 * dayMs, 5 * dayMs))
        return undefined
      case 'rights':
        return this.changeRights(desk)
      case 'leave':
        if (this.desks.indexOf(desk) < 2) return 'stays'
        server.standings.set(desk.seat, chance.odds(0.5) ? 'revoked' : 'wipe')
        server.tell({ kind: 'rights' })
        return server.standings.get(desk.seat)
      case 'purge':
        server.purgeFeed()
        return undefined
      case 'straggler':
        return this.#straggler()
      default:
        return change(kind as WiderKind, desk, this)
    }
  }

  #restore(): string {
    if (!this.#backup) return 'none'
    const { database, entries } = this.#backup
    this.server.die()
    this.server.database.restore(database)
    this.server.restored()
    this.ledger.entries = new Map(entries)
    this.restores += 1
    for (const watched of this.#watched.values()) watched.clear()
    // People's rights are in the database too.
    for (const user of [...this.server.users.values()]) {
      const row = this.server.database.committed.rows.get(rowKey('users', user.userId))
      const fields = row?.fields
      this.server.users.set(user.userId, {
        ...user,
        role: fields?.role as Role,
        territories: new Set(fields?.territoryIds as string[]),
      })
    }
    this.timeline.after(this.#chance.between(100, 3_000), () => this.server.start())
    return this.server.database.epoch
  }

  act(desk: Desk): void {
    this.#person.act(desk, this.#wide)
  }

  get chance(): Chance {
    return this.#chance
  }

  get #wide(): boolean {
    return !this.#options.early && !this.#options.calm
  }

  changeRights(desk: Desk): string {
    const user = this.server.users.get(desk.userId) as SimUser
    if (user.role === 'administrator' || this.desks[0] === desk) return 'all'
    const territory = this.#chance.of(allTerritories)
    const territories = new Set(user.territories)
    if (territories.delete(territory)) desk.purged = true
    else territories.add(territory)
    this.changeUser({ ...user, territories, homeTerritory: [...territories][0] ?? null })
    return [...territories].join(' ')
  }

  changeUser(changed: SimUser): void {
    this.#writeDirectly([{ entity: 'users', id: changed.userId, territory: null, fields: userFields(changed) }])
    this.server.setUser(changed)
  }

  /** As the server reads it: lifted, and with what an emptied one held at first. */
  #asJudged(request: PushRequest): PushRequest {
    const { heard, lifting } = this.server
    const mutations = request.mutations.map((mutation) => {
      const whole = 'husk' in mutation.fields ? (heard.get(mutation.id) ?? mutation) : mutation
      return lift(whole, lifting) ?? whole
    })
    return { ...request, mutations }
  }

  /** A transaction that takes its numbers early and ends late, with a commit or without. */
  #straggler(): string {
    const { database } = this.server
    const { epoch } = database
    const xid = database.begin()
    const [rev] = database.nextRevs(1)
    const seq = database.nextSeq()
    const commits = this.#chance.odds(0.7)
    const id = `office-${xid}`
    this.timeline.after(this.#chance.between(50, 9_000), () => {
      if (database.epoch !== epoch) return
      if (commits) {
        const row = { entity: 'offices' as const, id, territory: null, fields: { name: id, city: null } }
        database.committed.rows.set(rowKey('offices', id), storedRow(row, rev as number))
        database.committed.feed.push({ entity: 'offices', id, rev: rev as number, territory: null, kind: 'row', xid, seq })
      }
      database.end(xid)
      this.server.tell({ kind: 'news' })
    })
    return commits ? 'commits' : 'rolls back'
  }

  #writeDirectly(rows: readonly { entity: EntityName; id: string; territory: string | null; fields: Fields }[]): void {
    const { database } = this.server
    const xid = database.begin()
    const revs = database.nextRevs(rows.length)
    rows.forEach((row, at) => {
      const rev = revs[at] as number
      database.committed.rows.set(rowKey(row.entity, row.id), storedRow(row, rev))
      const { entity, id, territory } = row
      database.committed.feed.push({ entity, id, rev, territory, kind: 'row', xid, seq: database.nextSeq() })
    })
    database.end(xid)
  }

  /** Everything works again; whatever is owed must be settled in bounded time. */
  async #heal(): Promise<void> {
    this.timeline.note('healing')
    this.server.start()
    this.server.faults = noFaults
    for (const desk of this.desks) {
      if (this.server.tooOld.delete(desk.seat)) desk.update(this.server.lifting.newest)
      desk.away = false
      desk.weather = fair
      desk.stepsToCrash = Number.POSITIVE_INFINITY
      desk.start()
    }
    const until = this.timeline.nowMs + 900_000
    await this.timeline.run(until, () => this.#settled())
    this.stuck = !this.#settled()
    await this.timeline.run(this.timeline.nowMs + quietMs)
    if (!this.#settled()) this.stuck = true
  }

  #settled(): boolean {
    return this.desks.every((desk) => {
      if (desk.left) return true
      const standing = desk.copy?.copy.standing.get()
      return standing !== undefined && standing.waiting === 0 && standing.copies.length === 0 && standing.cursor !== null
    })
  }

  #wrote(desk: Desk, typed: readonly Typed[], overwritten: readonly Overwritten[], acknowledged: boolean): void {
    this.typed.push(...typed.map((one) => ({ ...one, acknowledged })))
    if (!acknowledged) return
    const watched = this.#watched.get(desk)
    for (const one of overwritten) {
      const { merge } = (entities[one.entity].columns as Record<string, { merge: string }>)[one.field] as { merge: string }
      if (merge !== 'last-writer' || !isWord(one.next) || one.old === undefined || one.old === one.next) continue
      watched?.set(`${one.entity}/${one.row}/${one.field}`, one)
    }
    for (const { word } of typed) this.timeline.note(`${desk.seat} typed ${word}`)
  }

  /** After a restore another device may send what stood there before once more, as the later one. */
  #isLost(entity: EntityName, row: string, field: string, word: string): boolean {
    return [...this.server.database.committed.rows.values()].some(
      ({ entity: of, fields }) =>
        of === 'conflicts' &&
        fields.entity === entity &&
        fields.rowId === row &&
        fields.field === field &&
        holds(fields.lost, word),
    )
  }

  /** SYNC-8: what was typed is never followed by what stood there before. */
  #looked(desk: Desk, call: string): void {
    const watched = this.#watched.get(desk)
    for (const [key, { entity, row, field, old, next }] of watched ?? []) {
      const shown = desk.row(entity, row)?.[field]
      if (shown === next) continue
      watched?.delete(key)
      if (shown === undefined || shown !== old) continue
      if (!this.ledger.keptOut(String(next)) && !(this.restores > 0 && this.#isLost(entity, row, field, String(next))))
        this.violations.push(`SYNC-8 ${desk.seat} ${key} showed '${old}' again after ${call}`)
    }
  }
}
