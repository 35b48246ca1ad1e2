import type { WriteConnection } from '#main/store/connection.ts'
import type { Change } from '#shared/entities/change.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import { badge } from '#shared/sync/client/badge.ts'
import { SyncLoop } from '#shared/sync/client/sync-loop.ts'
import type { Chance } from './chance.ts'
import { fair, simulatedWay, type Weather } from './network.ts'
import type { MemoryServer } from './server/memory-server.ts'
import { Crash, type Fields, fileOf, newFile, rowIn, SimCopy } from './sim-copy.ts'
import { DeviceClock, type Timeline } from './timeline.ts'

export interface DeskOptions {
  readonly timeline: Timeline
  readonly chance: Chance
  readonly server: MemoryServer
  readonly userId: string
  /** What the server knows this desktop by; its copy may come to be called otherwise. */
  readonly seat: string
  readonly clockOffsetMs: number
  newId(): string
  /** After each page, with what is read then. */
  looked(desk: Desk, call: string): void
  /** The mutant: the cursor is saved before the page, in a transaction of its own. */
  readonly cursorFirst?: boolean
}

/** One desktop: a file that stays, and a process that may die at any step. */
export class Desk {
  readonly seat: string
  readonly userId: string
  weather: Weather = fair
  away = false
  /** Sent away by the server. */
  left: 'revoked' | 'wiped' | undefined
  /** It went without having been able to give what it had left to the quarantine. */
  unheard = false
  crashes = 0
  /** Counts down with each step; the process dies at zero. */
  stepsToCrash = Number.POSITIVE_INFINITY
  steps = 0
  diedInside = 0
  schema: number | undefined
  /** Its file was put back to an older state: what was made since then was lost with the disk. */
  forked = false
  /** A territory was taken away: what was acknowledged of it is purged, and cannot be sent to a server that is put back. */
  purged = false
  file: WriteConnection = newFile()
  readonly #options: DeskOptions
  #clock: DeviceClock
  #life = 0
  #copy: SimCopy | undefined
  #loop: SyncLoop | undefined

  constructor(options: DeskOptions) {
    this.#options = options
    this.seat = options.seat
    this.userId = options.userId
    this.#clock = new DeviceClock(options.timeline, options.clockOffsetMs)
  }

  get running(): boolean {
    return this.#loop !== undefined
  }

  get copy(): SimCopy | undefined {
    return this.#copy
  }

  get badge() {
    return this.#loop && this.#copy ? badge(this.#loop.engine.get(), this.#copy.copy.standing.get()) : undefined
  }

  start(): void {
    if (this.#loop || this.left) return
    const { timeline, chance, server, userId, seat } = this.#options
    this.#life += 1
    const life = this.#life
    const clock = new DeviceClock(timeline, this.#clock.offsetMs)
    this.#clock = clock
    try {
      this.#copy = new SimCopy({
        database: this.file,
        device: seat,
        actor: userId,
        ...(this.schema === undefined ? {} : { schema: this.schema }),
        nowMs: () => clock.epochMs(),
        newId: this.#options.newId,
        step: (what) => this.#step(life, what),
        crashed: () => this.crash(),
        looked: (call) => this.#options.looked(this, call),
      })
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      return this.crash()
    }
    const copy = this.#options.cursorFirst ? cursorFirst(this.#copy.copy) : this.#copy.copy
    this.#loop = new SyncLoop({
      copy,
      transport: simulatedWay({
        timeline,
        chance,
        server,
        userId,
        seat,
        weather: () => this.weather,
        away: () => this.away,
        alive: () => this.#life === life,
      }),
      clock,
      random: chance.next,
      log: quietLog,
      refreshToken: async () => undefined,
      leave: (reason) => {
        timeline.note(`${seat} leaves: ${reason}`)
        this.left = reason
        this.unheard = (this.#loop?.engine.get().giveFailures ?? 0) >= 7
        this.#end()
      },
      confirmed: () => {},
    })
    this.#loop.start()
  }

  /** The app is replaced by one that writes with another version of the entities. */
  update(schema: number): void {
    this.schema = schema
    this.crash()
  }

  /** Everything in memory is gone; the file stays as it was committed. */
  crash(): void {
    if (!this.#loop && !this.#copy) return
    this.crashes += 1
    this.#options.timeline.note(`${this.seat} dies`)
    this.#end()
    this.#options.timeline.after(this.#options.chance.between(200, 4_000), () => this.start())
  }

  write(changes: readonly Change[]): boolean {
    if (!this.#copy) return false
    try {
      return this.#copy.write(changes)
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      this.crash()
      return false
    }
  }

  row(entity: EntityName, id: string): Fields | undefined {
    return rowIn(this.file, entity, id)
  }

  jumpClock(ms: number): void {
    this.#clock.jump(ms)
  }

  nudge(): void {
    this.#loop?.nudge()
  }

  backup(): Buffer {
    return this.file.serialize()
  }

  /** Somebody copies an old folder back while the app is closed. */
  restore(bytes: Buffer): void {
    this.crash()
    this.forked = true
    this.file.close()
    this.file = fileOf(bytes)
  }

  #step(life: number, what: string): void {
    if (life !== this.#life) throw new Crash()
    this.steps += 1
    this.stepsToCrash -= 1
    if (this.stepsToCrash > 0) return
    this.stepsToCrash = Number.POSITIVE_INFINITY
    if (this.file.inTransaction) this.diedInside += 1
    this.#options.timeline.note(`${this.seat} is to die at ${what}`)
    throw new Crash()
  }

  #end(): void {
    this.#life += 1
    this.#clock.kill()
    this.#copy = undefined
    this.#loop = undefined
  }
}

const text = { encode: new TextEncoder(), decode: new TextDecoder() }

/** Two transactions instead of one: the page without its rows moves the cursor, then come the rows. */
function cursorFirst(copy: SimCopy['copy']): SimCopy['copy'] {
  return {
    ...copy,
    pulled: async (bytes) => {
      const page = JSON.parse(text.decode.decode(bytes))
      if (page.kind !== 'page') return copy.pulled(bytes)
      const bare = await copy.pulled(text.encode.encode(JSON.stringify({ ...page, rows: [], gone: [] })))
      return bare.ok ? copy.pulled(bytes) : bare
    },
  }
}
