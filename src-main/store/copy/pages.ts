import type { z } from 'zod'
import type { EntityName } from '#shared/entities/entities.ts'
import type { PageApplied } from '#shared/ports/local-copy.ts'
import { type copyPage, pullAnswer } from '#shared/sync/protocol.ts'
import type { FieldValues } from '../write/entity-table.ts'
import { columnsOf, entityNames, type Rows } from '../write/rows.ts'
import type { Away } from './away.ts'
import type { Chores } from './chores.ts'
import type { KeptRows } from './kept-rows.ts'
import type { Outbox } from './outbox.ts'
import type { Places } from './places.ts'
import type { CopyWorld } from './sync-options.ts'
import type { SyncState } from './sync-state.ts'
import type { Territories } from './territories.ts'
import { Touched } from './touched.ts'

type PullPage = Extract<z.infer<typeof pullAnswer>, { kind: 'page' }>
export type CopyPage = Readonly<z.infer<typeof copyPage>>

export interface PageParts {
  readonly rows: Rows
  readonly kept: KeptRows
  readonly outbox: Outbox
  readonly places: Places
  readonly state: SyncState
  readonly territories: Territories
  readonly chores: Chores
  readonly away: Away
  readonly world: CopyWorld
}

/** The bytes are not what the protocol says: nothing of them was applied. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer'
}

/** From so many customers on, the names of a first copy are indexed when its rows are in. */
const namesIndexedAtOnce = 5_000

/** Pages of the feed and of first copies; each is applied inside one transaction, with the cursor (SYNC-7). */
export class Pages {
  readonly #parts: PageParts
  /** What is left of a stream in which copying anew began: its next lines go on behind rows that were not taken. */
  #stale = false

  constructor(parts: PageParts) {
    this.#parts = parts
  }

  pulled(bytes: Uint8Array): PageApplied {
    const answer = parsed(pullAnswer, bytes)
    const { state } = this.#parts
    state.heard(answer.serverMs)
    if (answer.kind === 'copy-anew') return this.#anew(answer.epoch)
    const known = state.get('epoch')
    if (known !== undefined && known !== answer.epoch) return this.#anew(answer.epoch)
    return this.#page(answer)
  }

  /** A stream is about to be asked for. */
  streamBegins(): void {
    this.#stale = false
  }

  /** Without `last` it is a part of a line, whose place in the copy is not passed yet. */
  copied(page: CopyPage, last: boolean): PageApplied {
    const { state, territories } = this.#parts
    const known = state.get('epoch')
    if (this.#stale) return new Touched().result(true)
    if (known !== undefined && known !== page.epoch) return this.#streamAnew(page.epoch)
    const copy = territories.find(page.territory)
    // Taken away while the stream was on its way, or the end of one that was asked for twice.
    if (!copy || copy.lost || copy.complete) return new Touched().result(false)
    if (known === undefined) state.set('epoch', page.epoch)
    const sight = page.sight ?? ''
    if (state.get('cursor') === undefined) {
      state.set('cursor', page.cursor)
      state.set('sight', sight)
    } else if (sight !== (state.get('sight') ?? '')) return this.#streamAnew(page.epoch)
    const touched = new Touched()
    this.#copyRows(page, touched)
    if (last) territories.progress(page.territory, page)
    if (last && page.after === null) this.#copyEnded(page.territory)
    return touched.result(page.after !== null)
  }

  #page(page: PullPage): PageApplied {
    const { state, territories, kept, away, outbox, chores, rows, places, world } = this.#parts
    state.set('epoch', page.epoch)
    territories.update(page.territories)
    this.#sendLostAgain(page)
    const appliedSeq = this.#ownAppliedSeq(page)
    const touched = new Touched()
    const count = away.begin(page.serverMs)
    for (const { entity, id, rev, fields, territory } of page.rows) {
      if (!isEntity(entity)) continue
      const marks = rows.table(entity).marks(id)
      const isNew = count !== undefined && marks === undefined
      const place = places.ofServer(entity, territory) ?? places.derived(entity, id, fields) ?? marks?.place ?? places.home()
      if (!kept.arrive({ entity, id, rev, fields, place, appliedSeq })) continue
      touched.add(entity, id, fields)
      // Whoever looks at a case's customer looks at what happens to the case.
      if (entity === 'case_events') touched.add('cases', '', rows.table('cases').read(String(fields.caseId))?.fields ?? null)
      count?.row(entity, id, fields, isNew)
    }
    for (const { entity, id, rev } of page.gone) {
      if (!isEntity(entity)) continue
      const last = rows.table(entity).read(id)
      if (!kept.arrive({ entity, id, rev, fields: null, place: undefined, appliedSeq })) continue
      touched.add(entity, id, last?.fields ?? null)
      if (last) count?.gone(entity)
    }
    // What the feed has passed is in the rows that are here, or is not for this copy. A first copy brings rows otherwise.
    if (appliedSeq !== undefined && territories.standing().length === 0) {
      const lost = this.#lostPlaces()
      for (const { entity, row } of outbox.includeUpTo(appliedSeq)) {
        // The feed has not brought the rows of a territory that was taken away: until they are purged they stay as they are shown.
        if (isEntity(entity) && !lost.has(kept.shadowPlace(entity, row) ?? -1)) kept.settle(entity, row)
      }
    }
    away.end(count, page.serverMs, page.more)
    state.set('cursor', page.cursor)
    if (!page.more) {
      state.set('confirmedAtMs', page.serverMs)
      outbox.forget(world.nowMs())
    }
    chores.purgeLost()
    return touched.result(page.more)
  }

