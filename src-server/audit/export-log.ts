import type { Queries } from '../store/database.ts'
import { readChain } from './read-chain.ts'

/** The log as NDJSON, one entry a line with its hashes, in pieces of some hundred kilobytes; ends at the head of its start. */
export async function* exportLog(
  queries: Queries,
  range: { readonly after?: number; readonly upTo?: number } = {},
): AsyncGenerator<string> {
  const [head] = await queries.query<{ n: number | null }>('select max(n) as n from audit_log')
  const upTo = Math.min(range.upTo ?? Number.MAX_SAFE_INTEGER, head?.n ?? 0)
  for await (const page of readChain(queries, { ...range, upTo })) {
    yield page.map(({ detail, ...entry }) => `${JSON.stringify({ ...entry, detail: JSON.parse(detail) })}\n`).join('')
  }
}
