import { readableOf, watchedBy } from '#server/sync/quarantine.ts'
import type { Role } from '#shared/domain/people/role.ts'
import { managers } from '#shared/entities/access.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { applyPush, type Pushed } from '#shared/sync/authority/apply-push.ts'
import type { Quarantined } from '#shared/sync/authority/authority-store.ts'
import { type Lifting, lifting } from '#shared/sync/authority/lift.ts'
import type { Trouble } from '#shared/sync/client/trouble.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { CopyRequest, Mutation, News, PullAnswer, PullRequest, PushRequest } from '#shared/sync/protocol.ts'
import type { Chance } from '../chance.ts'
import { startMs, type Timeline } from '../timeline.ts'
import { copyPage, pullPage, type Reading } from './feed-pages.ts'
import { MemoryDatabase, rowKey } from './memory-database.ts'
import { MemoryTransaction } from './memory-transaction.ts'

export interface SimUser {
  readonly userId: string
  readonly role: Role
  readonly territories: ReadonlySet<string>
  readonly homeTerritory: string | null
}

export type Standing = 'active' | 'revoked' | 'wipe'

/** What the server may do wrong, so that the invariants are seen to catch it. */
export interface ServerMutants {
  readonly cursorBySequence?: boolean
  readonly forgetsRepeats?: boolean
  readonly deleteBeatsEdit?: boolean
  readonly blindToRoles?: boolean
}

export interface ServerOptions {
  readonly timeline: Timeline
  readonly chance: Chance
  readonly mutants: ServerMutants
  nextId(): string
  /** A fault of the authority on one mutation. */
  onDefect(cause: unknown): void
  /** Of a transaction that is about to be committed, in the same instant. */
  onCommit(transaction: MemoryTransaction, request: PushRequest, principal: Principal): void
}

export interface Faults {
  readonly rollback: number
  readonly death: number
  /** 429 or 503, with a time to wait. */
  readonly busy: number
}
export const noFaults: Faults = { rollback: 0, death: 0, busy: 0 }

/** What no server reads: as a whole it is too much, or it makes it fall. */
export const poisons = { malformed: 'poison', defect: 'venom' } as const

export type Served = { readonly kind: 'answer'; readonly bytes: Uint8Array } | Trouble

const text = new TextEncoder()

/** The server of the simulation: the real authority over a memory that behaves as PostgreSQL does. */
export class MemoryServer {
  readonly database = new MemoryDatabase()
  readonly users = new Map<string, SimUser>()
  readonly standings = new Map<string, Standing>()
  /** How often a commit fails, or the process dies around it. */
  faults: Faults = noFaults
  /** Seats whose app is of a version that is served no more. */
  readonly tooOld = new Set<string>()
  lifting: Lifting = lifting
  /** What stood in a mutation that its device has emptied since then, so that it is refused and the queue goes on. */
  readonly heard = new Map<string, Mutation>()
  up = true
  #fence = { xid: 0, seq: 0 }
  #life = 0
  readonly #options: ServerOptions
  readonly #sockets = new Map<object, (news: News | 'closed') => void>()

  constructor(options: ServerOptions) {
    this.#options = options
  }

  get nowMs(): number {
    return startMs + this.#options.timeline.nowMs
  }

  async push(userId: string, seat: string, request: PushRequest): Promise<Served> {
    return this.#guarded(seat, async (alive) => {
      const { mutants } = this.#options
      const principal = this.#principal(userId)
      const sent = JSON.parse(JSON.stringify(request)) as PushRequest
      const poisoned = poisonIn(sent)
      for (const mutation of sent.mutations) if (!('husk' in mutation.fields)) this.heard.set(mutation.id, mutation)
      if (poisoned) return { kind: poisoned }
      const transaction = new MemoryTransaction(this.database, () => this.#turn(alive))
      try {
        const store = mutants.forgetsRepeats ? forgetful(transaction, sent) : transaction
        const pushed = await applyPush(store, principal, mutants.deleteBeatsEdit ? allKnowing(sent) : sent, {
          nowMs: this.nowMs,
          ids: { next: () => this.#options.nextId() },
          lifting: this.lifting,
          onDefect: this.#options.onDefect,
        })
        return this.#commit(transaction, sent, principal, pushed)
      } catch (error) {
        transaction.rollback()
        if (!(error instanceof ProcessDied)) this.#options.timeline.note(`rolled back: ${(error as Error).message}`)
        throw error
      }
    })
  }

