import { formatHlc, type Hlc, tickHlc } from '#shared/sync/hybrid-clock.ts'
import type { WriteConnection } from '../connection.ts'

interface Values {
  device: string
  /** Last number given to a mutation of this device. */
  lastSeq: number
  hlc: Hlc
  cursor: string
  epoch: string
  /** Under which the rows of this round were given. */
  sight: string
  /** Grows with each copying anew. */
  round: number
  confirmedAtMs: number
  /** How many mutations go at once while it is being found out which one the server has under another id. */
  pushMost: number
  away: AwayCounts
  /** The write-ahead log still holds what was purged. */
  truncate: boolean
}

export interface AwayCounts {
  readonly fromMs: number
  readonly toMs: number
  readonly customersAdded: number
  readonly customersChanged: number
  readonly interactions: number
  readonly casesOpened: number
  readonly tasksForMe: number
  readonly customersLeft: number
  /** Nothing more was to come: it can be shown. */
  readonly complete: boolean
}

/** What sync remembers beside its tables. Read from the database each time: a rolled back transaction leaves no trace. */
export class SyncState {
  readonly #get
  readonly #set
  readonly #clear

  constructor(database: WriteConnection) {
    this.#get = database.prepare<[string], string>('SELECT value FROM sync_state WHERE key = ?').pluck()
    this.#set = database.prepare<[string, string]>(
      'INSERT INTO sync_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    this.#clear = database.prepare<[string]>('DELETE FROM sync_state WHERE key = ?')
  }

  get<K extends keyof Values>(key: K): Values[K] | undefined {
    const text = this.#get.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as Values[K])
  }

  set<K extends keyof Values>(key: K, value: Values[K]): void {
    this.#set.run(key, JSON.stringify(value))
  }

  clear(key: keyof Values): void {
    this.#clear.run(key)
  }

  get device(): string {
    return this.get('device')!
  }

  get round(): number {
    return this.get('round') ?? 1
  }

  /** The next hybrid time of this device. */
  tick(nowMs: number): Hlc {
    const next = tickHlc(this.get('hlc') ?? null, nowMs, this.device)
    this.set('hlc', next)
    return next
  }

  /** The server's time was heard: what is made from now on is later than that, whatever this device's clock says (SYNC-13). */
  heard(serverMs: number): void {
    const heard = formatHlc(serverMs, 0, this.device)
    const last = this.get('hlc')
    if (last === undefined || heard > last) this.set('hlc', heard)
  }
}
