import type { Queries } from '../store/database.ts'
import { beforeFirst, type StoredEntry } from './entry-hash.ts'

const pageRows = 2_000

/** Chained entries `after` (exclusive) to `upTo` (inclusive) in pages, oldest first, without a long transaction. */
export async function* readChain(
  queries: Queries,
  { after = 0, upTo = Number.MAX_SAFE_INTEGER }: { readonly after?: number; readonly upTo?: number } = {},
): AsyncGenerator<readonly StoredEntry[]> {
  for (let seen = after; ; ) {
    const page = await queries.query<StoredEntry>(
      `select id, n, at_ms as "atMs", kind, actor, device, entity, row_id as "row", detail, prev, hash
       from audit_log where n > $1 and n <= $2 order by n limit $3`,
      [seen, upTo, pageRows],
    )
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (!last || page.length < pageRows) return
    seen = last.n
  }
}

/** How many entries are chained, and the hash of the last. */
export async function chainHead(queries: Queries): Promise<{ readonly entries: number; readonly hash: string }> {
  const [last] = await queries.query<{ n: number; hash: string }>(
    'select n, hash from audit_log where n is not null order by n desc limit 1',
  )
  return last ? { entries: last.n, hash: last.hash } : { entries: 0, hash: beforeFirst }
}
