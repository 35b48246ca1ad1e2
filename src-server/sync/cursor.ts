import { z } from 'zod'

/** How far a copy has read the feed: all before `xid`, and of that transaction up to `seq` (SYNC-6). */
export interface Cursor {
  readonly epoch: string
  /** xid8 as decimal text. */
  readonly xid: string
  readonly seq: number
}

const whole = z.string().regex(/^\d{1,20}$/)
const parts = z.tuple([z.string().regex(/^[\w-]{1,64}$/), whole, z.string().regex(/^\d{1,15}$/)])

export function writeCursor({ epoch, xid, seq }: Cursor): string {
  return `${epoch}.${xid}.${seq}`
}

/** Undefined for a text that this server never gave. */
export function readCursor(text: string): Cursor | undefined {
  const read = parts.safeParse(text.split('.'))
  return read.success ? { epoch: read.data[0], xid: read.data[1], seq: Number(read.data[2]) } : undefined
}
