import type { Role } from '#shared/domain/people/role.ts'
import { applyPush, type Pushed } from '#shared/sync/authority/apply-push.ts'
import type { Trouble } from '#shared/sync/client/trouble.ts'
import type { Principal } from '#shared/sync/principal.ts'
import type { CopyRequest, Mutation, News, PullAnswer, PullRequest, PushRequest } from '#shared/sync/protocol.ts'
import type { Chance } from '../chance.ts'
import { startMs, type Timeline } from '../timeline.ts'
import { copyPage, pullPage, type Reading } from './feed-pages.ts'
import { MemoryDatabase } from './memory-database.ts'
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

export type Served = { readonly kind: 'answer'; readonly bytes: Uint8Array } | Trouble

const text = new TextEncoder()

/** The server of the simulation: the real authority over a memory that behaves as PostgreSQL does. */
export class MemoryServer {
  readonly database = new MemoryDatabase()
  readonly users = new Map<string, SimUser>()
  readonly standings = new Map<string, Standing>()
  /** How often a commit fails, or the process dies around it. */
  faults = { rollback: 0, death: 0 }
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
      const transaction = new MemoryTransaction(this.database, () => this.#turn(alive))
      try {
        const store = mutants.forgetsRepeats ? forgetful(transaction, sent) : transaction
        const pushed = await applyPush(store, principal, mutants.deleteBeatsEdit ? allKnowing(sent) : sent, {
          nowMs: this.nowMs,
          ids: { next: () => this.#options.nextId() },
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

  async quarantine(seat: string, request: PushRequest): Promise<Served> {
    if (!this.up) return { kind: 'unreachable' }
    const held = this.database.committed.quarantine
    for (const mutation of request.mutations as Mutation[]) {
      const taken = this.database.committed.answers.get(`${request.device}/${mutation.seq}`)
      if (taken?.id === mutation.id || held.some((other) => other.mutation.id === mutation.id)) continue
      held.push({ mutation: { ...mutation }, reason: 'territory-lost', territory: null })
    }
    this.#options.timeline.note(`quarantine of ${seat}: ${request.mutations.length}`)
    return answer({})
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
    }
  }

  #principal(userId: string): Principal {
    return this.users.get(userId) as SimUser
  }

  #refusal(seat: string): Trouble | undefined {
    const standing = this.standings.get(seat) ?? 'active'
    return standing === 'active' ? undefined : { kind: standing }
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