  #commit(transaction: MemoryTransaction, request: PushRequest, principal: Principal, pushed: Pushed): Served {
    const { chance } = this.#options
    if (chance.odds(this.faults.rollback)) {
      transaction.rollback()
      return { kind: 'unavailable', retryAfterMs: 1_000 }
    }
    const dies = chance.odds(this.faults.death)
    if (dies && chance.odds(0.5)) {
      this.die()
      throw new ProcessDied()
    }
    if (transaction.saved) this.#options.onCommit(transaction, request, principal)
    transaction.commit()
    if (dies) {
      this.die()
      throw new ProcessDied()
    }
    if (pushed.territories.length > 0) this.tell({ kind: 'news' })
    return answer(pushed.answer)
  }

  async pull(userId: string, seat: string, request: PullRequest): Promise<Served> {
    return this.#guarded(seat, async (alive) => {
      await this.#turn(alive)
      const page = pullPage(this.#reading(userId), request)
      this.#options.timeline.note(`pulled ${seat} ${request.cursor} ${page.kind === 'page' ? tellPage(page) : page.kind}`)
      return answer(page)
    })
  }

  /** The lines of one stream; each is read at its own moment. */
  async *copy(userId: string, seat: string, request: CopyRequest, rowsOfPage: number): AsyncGenerator<Uint8Array | Trouble> {
    const alive = this.#life
    let { after } = request
    for (let sent = 0; sent < request.rows; sent += rowsOfPage) {
      const trouble = this.#refusal(seat) ?? (this.up && alive === this.#life ? undefined : ({ kind: 'unreachable' } as const))
      if (trouble) return yield trouble
      const page = copyPage(this.#reading(userId), { ...request, after }, rowsOfPage)
      if (!page) return yield { kind: 'malformed' }
      this.#options.timeline.note(`copied ${seat} ${page.territory} ${page.entity} ${page.rows.map(([id]) => id).join(' ')}`)
      yield text.encode(JSON.stringify(page))
      if (page.after === null) return
      after = page.after
      await this.#options.timeline.pause(this.#options.chance.between(0, 30))
    }
  }

  async quarantine(userId: string, seat: string, request: PushRequest): Promise<Served> {
    if (!this.up) return { kind: 'unreachable' }
    if (this.tooOld.has(seat)) return { kind: 'client-too-old' }
    const { quarantine, answers, rows } = this.database.committed
    const territoryOf = (entity: string, id: string) => rows.get(rowKey(entity as EntityName, id))?.territory ?? null
    for (const mutation of readableOf(request)) {
      const taken = answers.get(`${request.device}/${mutation.seq}`)
      if (taken?.id === mutation.id || quarantine.some((other) => other.mutation.id === mutation.id)) continue
      const territory = watchedBy(mutation, territoryOf, this.#principal(userId).homeTerritory)
      quarantine.push({ mutation, reason: 'no-right', territory })
    }
    this.#options.timeline.note(`quarantine of ${seat}: ${request.mutations.length}`)
    return answer({})
  }

  /** A supervisor takes the oldest item of their territories, by their own rights, or discards it. What became of it. */
  async settleQuarantine(userId: string, discard: boolean): Promise<Quarantined | undefined> {
    const principal = this.#principal(userId)
    const { quarantine } = this.database.committed
    const item = quarantine.find(
      ({ territory }) => territory !== null && managers.includes(principal.role) && principal.territories.has(territory),
    )
    if (!item || !this.up) return undefined
    const settled = () => void quarantine.splice(quarantine.indexOf(item), 1)
    if (discard) {
      settled()
      return item
    }
    const request = {
      protocol: 1,
      device: `quarantine-${item.mutation.id}`,
      mutations: [{ ...item.mutation, seq: 1, actor: userId }],
    }
    const alive = this.#life
    const transaction = new MemoryTransaction(this.database, () => this.#turn(alive))
    try {
      const { nextId, onDefect } = this.#options
      const context = { nowMs: this.nowMs, ids: { next: nextId }, lifting: this.lifting, onDefect }
      const { answer: said } = await applyPush(transaction, principal, request, context)
      if (said.kind !== 'pushed' || said.answers[0]?.outcome.kind !== 'applied') throw new Error('refused again')
      this.#options.onCommit(transaction, request, principal)
      transaction.commit()
      settled()
      this.tell({ kind: 'news' })
    } catch {
      transaction.rollback()
    }
    return undefined
  }

  connect(heard: (news: News | 'closed') => void): () => void {
    const key = {}
    if (!this.up) this.#options.timeline.after(1, () => heard('closed'))
    else this.#sockets.set(key, heard)
    return () => this.#sockets.delete(key)
  }

  tell(news: News): void {
    const { timeline, chance } = this.#options
    for (const [key, heard] of this.#sockets) {
      if (chance.odds(0.1)) continue
      timeline.after(chance.between(1, 200), () => {
        if (this.#sockets.has(key)) heard(news)
      })
    }
  }

  /** Killed: what was open is rolled back, connections break. */
  die(): void {
    if (!this.up) return
    this.up = false
    this.#life += 1
    const sockets = [...this.#sockets.values()]
    this.#sockets.clear()
    for (const heard of sockets) this.#options.timeline.after(0, () => heard('closed'))
  }

  start(): void {
    this.up = true
  }

  setUser(user: SimUser): void {
    this.users.set(user.userId, user)
    this.tell({ kind: 'rights' })
  }

  /** Forgets the older half of the feed, as far as every transaction is over. */
  purgeFeed(): void {
    const { committed } = this.database
    const horizon = this.database.horizon()
    const old = committed.feed.filter(({ xid }) => xid < horizon).toSorted((a, b) => a.xid - b.xid || a.seq - b.seq)
    const fence = old[Math.floor(old.length / 2)]
    if (!fence) return
    this.#fence = { xid: fence.xid, seq: fence.seq }
    const kept = committed.feed.filter(({ xid, seq }) => xid > fence.xid || (xid === fence.xid && seq > fence.seq))
    committed.feed.splice(0, committed.feed.length, ...kept)
  }

  restored(): void {
    this.#fence = { xid: 0, seq: 0 }
  }

  #reading(userId: string): Reading {
    return {
      database: this.database,
      principal: this.#principal(userId),
      nowMs: this.nowMs,
      fence: this.#fence,
      bySequence: this.#options.mutants.cursorBySequence ?? false,
      blindToRoles: this.#options.mutants.blindToRoles ?? false,
    }
  }

  #principal(userId: string): Principal {
    return this.users.get(userId) as SimUser
  }

  #refusal(seat: string): Trouble | undefined {
    if (this.tooOld.has(seat)) return { kind: 'client-too-old' }
    const standing = this.standings.get(seat) ?? 'active'
    if (standing !== 'active') return { kind: standing }
    const { chance } = this.#options
    return this.faults.busy > 0 && chance.odds(this.faults.busy)
      ? { kind: 'unavailable', retryAfterMs: chance.between(0, 20_000) }
      : undefined
  }

  async #guarded(seat: string, work: (alive: number) => Promise<Served>): Promise<Served> {
    if (!this.up) return { kind: 'unreachable' }
    const refusal = this.#refusal(seat)
    if (refusal) return refusal
    try {
      return await work(this.#life)
    } catch (error) {
      return error instanceof ProcessDied ? { kind: 'unreachable' } : { kind: 'unavailable', retryAfterMs: 500 }
    }
  }

  async #turn(alive: number): Promise<void> {
    await this.#options.timeline.pause(this.#options.chance.between(0, 15))
    if (alive !== this.#life) throw new ProcessDied()
  }
}

function poisonIn({ mutations }: PushRequest): keyof typeof poisons | undefined {
  const fields = JSON.stringify(mutations.map((mutation) => mutation.fields))
  return (Object.keys(poisons) as (keyof typeof poisons)[]).find((kind) => fields.includes(poisons[kind]))
}

class ProcessDied extends Error {
  override readonly name = 'ProcessDied'
}

function tellPage({ cursor, rows, gone }: Extract<PullAnswer, { kind: 'page' }>): string {
  return `${cursor} +${rows.map(({ id }) => id).join(' ')} -${gone.map(({ id }) => id).join(' ')}`
}

function answer(body: unknown): Served {
  return { kind: 'answer', bytes: text.encode(JSON.stringify(body)) }
}

/** A server that cannot tell a repeat: whatever number comes is the next one. */
function forgetful(transaction: MemoryTransaction, { mutations }: PushRequest): MemoryTransaction {
  return new Proxy(transaction, {
    get(target, name) {
      if (name === 'lockDevice') {
        return async (device: string) => ({ ...(await target.lockDevice(device)), appliedSeq: (mutations[0]?.seq ?? 1) - 1 })
      }
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A server for which every delete has seen the newest row. */
function allKnowing(request: PushRequest): PushRequest {
  const epoch = (mutation: Mutation) => mutation.base.epoch
  return {
    ...request,
    mutations: request.mutations.map((mutation) =>
      mutation.kind === 'delete' ? { ...mutation, base: { epoch: epoch(mutation), rev: Number.MAX_SAFE_INTEGER } } : mutation,
    ),
  }
}
