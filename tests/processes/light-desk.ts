import { createSync } from '#main/sync/create-sync.ts'
import { ok } from '#shared/domain/failure/failure.ts'
import { Cell } from '#shared/flow/cell.ts'
import { Emitter } from '#shared/flow/emitter.ts'
import type { CopyStanding, LocalCopy } from '#shared/ports/local-copy.ts'
import type { Sync } from '#shared/ports/sync.ts'
import { quietLog } from '#shared/ports/testing/quiet-log.ts'
import {
  type Mutation,
  type PulledRow,
  protocolVersion,
  pullAnswer,
  pullRows,
  pushAnswer,
  pushLimits,
} from '#shared/sync/protocol.ts'
import { systemClock } from '#system/system-clock.ts'
import type { MintedDevice } from './mint-devices.ts'
import { RawDevice } from './raw-device.ts'

/**
 * The desktop's own sync engine, socket and transport over a copy that keeps nothing but its cursor and what waits: many of
 * them fit into one process.
 */
export class LightDesk {
  readonly raw: RawDevice
  readonly heard = new Emitter<readonly PulledRow[]>()
  /** A batch was taken: the numbers in it. */
  readonly taken = new Emitter<readonly number[]>()
  readonly #standing: Cell<CopyStanding>
  readonly #sync: Sync
  #outbox: Mutation[] = []

  /** Begins where the feed stands now. */
  static async start(serverUrl: string, device: MintedDevice): Promise<LightDesk> {
    const raw = new RawDevice(serverUrl, device)
    await raw.begin()
    return new LightDesk(serverUrl, raw)
  }

  private constructor(serverUrl: string, raw: RawDevice) {
    this.raw = raw
    this.#standing = new Cell<CopyStanding>({
      device: raw.device.deviceId,
      cursor: raw.cursor,
      epoch: null,
      waiting: 0,
      refused: 0,
      conflicts: 0,
      copies: [],
      copiesComplete: 0,
      confirmedAtMs: null,
    })
    this.#sync = createSync({
      copy: this.#copy(),
      account: {
        accessToken: async () => ok(raw.device.accessToken),
        tokenRefused() {},
        leave: async () => {},
        confirmed() {},
      },
      serverUrl,
      clock: systemClock,
      log: quietLog,
      random: Math.random,
    })
  }

  get state() {
    return this.#sync.state
  }

  get waiting(): number {
    return this.#outbox.length
  }

  write(mutations: readonly Mutation[]): void {
    this.#outbox.push(...mutations)
    this.#tellWaiting()
  }

  async stop(): Promise<void> {
    await this.#sync.dispose()
  }

  #tellWaiting(): void {
    this.#standing.update((standing) => ({ ...standing, waiting: this.#outbox.length }))
  }

  #copy(): LocalCopy {
    const { deviceId } = this.raw.device
    const nothing = { customers: [], interactions: [], catalogue: false, more: false }
    const request = { protocol: protocolVersion, device: deviceId }
    return {
      standing: this.#standing,
      nextPush: async () => {
        const mutations = this.#outbox.slice(0, pushLimits.mutations)
        return ok(mutations.length > 0 ? { ...request, mutations } : undefined)
      },
      pushed: async (bytes) => {
        const answer = pushAnswer.parse(readJson(bytes))
        if (answer.kind !== 'pushed') throw new Error(`The server answered ${answer.kind}`)
        const answered = new Set(answer.answers.map(({ seq }) => seq))
        this.#outbox = this.#outbox.filter(({ seq }) => !answered.has(seq))
        this.#tellWaiting()
        this.taken.emit([...answered])
        return ok(undefined)
      },
      nextPull: async () => ok({ ...request, cursor: this.raw.cursor, limit: pullRows }),
      pulled: async (bytes) => {
        const page = pullAnswer.parse(readJson(bytes))
        if (page.kind !== 'page') throw new Error('The server wants the copy to be made anew')
        this.raw.cursor = page.cursor
        this.#standing.update((standing) => ({ ...standing, cursor: page.cursor, confirmedAtMs: page.serverMs }))
        this.heard.emit(page.rows)
        return ok({ ...nothing, more: page.more })
      },
      nextCopy: async () => ok(undefined),
      copied: async () => ok(nothing),
      everythingWaiting: async () => ok({ ...request, mutations: this.#outbox }),
      outgoing: async () => ok([]),
      sendAgain: async () => ok(undefined),
      discard: async () => ok(undefined),
      conflicts: async () => ok([]),
      whileAway: async () => ok(undefined),
      whileAwaySeen: async () => ok(undefined),
    }
  }
}

function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}
