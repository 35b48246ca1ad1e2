/** The body as one piece of bytes; undefined when it is longer than `maxBytes`. Rejects when the connection breaks. */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(response)) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return joined(chunks, size)
}

/** The lines of the body as bytes, without their ends; empty ones are left out. Throws `LineTooLong`. */
export async function* readLines(response: Response, maxLineBytes: number): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(response)) {
    let from = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      begun.push(chunk.subarray(from, end))
      size += end - from
      from = end + 1
      if (size > maxLineBytes) throw new LineTooLong()
      if (size > 0) yield joined(begun, size)
      begun = []
      size = 0
    }
    if (from < chunk.byteLength) {
      begun.push(chunk.subarray(from))
      size += chunk.byteLength - from
    }
    if (size > maxLineBytes) throw new LineTooLong()
  }
  // What comes after the last line's end was cut off: a whole line has its end.
  if (size > 0) throw new CutOff()
}

export class LineTooLong extends Error {
  override readonly name = 'LineTooLong'
}
export class CutOff extends Error {
  override readonly name = 'CutOff'
}

const newline = 10

/** Leaving it early cancels the body. */
export async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  if (!response.body) return
  for await (const chunk of response.body) yield chunk as Uint8Array
}

/** Always memory of its own: it is handed over to the writer's thread. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}
