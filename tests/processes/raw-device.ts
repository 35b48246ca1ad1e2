import type { EntityName, Fields } from '#shared/entities/entities.ts'
import { type Hlc, tickHlc } from '#shared/sync/hybrid-clock.ts'
import {
  copyPage,
  everyonesTerritory,
  type Mutation,
  type PullPage,
  protocolVersion,
  pullAnswer,
  pullRows,
  pushAnswer,
  schemaVersion,
} from '#shared/sync/protocol.ts'
import { systemClock } from '#system/system-clock.ts'
import { uuidV7Source } from '#system/uuid-v7.ts'
import type { MintedDevice } from './mint-devices.ts'

/** A device that speaks the protocol by itself: no database, no engine, no retries but those that a test makes. */
export class RawDevice {
  readonly device: MintedDevice
  readonly #serverUrl: string
  readonly #ids = uuidV7Source(systemClock.epochMs)
  #hlc: Hlc | null = null
  #seq = 0
  cursor: string | null = null

  constructor(serverUrl: string, device: MintedDevice) {
    this.#serverUrl = serverUrl
    this.device = device
  }

  nextId(): string {
    return this.#ids.next()
  }

  /** The next mutation of this device: a new row. */
  create<N extends EntityName>(entity: N, row: string, fields: Fields<N>): Mutation {
    return this.#mutation({ entity, row, kind: 'create', fields: { ...fields }, before: {} })
  }

  /** The next mutation of this device: `before` is what was seen. */
  patch<N extends EntityName>(entity: N, row: string, fields: Partial<Fields<N>>, before: Partial<Fields<N>>): Mutation {
    return this.#mutation({ entity, row, kind: 'patch', fields: { ...fields }, before: { ...before } })
  }

  #mutation(change: Pick<Mutation, 'entity' | 'row' | 'kind' | 'fields' | 'before'>): Mutation {
    this.#hlc = tickHlc(this.#hlc, systemClock.epochMs(), this.device.deviceId)
    const base = { epoch: '', rev: 0 }
    const made = { id: this.nextId(), seq: ++this.#seq, hlc: this.#hlc, actor: this.device.userId, schema: schemaVersion, base }
    return { ...made, ...change }
  }

  post(path: 'push' | 'pull' | 'copy', body: object, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.#serverUrl}/sync/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.device.accessToken}` },
      body: JSON.stringify({ protocol: protocolVersion, device: this.device.deviceId, ...body }),
      ...(signal && { signal }),
    })
  }

  /** The same batch until the server has answered it, however often it fails; the number of tries. */
  async pushUntilTaken(mutations: readonly Mutation[]): Promise<number> {
    for (let tries = 1; ; tries++) {
      const answer = await this.post('push', { mutations }).catch(() => undefined)
      if (!answer?.ok) {
        await answer?.body?.cancel()
        continue
      }
      const pushed = pushAnswer.parse(await answer.json())
      if (pushed.kind !== 'pushed') throw new Error(`The server answered ${JSON.stringify(pushed)}`)
      const refused = pushed.answers.find(({ outcome }) => outcome.kind !== 'applied')
      if (refused) throw new Error(`The server refused ${JSON.stringify(refused)}`)
      return tries
    }
  }

  /** Begins where the feed stands now. */
  async begin(): Promise<void> {
    const answer = await this.post('copy', { territory: everyonesTerritory, after: null, rows: 1 })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${answer.status}: ${text}`)
    this.cursor = copyPage.parse(JSON.parse(text.slice(0, text.indexOf('\n')))).cursor
  }

  /** The next page; undefined when the server could not answer. */
  async pull(): Promise<PullPage | undefined> {
    const answer = await this.post('pull', { cursor: this.cursor, limit: pullRows }).catch(() => undefined)
    if (!answer?.ok) {
      await answer?.body?.cancel()
      return undefined
    }
    const page = pullAnswer.parse(await answer.json())
    if (page.kind !== 'page') throw new Error('The server wants the copy to be made anew')
    this.cursor = page.cursor
    return page
  }
}
