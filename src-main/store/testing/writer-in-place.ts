import { openWriteConnection, type StoreKey, type WriteConnection } from '../connection.ts'
import { fileIsSound } from '../damage/check-file.ts'
import { type DemoRows, Writer } from '../write/writer.ts'
import type { StoreFile, WriterLink } from '../write/writer-wire.ts'
import { id, plainRowCount, plainRows } from './plain-rows.ts'

export const plainDemo: DemoRows = { rows: plainRows, count: plainRowCount }

/** The writer without its thread, so that a test can reach its connection; a real file all the same. */
export function writerInPlace(
  file: StoreFile,
  nowMs: () => number,
  demo = plainDemo,
): { readonly link: WriterLink; connection(): WriteConnection } {
  let latest: WriteConnection | undefined
  let ids = 0
  const connect = (path: string, key: StoreKey) => {
    latest = openWriteConnection(path, key)
    return latest
  }
  const newId = () => id('9', ++ids)
  const writer = new Writer({ ...file, nowMs, newId, demoRows: () => Promise.resolve(demo), connect })
  const link: WriterLink = {
    open: () => Promise.resolve(writer.open()),
    commit: (items) => Promise.resolve(writer.commit(items)),
    load: (source, onProgress) => writer.load(source, onProgress),
    salvage: (from) => writer.salvage(from),
    copy: async (call) => {
      const answer = call.kind === 'copied' ? await writer.copied(call.bytes) : writer.copy(call)
      while (writer.chore());
      return answer
    },
    check: () => Promise.resolve(fileIsSound(file.path, file.key)),
    close: () => Promise.resolve(writer.close()),
  }
  return { link, connection: () => latest! }
}
