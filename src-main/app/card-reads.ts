import type { CustomerId, InteractionId } from '#shared/domain/ids.ts'
import type { Clock } from '#shared/ports/clock.ts'
import type { IdSource } from '#shared/ports/id-source.ts'
import type { Log } from '#shared/ports/log.ts'
import type { Store } from '#shared/ports/store.ts'
import { customerOf, type Tab } from './tab.ts'

/** Looking again within so long is the same look. */
const sameLookMs = 300_000

export interface CardReadsParts {
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly store: Pick<Store, 'write'>
  /** Somebody is signed in at a server; else there is no audit to tell. */
  readonly on: boolean
}

/** Tells the server's audit which customers' cards a person had before their eyes: opened by hand, or brought up by a call. */
export class CardReads {
  readonly #parts: CardReadsParts
  readonly #looks = new Map<string, number>()

  constructor(parts: CardReadsParts) {
    this.#parts = parts
  }

  /** A card was opened by hand. */
  opened(customerId: CustomerId): void {
    this.#looked(customerId, null)
  }

  /** A pop was shown. Nothing is written in its own turn: the pop waits for no disk. */
  popped(tab: Pick<Tab, 'interactionId' | 'match' | 'card'>): void {
    const customerId = customerOf(tab)
    if (customerId && tab.card) this.#parts.clock.after(0, () => this.#looked(customerId, tab.interactionId))
  }

  #looked(customerId: CustomerId, interactionId: InteractionId | null): void {
    const { clock, ids, store, log, on } = this.#parts
    if (!on) return
    const nowMs = clock.monotonicMs()
    for (const [look, atMs] of this.#looks) if (nowMs - atMs >= sameLookMs) this.#looks.delete(look)
    const look = `${customerId} ${interactionId ?? ''}`
    if (this.#looks.has(look)) return
    this.#looks.set(look, nowMs)
    const missed = (cause: object) => {
      this.#looks.delete(look)
      log.error('The reading of a card was not noted', { ...cause })
    }
    const fields = { customerId, interactionId, atMs: clock.epochMs() }
    store.write([{ kind: 'create', entity: 'card_reads', id: ids.next(), fields }]).then(
      (written) => written.ok || missed({ failure: written.failure }),
      (error: unknown) => missed({ error }),
    )
  }
}
