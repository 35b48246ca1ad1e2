import { openWriteConnection, type WriteConnection } from '../connection.ts'
import { fileIsSound } from '../damage/check-file.ts'
import { type DemoRows, Writer } from '../write/writer.ts'
import type { WriterLink } from '../write/writer-wire.ts'
import { plainRowCount, plainRows } from './plain-rows.ts'

export const plainDemo: DemoRows = { rows: plainRows, count: plainRowCount }

/** The writer without its thread, so that a test can reach its connection; a real file all the same. */
export function writerInPlace(
  path: string,
  nowMs: () => number,
  demo = plainDemo,
): { readonly link: WriterLink; connection(): WriteConnection } {
  let latest: WriteConnection | undefined
  const connect = (file: string) => {
    latest = openWriteConnection(file)
    return latest
  }
  const writer = new Writer({ path, nowMs, demoRows: () => Promise.resolve(demo), connect })
  const link: WriterLink = {
    open: () => Promise.resolve(writer.open()),
    commit: (items) => Promise.resolve(writer.commit(items)),
    load: (source, onProgress) => writer.load(source, onProgress),
    salvage: (from) => writer.salvage(from),
    check: () => Promise.resolve(fileIsSound(path)),
    close: () => Promise.resolve(writer.close()),
  }
  return { link, connection: () => latest! }
}
