import type { Failure, Result } from '../../domain/failure/failure.ts'
import { assertNever } from '../../flow/assert-never.ts'
import { Cell } from '../../flow/cell.ts'
import { Emitter } from '../../flow/emitter.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CopyStanding, LocalCopy, PageApplied } from '../../ports/local-copy.ts'
import type { Log } from '../../ports/log.ts'
import type { News } from '../protocol.ts'
import { next } from './engine.ts'
import type { CopyNeed, Effect, SyncEvent, Timer } from './engine-event.ts'
import { type EngineState, initialState } from './engine-state.ts'
import { batchesOf, batchOf } from './push-batch.ts'
import type { NewsSocket, Presence, Reply, SyncTransport } from './sync-transport.ts'
import type { Trouble } from './trouble.ts'

export interface SyncLoopOptions {
  readonly copy: LocalCopy
  readonly transport: SyncTransport
  readonly clock: Clock
  /** 0 ≤ x < 1. */
  random(): number
  readonly log: Log
  /** A new token; undefined: there is one. */
  refreshToken(): Promise<Trouble | undefined>
  leave(reason: 'revoked' | 'wiped'): void
  /** The server's time, when it confirmed that this account is good. */
  confirmed(serverMs: number): void
}

type Happened = SyncEvent extends infer E ? (E extends SyncEvent ? Omit<E, 'atMs' | 'random'> : never) : never

/** Carries out what the engine decides, over one copy and one server. */
export class SyncLoop {
  readonly engine = new Cell<EngineState>(initialState)
  readonly applied = new Emitter<PageApplied>()
  readonly #options: SyncLoopOptions
  readonly #timers = new Map<Timer, () => void>()
  readonly #abort = new AbortController()
  #unsubscribe = () => {}
  #waiting = 0
  #socket: NewsSocket | undefined
  #presence: Presence | undefined
  #pushHead: string | undefined
  #settling: Promise<unknown> = Promise.resolve()
  #rightsChanged = false

  constructor(options: SyncLoopOptions) {
    this.#options = options
  }

  start(): void {
    const { standing } = this.#options.copy
    const now = standing.get()
    this.#waiting = now.waiting
    this.#unsubscribe = standing.subscribe((value) => this.#standingIs(value))
    this.#happened({ kind: 'started', waiting: now.waiting > 0, copies: copyNeed(now) })
  }

  nudge(): void {
    this.#happened({ kind: 'nudge' })
  }

  setPresence(state: Presence): void {
    this.#presence = state
    if (this.engine.get().socket === 'up') this.#socket?.say(state)
  }

  stop(): void {
    this.#happened({ kind: 'stop' })
  }

