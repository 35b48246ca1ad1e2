import { Worker } from 'node:worker_threads'
import type { Log } from '#shared/ports/log.ts'
import type { BulkSource } from '#shared/ports/store.ts'
import type { CopyAnswer, CopyCall } from '../copy/copy-wire.ts'
import type {
  CommitAnswer,
  LoadAnswer,
  OpenAnswer,
  Refused,
  Reply,
  Request,
  StoreFile,
  WriteItem,
  WriterLink,
  WriterWorkerData,
} from './writer-wire.ts'

type Unsent<R> = R extends Request ? Omit<R, 'id'> : never
interface Waiting {
  answer(value: unknown): void
  progress?(done: number, total: number): void
}

const endsWithinMs = 5_000

/** The writer in its thread. If the thread dies, what it was asked is answered as refused and the next request starts it anew. */
export class WorkerLink implements WriterLink {
  readonly #workerUrl: URL
  readonly #file: StoreFile
  readonly #log: Log
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #asked = newCount()
  #lastId = 0

  constructor(workerUrl: URL, file: StoreFile, log: Log) {
    this.#workerUrl = workerUrl
    this.#file = file
    this.#log = log
  }

  open(): Promise<OpenAnswer> {
    return this.#ask({ kind: 'open' })
  }

  commit(items: readonly WriteItem[]): Promise<CommitAnswer> {
    return this.#ask({ kind: 'commit', items })
  }

  load(source: BulkSource, onProgress: (done: number, total: number) => void): Promise<LoadAnswer> {
    return this.#ask({ kind: 'load', source }, onProgress)
  }

  salvage(from: string): Promise<LoadAnswer> {
    return this.#ask({ kind: 'salvage', from })
  }

  copy(call: CopyCall): Promise<CopyAnswer> {
    return this.#ask({ kind: 'copy', call })
  }

  check(): Promise<boolean> {
    return new Promise((resolve) => {
      const worker = this.#start('check')
      // A check that could not be made says nothing of the file.
      worker.once('message', resolve).once('error', () => resolve(true))
      worker.unref()
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    await this.#ask({ kind: 'close' })
    // It ended before it could close.
    if (this.#worker !== worker) return
    this.#worker = undefined
    await ended(worker)
    this.#refuseAll('the writer was closed')
  }

  #ask<T>(request: Unsent<Request>, progress?: Waiting['progress']): Promise<T> {
    return new Promise((resolve) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { answer: (value) => resolve(value as T), ...(progress ? { progress } : {}) })
      const worker = this.#running()
      Atomics.add(this.#asked, 0, 1)
      worker.postMessage({ ...request, id } satisfies Request, handedOver(request))
    })
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    this.#asked = newCount()
    const worker = this.#start('write')
    worker.on('message', (reply: Reply) => this.#hear(reply))
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker))
    this.#worker = worker
    return worker
  }

  #start(task: WriterWorkerData['task']): Worker {
    return new Worker(this.#workerUrl, { workerData: { file: this.#file, task, asked: this.#asked } satisfies WriterWorkerData })
  }

  #hear(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    if (reply.kind === 'progress') return waiting?.progress?.(reply.done, reply.total)
    this.#waiting.delete(reply.id)
    waiting?.answer(reply.answer)
  }

  #lost(worker: Worker, error?: unknown): void {
    if (this.#worker !== worker) return
    if (error) this.#log.error('The writer thread failed', { error })
    this.#worker = undefined
    this.#refuseAll('the writer thread ended')
  }

  #refuseAll(detail: string): void {
    const refused: Refused = { kind: 'refused', cause: 'unavailable', detail }
    for (const waiting of this.#waiting.values()) waiting.answer(refused)
    this.#waiting.clear()
  }
}

/** By itself: a thread that is stopped inside the database's library can take the process with it. */
async function ended(worker: Worker): Promise<void> {
  const late = setTimeout(() => void worker.terminate(), endsWithinMs)
  await new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  clearTimeout(late)
}

function newCount(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}

/** Pages are not copied to the writer but given to it. */
function handedOver(request: Unsent<Request>): ArrayBuffer[] {
  const { buffer, byteLength } = request.kind === 'copy' && 'bytes' in request.call ? request.call.bytes : nothing
  return buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength ? [buffer] : []
}

const nothing = new Uint8Array()
