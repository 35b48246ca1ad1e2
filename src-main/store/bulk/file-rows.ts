import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Change } from '#shared/entities/change.ts'
import type { ChangeChecker } from '../write/check-change.ts'

const longestLine = 256 * 1024

export type FileEntry =
  | { readonly kind: 'row'; readonly change: Extract<Change, { kind: 'create' }>; readonly bytesRead: number }
  | { readonly kind: 'bad'; readonly bytesRead: number }

/** The creates of a file of newline-delimited JSON. A line that is too long, no JSON or no valid create is `bad`. */
export async function* fileRows(path: string, checker: ChangeChecker): AsyncGenerator<FileEntry> {
  let rest = Buffer.alloc(0)
  let skipping = false
  let bytesRead = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([rest, chunk.subarray(start, end)])
      bytesRead += end - start + 1
      start = end + 1
      rest = Buffer.alloc(0)
      if (!skipping) yield* entry(line, checker, bytesRead)
      else yield { kind: 'bad', bytesRead }
      skipping = false
    }
    bytesRead += chunk.length - start
    if (!skipping) rest = Buffer.concat([rest, chunk.subarray(start)])
    if (rest.length > longestLine) {
      rest = Buffer.alloc(0)
      skipping = true
    }
  }
  if (skipping) yield { kind: 'bad', bytesRead }
  else yield* entry(rest, checker, bytesRead)
}

export async function fileSize(path: string): Promise<number> {
  return (await stat(path)).size
}

function* entry(line: Buffer, checker: ChangeChecker, bytesRead: number): Generator<FileEntry> {
  const text = line.toString('utf8').trim()
  if (text === '') return
  const change = text.length > longestLine ? undefined : parsed(text, checker)
  yield change ? { kind: 'row', change, bytesRead } : { kind: 'bad', bytesRead }
}

function parsed(text: string, checker: ChangeChecker): Extract<Change, { kind: 'create' }> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const checked = checker.check(value)
  return 'change' in checked && checked.change.kind === 'create' ? checked.change : undefined
}
