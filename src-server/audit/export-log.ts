import type { Queries } from '../store/database.ts'
import { chainHead, readChain } from './read-chain.ts'

/** The chained log as NDJSON, one entry a line with its hashes, in pieces of some hundred kilobytes; ends at the head of its start. */
export async function* exportLog(
  queries: Queries,
  range: { readonly after?: number; readonly upTo?: number } = {},
): AsyncGenerator<string> {
  const { entries } = await chainHead(queries)
  const upTo = Math.min(range.upTo ?? Number.MAX_SAFE_INTEGER, entries)
  for await (const page of readChain(queries, { ...range, upTo })) {
    yield page.map(({ detail, ...entry }) => `${JSON.stringify({ ...entry, detail: JSON.parse(detail) })}\n`).join('')
  }
}
