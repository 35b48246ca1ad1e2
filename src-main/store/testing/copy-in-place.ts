import type { Failure } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import type { EntityName } from '#shared/entities/entities.ts'
import type { CopyStanding } from '#shared/ports/local-copy.ts'
import { openWriteConnection, type StoreKey, type WriteConnection } from '../connection.ts'
import type { CopyAnswer, CopyCall, CopyValues } from '../copy/copy-wire.ts'
import { CopyWriter } from '../copy/copy-writer.ts'
import { migrations } from '../migrations/list.ts'
import { migrate } from '../migrations/migrate.ts'
import { ChangeChecker } from '../write/check-change.ts'
import type { StoredRow } from '../write/entity-table.ts'
import { entityNames } from '../write/rows.ts'

export interface CopyInPlaceOptions {
  /** ':memory:', or a file. */
  readonly path: string
  readonly key?: StoreKey
  readonly device: string
  readonly actor: string
  readonly schema?: number
  nowMs(): number
  newId(): string
  /** To break statements. */
  readonly wrap?: (database: WriteConnection) => WriteConnection
}

const checker = new ChangeChecker()

/** A local copy without thread and without promises: each call is done when it returns. Storage failures are thrown. */
export class CopyInPlace {
  readonly database: WriteConnection
  readonly #writer: CopyWriter

  constructor(options: CopyInPlaceOptions) {
    const database = openWriteConnection(options.path, options.key)
    this.database = database
    migrate(database, migrations, options.nowMs())
    const { device, actor, schema } = options
    const sync = { device, actor, ...(schema === undefined ? {} : { schema }) }
    this.#writer = new CopyWriter(options.wrap?.(database) ?? database, sync, options, checker)
  }

  /** One transaction; why it was refused, undefined when it is kept. */
  write(changes: readonly Change[]): Failure | undefined {
    for (const change of changes) {
      const checked = checker.check(change)
      if ('failure' in checked) return checked.failure
    }
    return this.#writer.changes.commit([{ kind: 'changes', changes }])[0]
  }

  call(call: CopyCall): CopyAnswer {
    return this.#writer.call(call)
  }

  /** The value of a call that must succeed. */
  value<K extends CopyCall['kind']>(call: Extract<CopyCall, { kind: K }>): CopyValues[K] {
    const answer = this.#writer.call(call)
    if (answer.kind !== 'done') throw new Error(`${call.kind} failed: ${JSON.stringify(answer)}`)
    return answer.value as CopyValues[K]
  }

  get standing(): CopyStanding {
    return this.#writer.standing()
  }

  /** Does the long work that is left, up to so many parts; how many were done. */
  doChores(most = Number.POSITIVE_INFINITY): number {
    let done = 0
    while (done < most && this.#writer.chore()) done++
    return done
  }

  /** The row as it is shown. */
  row(entity: EntityName, id: string): StoredRow['fields'] | undefined {
    return this.#writer.changes.rows.table(entity).read(id)?.fields
  }

  /** All rows as they are shown, with their revisions. */
  *rows(): Generator<StoredRow & { readonly entity: EntityName; readonly id: string }> {
    for (const entity of entityNames) {
      for (const id of this.database.prepare<[], string>(`SELECT id FROM ${entity} ORDER BY id`).pluck().all()) {
        yield { entity, id, ...this.#writer.changes.rows.table(entity).read(id)! }
      }
    }
  }

  /** 'ok' where the file and its indexes are sound. */
  integrity(): string {
    return String(this.database.pragma('integrity_check(1)', { simple: true }))
  }

  close(): void {
    this.database.close()
  }
}
