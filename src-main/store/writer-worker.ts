import { parentPort, workerData } from 'node:worker_threads'
import { fileIsSound } from './damage/check-file.ts'
import { Writer } from './write/writer.ts'
import type { Reply, Request, WriterWorkerData } from './write/writer-wire.ts'

/** The writer's thread: takes requests from `WorkerLink` and answers each by its id. */
const { path, task } = workerData as WriterWorkerData
const port = parentPort!

if (task === 'check') port.postMessage(fileIsSound(path))
else serve(new Writer({ path, nowMs: Date.now, demoRows }))

/** Imported when first asked for: its word lists are large. */
async function demoRows() {
  const { demoRowCount, generateDemoRows } = await import('#demo/customers/generate.ts')
  return { rows: generateDemoRows, count: demoRowCount }
}

function serve(writer: Writer): void {
  const answer = async (request: Request): Promise<unknown> => {
    switch (request.kind) {
      case 'open': {
        const opened = writer.open()
        if (opened.kind === 'opened') setImmediate(() => void writer.catchUp())
        return opened
      }
      case 'commit':
        return writer.commit(request.items)
      case 'load':
        return writer.load(request.source, (done, total) => send({ id: request.id, kind: 'progress', done, total }))
      case 'salvage':
        return writer.salvage(request.from)
      case 'close':
        return writer.close()
    }
  }
  // A defect rejects, ends the thread and shows at the other side as its error.
  port.on('message', (request: Request) => {
    void answer(request).then((value) => send({ id: request.id, kind: 'answer', answer: value }))
  })
}

function send(reply: Reply): void {
  port.postMessage(reply)
}
