import Database from 'better-sqlite3-multiple-ciphers'
import type { WriteConnection } from '#main/store/connection.ts'
import type { CopyCall, CopyValues } from '#main/store/copy/copy-wire.ts'
import { CopyWriter } from '#main/store/copy/copy-writer.ts'
import { migrations } from '#main/store/migrations/list.ts'
import { migrate } from '#main/store/migrations/migrate.ts'
import { ChangeChecker } from '#main/store/write/check-change.ts'
import { ok, type Result } from '#shared/domain/failure/failure.ts'
import type { Change } from '#shared/entities/change.ts'
import { type Column, columnName } from '#shared/entities/define-entity.ts'
import { type EntityName, entities } from '#shared/entities/entities.ts'
import { Cell } from '#shared/flow/cell.ts'
import type { CopyStanding, LocalCopy } from '#shared/ports/local-copy.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The process dies here. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface SimCopyOptions {
  /** The file; in memory, but it outlives the process as one on a disk does. */
  readonly database: WriteConnection
  readonly device: string
  readonly actor: string
  readonly schema?: number
  nowMs(): number
  newId(): string
  /** Told before and after each call, and before each statement that writes; may throw `Crash`. */
  step(what: string): void
  /** The process is gone; the call never ends. */
  crashed(): void
  /** After a page was applied. */
  looked(call: CopyCall['kind']): void
}

const checker = new ChangeChecker()
let template: Buffer | undefined

export function newFile(): WriteConnection {
  if (!template) {
    const first = new Database(':memory:') as unknown as WriteConnection
    migrate(first, migrations, 0)
    template = first.serialize()
    first.close()
  }
  return fileOf(template)
}

export function fileOf(bytes: Buffer): WriteConnection {
  const database = new Database(bytes) as unknown as WriteConnection
  database.pragma('foreign_keys = OFF')
  return database
}

/** The real local copy on a real SQLite, without its thread. */
export class SimCopy {
  readonly copy: LocalCopy
  readonly #options: SimCopyOptions
  readonly #writer: CopyWriter
  readonly #standing: Cell<CopyStanding>

  constructor(options: SimCopyOptions) {
    this.#options = options
    const { database, device, actor, schema, nowMs, newId } = options
    this.#writer = new CopyWriter(
      stepping(database, (what) => options.step(what)),
      { device, actor, ...(schema === undefined ? {} : { schema }) },
      { nowMs, newId },
      checker,
    )
    this.#standing = new Cell(this.#writer.standing())
    const call = <K extends CopyCall['kind']>(asked: Extract<CopyCall, { kind: K }>) => this.#call<CopyValues[K]>(asked)
    this.copy = {
      standing: this.#standing,
      nextPush: () => call({ kind: 'nextPush' }),
      pushed: async (bytes) => {
        const settled = await call({ kind: 'pushed', bytes })
        return settled.ok ? ok() : settled
      },
      nextPull: () => call({ kind: 'nextPull' }),
      pulled: (bytes) => call({ kind: 'pulled', bytes }),
      nextCopy: () => call({ kind: 'nextCopy' }),
      copied: (bytes) => call({ kind: 'copied', bytes }),
      everythingWaiting: () => call({ kind: 'everythingWaiting' }),
      outgoing: (asked) => call({ kind: 'outgoing', ...asked }),
      sendAgain: (seq, values = {}) => call({ kind: 'sendAgain', seq, values }),
      discard: (seq) => call({ kind: 'discard', seq }),
      conflicts: (asked) => call({ kind: 'conflicts', ...asked }),
      whileAway: () => call({ kind: 'whileAway' }),
      whileAwaySeen: () => call({ kind: 'whileAwaySeen' }),
    }
  }

  /** True when it was committed; the interface would show it now. Throws `Crash`. */
  write(changes: readonly Change[]): boolean {
    const [failure] = this.#writer.changes.commit([{ kind: 'changes', changes }])
    this.#options.step('written')
    this.#standing.set(this.#writer.standing())
    return failure === undefined
  }

  rows(entity: EntityName): ReadonlyMap<string, Fields> {
    const found = this.#options.database.prepare<[], StoredFields>(`SELECT * FROM ${entity}`).all()
    return new Map(found.map((row) => [row.id, decoded(entity, row)]))
  }

  row(entity: EntityName, id: string): Fields | undefined {
    return rowIn(this.#options.database, entity, id)
  }

  async #call<T>(asked: CopyCall): Promise<Result<T>> {
    const { step, crashed, looked } = this.#options
    try {
      step(`before ${asked.kind}`)
      const answer = this.#writer.call(asked)
      step(`after ${asked.kind}`)
      while (this.#writer.chore()) step('chore')
      if (answer.kind === 'refused') throw new Error(`the memory refused: ${answer.detail}`)
      if (answer.kind === 'failed') return { ok: false, failure: answer.failure }
      this.#standing.set(this.#writer.standing())
      looked(asked.kind)
      return ok(answer.value as T)
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      crashed()
      return new Promise(() => {})
    }
  }
}

type StoredFields = Readonly<Record<string, unknown>> & { readonly id: string }

export function rowIn(database: WriteConnection, entity: EntityName, id: string): Fields | undefined {
  const found = database.prepare<[string], StoredFields>(`SELECT * FROM ${entity} WHERE id = ?`).get(id)
  return found && decoded(entity, found)
}

function decoded(entity: EntityName, row: StoredFields): Fields {
  const columns = Object.entries<Column>(entities[entity].columns)
  return Object.fromEntries(
    columns.map(([field, { type }]) => {
      const value = row[columnName(field)] ?? null
      if (value === null) return [field, null]
      if (type === 'boolean') return [field, value === 1]
      return [field, type === 'json' ? JSON.parse(value as string) : value]
    }),
  )
}

/** The same connection, which tells of each statement before it writes. */
function stepping(database: WriteConnection, step: (what: string) => void): WriteConnection {
  return new Proxy(database, {
    get(target, name) {
      const value = Reflect.get(target, name, target)
      if (name === 'prepare') {
        return (sql: string) => {
          const statement = target.prepare(sql)
          if (statement.reader) return statement
          const run = statement.run.bind(statement)
          return Object.assign(statement, {
            run: (...values: unknown[]) => {
              step('statement')
              return run(...values)
            },
          })
        }
      }
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
