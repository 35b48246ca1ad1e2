import { z } from 'zod'

/** How far a copy has read the feed: all before `xid`, and of that transaction up to `seq` (SYNC-6). */
export interface Cursor {
  readonly epoch: string
  /** xid8 as decimal text. */
  readonly xid: string
  readonly seq: number
  /** What the copy was given under (SYNC-10). */
  readonly sight: string
}

const whole = z.string().regex(/^\d{1,20}$/)
const parts = z.tuple([
  z.string().regex(/^[\w-]{1,64}$/),
  whole,
  z.string().regex(/^\d{1,15}$/),
  z.string().regex(/^[0-9a-f]{8}$/),
])

export function writeCursor({ epoch, xid, seq, sight }: Cursor): string {
  return `${epoch}.${xid}.${seq}.${sight}`
}

/** Undefined for a text that this server never gave. */
export function readCursor(text: string): Cursor | undefined {
  const read = parts.safeParse(text.split('.'))
  return read.success ? { epoch: read.data[0], xid: read.data[1], seq: Number(read.data[2]), sight: read.data[3] } : undefined
}
