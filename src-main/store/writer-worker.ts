import { parentPort, workerData } from 'node:worker_threads'
import { uuidV7Source } from '#system/uuid-v7.ts'
import { fileIsSound } from './damage/check-file.ts'
import { Writer } from './write/writer.ts'
import type { Reply, Request, WriterWorkerData } from './write/writer-wire.ts'

/** The writer's thread: takes requests from `WorkerLink` and answers each by its id. */
const { file, task, asked } = workerData as WriterWorkerData
const port = parentPort!

if (task === 'check') port.postMessage(fileIsSound(file.path, file.key))
else serve(new Writer({ ...file, waits, nowMs: Date.now, newId: uuidV7Source(Date.now).next, demoRows }))

/** Imported when first asked for: its word lists are large. */
async function demoRows() {
  const { demoRowCount, generateDemoRows } = await import('#demo/customers/generate.ts')
  return { rows: generateDemoRows, count: demoRowCount }
}

/** Requests taken up; the other side counts those it has sent. */
let taken = 0

function waits(): boolean {
  return Atomics.load(asked, 0) !== taken
}

function serve(writer: Writer): void {
  const answer = async (request: Request): Promise<unknown> => {
    switch (request.kind) {
      case 'open': {
        const opened = writer.open()
        if (opened.kind === 'opened') setImmediate(() => void writer.catchUp().then(() => doChores(writer)))
        return opened
      }
      case 'commit':
        return writer.commit(request.items)
      case 'load':
        return writer.load(request.source, (done, total) => send({ id: request.id, kind: 'progress', done, total }))
      case 'salvage':
        return writer.salvage(request.from)
      case 'copy': {
        const { call } = request
        const result = call.kind === 'copied' ? await writer.copied(call.bytes) : writer.copy(call)
        doChores(writer)
        return result
      }
      case 'close':
        return writer.close()
    }
  }
  // A defect rejects, ends the thread and shows at the other side as its error.
  port.on('message', (request: Request) => {
    taken = (taken + 1) | 0
    void answer(request).then((value) => {
      send({ id: request.id, kind: 'answer', answer: value })
      // Nothing is left that keeps this thread.
      if (request.kind === 'close') port.close()
    })
  })
}

let atChores = false

/** Long work of the copy in parts; what was asked meanwhile comes between. */
function doChores(writer: Writer): void {
  if (atChores) return
  atChores = true
  setImmediate(() => {
    atChores = false
    if (writer.chore()) doChores(writer)
  })
}

function send(reply: Reply): void {
  port.postMessage(reply)
}
