import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { toolPackage } from './tools.ts'

export type PouchDocument = Readonly<Record<string, unknown>> & { readonly _id: string }
export interface Pouch {
  bulkDocs(documents: readonly PouchDocument[]): Promise<unknown>
  put(document: PouchDocument): Promise<unknown>
  info(): Promise<{ doc_count: number }>
  close(): Promise<void>
  readonly replicate: {
    from(url: string, options: object): Promise<unknown>
    to(url: string, options: object): Promise<unknown>
  }
}
export interface PouchKind {
  new (name: string): Pouch
  defaults(options: object): PouchKind
}

/** As it comes, in batches of 100; or as large as it was fastest here. */
export type Batches = 'default' | 'large'
const batches: Readonly<Record<Batches, object>> = { default: {}, large: { batch_size: 1_000, batches_limit: 10 } }

interface LevelWrites {
  _batch(operations: unknown, options: object, done: unknown): void
}

/** Writes of this process's databases then reach the disk before they are answered, as ours do; as it comes they do not. */
export function makePutsDurable(): void {
  const { prototype } = toolPackage<{ prototype: LevelWrites }>('leveldown')
  const batch = prototype._batch
  prototype._batch = function (operations, options, done) {
    batch.call(this, operations, { ...options, sync: true }, done)
  }
}

/** A PouchDB server in a process of its own, and local databases beside it, all below `folder`. */
export class PouchPair {
  readonly #server: ChildProcess
  readonly #kind: PouchKind
  readonly #url: string

  /** `durable`: the server answers for what is on its disk, as ours does. */
  static async start(folder: string, { durable }: { readonly durable: boolean }): Promise<PouchPair> {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const server = fork(join(import.meta.dirname, 'pouch-server.ts'), [`${folder}/server`, String(durable)])
    const [{ port }] = (await once(server, 'message')) as [{ port: number }]
    return new PouchPair(server, folder, `http://127.0.0.1:${port}/shared`)
  }

  private constructor(server: ChildProcess, folder: string, url: string) {
    this.#server = server
    this.#url = url
    this.#kind = toolPackage<PouchKind>('pouchdb').defaults({ prefix: `${folder}/` })
  }

  local(name: string): Pouch {
    return new this.#kind(name)
  }

  /** Seconds. */
  async copy(to: Pouch, size: Batches): Promise<number> {
    const started = performance.now()
    await to.replicate.from(`${this.#url}-large`, batches[size])
    return (performance.now() - started) / 1000
  }

  /** Seconds. */
  async push(from: Pouch, size: Batches): Promise<number> {
    const started = performance.now()
    await from.replicate.to(`${this.#url}-${size}`, batches[size])
    return (performance.now() - started) / 1000
  }

  stop(): void {
    this.#server.kill()
  }
}
