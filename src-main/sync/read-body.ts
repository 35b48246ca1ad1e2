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

export interface LineLimits {
  readonly maxLineBytes: number
  /** So much is read while the last block is worked on. */
  readonly aheadBytes: number
}

/** The body in blocks of whole lines, each of all that has come meanwhile. Throws `LineTooLong`; leaving it early cancels the body. */
export async function* readLines(response: Response, { maxLineBytes, aheadBytes }: LineLimits): AsyncGenerator<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader()
  if (!reader) return
  let whole: Uint8Array[] = []
  let wholeBytes = 0
  let begun: Uint8Array[] = []
  let begunBytes = 0
  let end: { readonly error?: unknown } | undefined
  // Never are both waiting: the one for lines, the other for room.
  let wake = () => {}
  const moved = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  const read = async () => {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const cut = chunk.value.lastIndexOf(newline) + 1
      if (cut > 0) {
        whole.push(...begun, chunk.value.subarray(0, cut))
        wholeBytes += begunBytes + cut
        begun = []
        begunBytes = 0
      }
      if (cut < chunk.value.byteLength) begun.push(chunk.value.subarray(cut))
      begunBytes += chunk.value.byteLength - cut
      if (begunBytes > maxLineBytes) throw new LineTooLong()
      wake()
      while (wholeBytes >= aheadBytes) await moved()
    }
    // What comes after the last line's end was cut off: a whole line has its end.
    if (begunBytes > 0) throw new CutOff()
  }
  void read()
    .then(
      () => ({}),
      (error: unknown) => ({ error }),
    )
    .then((how) => {
      end = how
      wake()
    })
  try {
    for (;;) {
      if (wholeBytes > 0) {
        const block = joined(whole, wholeBytes)
        whole = []
        wholeBytes = 0
        wake()
        yield block
      } else if (!end) await moved()
      else if ('error' in end) throw end.error
      else return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
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