  #lostPlaces(): ReadonlySet<number> {
    const { territories, places } = this.#parts
    return new Set(territories.all().flatMap(({ territory, lost }) => (lost ? [places.number(territory)] : [])))
  }

  /**
   * Undefined where the number counts another's mutations: this file was put back to an older state, and what it numbers now
   * is not what the server has under these numbers. Then only answers tell what is in a row.
   */
  #ownAppliedSeq({ appliedSeq }: PullPage): number | undefined {
    const { state } = this.#parts
    return appliedSeq > (state.get('lastSeq') ?? 0) || state.get('pushMost') !== undefined ? undefined : appliedSeq
  }

  /** A server that was restored from a backup has not what it acknowledged after that: those go again. */
  #sendLostAgain(page: PullPage): void {
    const { outbox, kept, state, world } = this.#parts
    if (page.appliedSeq >= (state.get('lastSeq') ?? 0) || !outbox.answeredElsewhere(page.appliedSeq, page.epoch)) return
    const again = outbox.rewind(page.appliedSeq + 1, page.epoch) ?? outbox.fork(world.newId(), page.appliedSeq + 1)
    for (const { entity, row, place } of again) if (isEntity(entity)) kept.reopen(entity, row, place)
  }

  #streamAnew(epoch: string): PageApplied {
    this.#stale = true
    return this.#anew(epoch)
  }

  /** The cursor is of no use any more. The outbox and the shadows stay; rows that do not come again are swept. */
  #anew(epoch: string): PageApplied {
    const { state, territories, chores } = this.#parts
    state.set('epoch', epoch)
    state.set('round', state.round + 1)
    state.clear('cursor')
    territories.restart()
    chores.dropSweeps()
    return new Touched().result(true)
  }

  #copyRows(page: CopyPage, touched: Touched): void {
    const { rows, kept, state, places } = this.#parts
    const { entity } = page
    if (!isEntity(entity)) return
    const table = rows.table(entity)
    const place = places.number(page.territory)
    const { round } = state
    const postponed = entity === 'customers' && page.total > namesIndexedAtOnce
    if (postponed) rows.names.postpone()
    const positions = Object.keys(columnsOf(entity)).map((field) => page.fields.indexOf(field))
    // One with a shadow may be deleted here: it must not come back before that is answered.
    const shadowed = kept.shadowed(entity)
    for (const [id, rev, ...values] of page.rows) {
      const marks = { rev, place, round }
      if (shadowed && !shadowed.has(id)) {
        const stored = table.storableAt(values, positions)
        if (!stored) continue
        if (rows.insert(entity, id, stored, marks, postponed)) {
          touched.add(entity, id, null)
          continue
        }
      }
      const fields = fieldsOf(page.fields, values)
      if (kept.arrive({ entity, id, rev, fields, place, appliedSeq: undefined })) touched.add(entity, id, fields)
    }
  }

  #copyEnded(territory: string): void {
    const { chores, places, state, territories } = this.#parts
    if (state.round === 1) return
    chores.sweep(places.number(territory), state.round)
    if (territories.standing().length === 0) chores.sweep(0, state.round)
  }
}

function fieldsOf(names: readonly string[], values: readonly unknown[]): FieldValues {
  const fields: Record<string, unknown> = {}
  for (let at = 0; at < names.length; at++) fields[names[at]!] = values[at]
  return fields
}

function isEntity(name: string): name is EntityName {
  return (entityNames as readonly string[]).includes(name)
}

export function parsed<T>(schema: z.ZodType<T>, bytes: Uint8Array): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')))
  } catch (error) {
    throw new BadAnswer('The server said what cannot be read', { cause: error })
  }
}
