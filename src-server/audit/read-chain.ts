import type { Queries } from '../store/database.ts'
import type { StoredEntry } from './entry-hash.ts'

const pageRows = 2_000

/** Entries `after` (exclusive) to `upTo` (inclusive) in pages, oldest first, without a long transaction. */
export async function* readChain(
  queries: Queries,
  { after = 0, upTo = Number.MAX_SAFE_INTEGER }: { readonly after?: number; readonly upTo?: number } = {},
): AsyncGenerator<readonly StoredEntry[]> {
  for (let seen = after; ; ) {
    const page = await queries.query<StoredEntry>(
      `select n, at_ms as "atMs", kind, actor, device, entity, row_id as "row", detail, prev, hash
       from audit_log where n > $1 and n <= $2 order by n limit $3`,
      [seen, upTo, pageRows],
    )
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (!last || page.length < pageRows) return
    seen = last.n
  }
}
