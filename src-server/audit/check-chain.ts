import type { z } from 'zod'
import type { auditCheck } from '#shared/sync/account-api.ts'
import type { Queries } from '../store/database.ts'
import type { Anchor } from './anchors.ts'
import { beforeFirst, hashOfEntry, type StoredEntry } from './entry-hash.ts'
import { readChain } from './read-chain.ts'

export type AuditCheck = Readonly<z.infer<typeof auditCheck>>
type Broken = NonNullable<AuditCheck['broken']>

/**
 * Reads the whole chain and holds it against the anchors. Names the first entry that does not fit:
 * - `edited`: its values are not those that were hashed, or the chain was written anew over an anchor
 * - `deleted`: entries before it are missing
 * - `reordered`: it stands where another entry was
 * - `truncated`: entries that an anchor counted are missing at the end
 *
 * What waits to be chained is counted and not judged. `gaps` are numbers of arrival that no entry has: transactions that were
 * rolled back, or entries that were removed before they were chained; the log itself cannot tell which.
 */
export async function checkChain(queries: Queries, anchors: readonly Anchor[]): Promise<AuditCheck> {
  const chain = await judgeChain(queries, anchors)
  const [counted] = await queries.query<{ waiting: number; gaps: number }>(
    'select count(*) filter (where n is null) as waiting, coalesce(max(id), 0) - count(*) as gaps from audit_log',
  )
  return { ...chain, waiting: counted?.waiting ?? 0, gaps: Math.max(0, counted?.gaps ?? 0) }
}

async function judgeChain(queries: Queries, anchors: readonly Anchor[]): Promise<Omit<AuditCheck, 'waiting' | 'gaps'>> {
  const anchored = new Map(anchors.map(({ entries, hash }) => [entries, hash]))
  let entries = 0
  let prev = beforeFirst
  for await (const page of readChain(queries)) {
    for (const entry of page) {
      const what = await misfit(queries, entry, entries + 1, prev, anchored)
      if (what) return { entries, ok: false, broken: { at: entries + 1, what } }
      entries = entry.n
      prev = entry.hash
    }
  }
  const counted = Math.max(0, ...anchors.map((anchor) => anchor.entries))
  return counted > entries ? { entries, ok: false, broken: { at: entries + 1, what: 'truncated' } } : { entries, ok: true }
}

async function misfit(
  queries: Queries,
  entry: StoredEntry,
  expected: number,
  prev: string,
  anchored: ReadonlyMap<number, string>,
): Promise<Broken['what'] | undefined> {
  if (hashOfEntry(entry.prev, entry) !== entry.hash) return 'edited'
  if (entry.prev !== prev) {
    const moved = entry.prev === beforeFirst ? entry.n > 1 : await exists(queries, entry.prev)
    return moved ? 'reordered' : 'deleted'
  }
  if (entry.n !== expected) return 'deleted'
  const anchor = anchored.get(entry.n)
  return anchor !== undefined && anchor !== entry.hash ? 'edited' : undefined
}

async function exists(queries: Queries, hash: string): Promise<boolean> {
  const [found] = await queries.query('select 1 from audit_log where hash = $1 limit 1', [hash])
  return found !== undefined
}