  #standingIs({ waiting }: CopyStanding): void {
    const more = waiting > this.#waiting
    this.#waiting = waiting
    if (more) this.#happened({ kind: 'local-write' })
  }

  #happened(what: Happened): void {
    const { clock, random } = this.#options
    const step = next(this.engine.get(), { ...what, atMs: clock.epochMs(), random: random() } as SyncEvent)
    this.engine.set(step.state)
    for (const effect of step.effects) this.#carryOut(effect)
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'push':
        return this.#then(this.#push(effect.limit, effect.husk), (trouble) => ({ kind: 'push-failed', trouble, count: 0 }))
      case 'pull':
        return this.#then(this.#pull(), (trouble) => this.#readFailed(trouble))
      case 'copy':
        return this.#then(this.#copy(effect.rows), (trouble) => this.#readFailed(trouble))
      case 'refresh-token':
        return this.#then(this.#refresh(), (trouble) => ({ kind: 'token', trouble }))
      case 'give-to-quarantine':
        return this.#then(this.#give(), (trouble) => ({ kind: 'given', trouble }))
      case 'leave':
        return this.#options.leave(effect.reason)
      case 'connect':
        return this.#connect()
      case 'set-timer':
        return this.#setTimer(effect.timer, effect.delayMs)
      case 'cancel-timer':
        return this.#cancelTimer(effect.timer)
      case 'end':
        return this.#end()
      default:
        return assertNever(effect)
    }
  }

  /** What is thrown here is a defect of ours; it is told and held like one of the server, so that nothing stands still. */
  #then(work: Promise<Happened>, instead: (trouble: Trouble) => Happened): void {
    work.then(
      (what) => this.#happened(what),
      (error) => {
        this.#options.log.error('a step of sync failed', { cause: error instanceof Error ? error.message : 'unknown' })
        this.#happened(instead({ kind: 'defect' }))
      },
    )
  }

  async #push(limit: number, husk: boolean): Promise<Happened> {
    const { copy, transport } = this.#options
    const asked = await copy.nextPush()
    if (!asked.ok) return { kind: 'push-failed', trouble: storage, count: 0 }
    if (!asked.value) return { kind: 'pushed', more: false, moved: true }
    const batch = batchOf(asked.value, limit, husk)
    const count = batch.mutations.length
    const reply = await transport.push(batch, this.#abort.signal)
    if (reply.kind !== 'answer') return { kind: 'push-failed', trouble: reply, count }
    const settling = this.#apply(copy.pushed(reply.bytes))
    this.#settling = settling.catch(() => undefined)
    const settled = await settling
    if (!settled.ok) return { kind: 'push-failed', trouble: troubleOfCopy(settled.failure), count: 0 }
    const head = headOf(batch.mutations)
    const moved = head !== this.#pushHead
    this.#pushHead = head
    return { kind: 'pushed', more: copy.standing.get().waiting > 0, moved }
  }

  async #pull(): Promise<Happened> {
    const { copy, transport, confirmed } = this.#options
    const asked = await copy.nextPull()
    if (!asked.ok) return this.#readFailed(storage)
    const reply = await transport.pull(asked.value, this.#abort.signal)
    if (reply.kind !== 'answer') return this.#readFailed(reply)
    // A push that is answered meanwhile may give the device another name: what the page says was applied is not of that one.
    await this.#settling
    if (copy.standing.get().device !== asked.value.device)
      return { kind: 'pulled', more: true, moved: true, copies: this.#copies() }
    const page = await this.#apply(copy.pulled(reply.bytes))
    if (!page.ok) return this.#readFailed(troubleOfCopy(page.failure))
    this.applied.emit(page.value)
    const { cursor, confirmedAtMs } = copy.standing.get()
    if (!page.value.more && confirmedAtMs !== null) confirmed(confirmedAtMs)
    this.#learnRights()
    return { kind: 'pulled', more: page.value.more, moved: cursor !== asked.value.cursor, copies: this.#copies() }
  }

  /** The session is told its role with its next token. After a good pull: a device that must go is told so by the pull. */
  #learnRights(): void {
    if (!this.#rightsChanged) return
    this.#rightsChanged = false
    this.#options.refreshToken().then(
      (trouble) => {
        if (trouble) this.#rightsChanged = true
      },
      (error) => this.#options.log.error('rights were not learned', { cause: String(error) }),
    )
  }

  async #copy(rows: number): Promise<Happened> {
    const { copy, transport } = this.#options
    const asked = await copy.nextCopy()
    if (!asked.ok) return this.#readFailed(storage)
    if (!asked.value) return { kind: 'copied', moved: true, copies: this.#copies() }
    let applied = false
    let refused: Trouble | undefined
    const trouble = await transport.copy(
      { ...asked.value, rows },
      async (lines) => {
        const page = await this.#apply(copy.copied(lines))
        if (!page.ok) refused = troubleOfCopy(page.failure)
        else {
          applied = true
          this.applied.emit(page.value)
        }
        return refused === undefined
      },
      this.#abort.signal,
    )
    if (refused) return this.#readFailed(refused)
    return trouble ? this.#readFailed(trouble) : { kind: 'copied', moved: applied, copies: this.#copies() }
  }

  async #refresh(): Promise<Happened> {
    const trouble = await this.#options.refreshToken()
    return trouble ? { kind: 'token', trouble } : { kind: 'token' }
  }

  async #give(): Promise<Happened> {
    const { copy, transport } = this.#options
    const waiting = await copy.everythingWaiting()
    if (!waiting.ok) return { kind: 'given', trouble: storage }
    for (const batch of batchesOf(waiting.value)) {
      const reply: Reply = await transport.quarantine(batch, this.#abort.signal)
      if (reply.kind !== 'answer') return { kind: 'given', trouble: reply }
    }
    return { kind: 'given' }
  }

  async #apply<T>(work: Promise<Result<T>>): Promise<Result<T>> {
    const result = await work
    if (!result.ok) this.#options.log.warn('an answer was not applied', { kind: result.failure.kind })
    return result
  }

  #readFailed(trouble: Trouble): Happened {
    return { kind: 'read-failed', trouble, copies: this.#copies() }
  }

  #copies(): CopyNeed {
    return copyNeed(this.#options.copy.standing.get())
  }

  #connect(): void {
    this.#socket = this.#options.transport.connect({
      up: () => {
        this.#happened({ kind: 'socket-up' })
        if (this.#presence) this.#socket?.say(this.#presence)
      },
      heard: (news) => this.#heard(news),
      down: () => this.#happened({ kind: 'socket-down' }),
    })
  }

  #heard(news: News): void {
    switch (news.kind) {
      case 'hello': {
        this.#options.confirmed(news.serverMs)
        return this.#happened({ kind: 'skew', ms: news.serverMs - this.#options.clock.epochMs() })
      }
      case 'rights':
        this.#rightsChanged = true
        return this.#happened({ kind: 'news' })
      case 'news':
        return this.#happened({ kind: 'news' })
      case 'going-down':
      case 'presence':
        return
      default:
        return assertNever(news)
    }
  }

  #setTimer(timer: Timer, delayMs: number): void {
    this.#cancelTimer(timer)
    this.#timers.set(
      timer,
      this.#options.clock.after(delayMs, () => {
        this.#timers.delete(timer)
        this.#happened({ kind: 'timer', timer })
      }),
    )
  }

  #cancelTimer(timer: Timer): void {
    this.#timers.get(timer)?.()
    this.#timers.delete(timer)
  }

  #end(): void {
    this.#unsubscribe()
    for (const timer of [...this.#timers.keys()]) this.#cancelTimer(timer)
    this.#abort.abort()
    this.#socket?.close()
    this.#socket = undefined
  }
}

const storage: Trouble = { kind: 'storage' }

/** What the copy could not read is the server's fault, or the way's; the rest is the disk's. */
function troubleOfCopy({ kind }: Failure): Trouble {
  return kind === 'server-not-dzvin' ? { kind: 'defect' } : storage
}

export function copyNeed({ cursor, copies }: CopyStanding): CopyNeed {
  if (cursor === null) return 'first'
  return copies.length > 0 ? 'some' : 'none'
}

function headOf(mutations: readonly { readonly seq: number; readonly id: string }[]): string | undefined {
  const first = mutations[0]
  return first && `${first.seq} ${first.id}`
}
