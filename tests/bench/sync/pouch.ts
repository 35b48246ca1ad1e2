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

/** The batch size at which PouchDB was fastest here; its default is 100. */
const batch = { batch_size: 1_000, batches_limit: 10 }

/** A PouchDB server in a process of its own, and local databases beside it, all below `folder`. */
export class PouchPair {
  readonly #server: ChildProcess
  readonly #kind: PouchKind
  readonly #url: string

  static async start(folder: string): Promise<PouchPair> {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const server = fork(join(import.meta.dirname, 'pouch-server.ts'), [`${folder}/server`])
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
  async copy(to: Pouch): Promise<number> {
    const started = performance.now()
    await to.replicate.from(this.#url, batch)
    return (performance.now() - started) / 1000
  }

  /** Seconds. */
  async push(from: Pouch): Promise<number> {
    const started = performance.now()
    await from.replicate.to(this.#url, batch)
    return (performance.now() - started) / 1000
  }

  stop(): void {
    this.#server.kill()
  }
}
