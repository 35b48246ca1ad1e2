import type { Queries } from '../store/database.ts'
import type { AuditEntry, AuditLog } from './audit-log.ts'
import { canonicalJson } from './canonical-json.ts'
import { beforeFirst, hashOfEntry, type StoredEntry } from './entry-hash.ts'

/** Any number that nothing else locks by. */
const chainLock = 0x64_7a_76_6e

/**
 * Appends to the chain in the caller's transaction, under a lock that is held to its end: the chain has one writer at a time
 * over all nodes. Append last: whatever the transaction does afterwards, others wait for.
 */
export function createAuditLog(): AuditLog {
  return { append: appendToChain }
}

async function appendToChain(queries: Queries, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await queries.query('select pg_advisory_xact_lock($1::bigint)::text', [chainLock])
  const head = await chainHead(queries)
  let prev = head.hash
  const rows = entries.map((entry, index) => {
    const values = storable(entry)
    const row = { ...values, n: head.entries + 1 + index, prev, hash: hashOfEntry(prev, values) }
    prev = row.hash
    return row
  })
  await queries.query(
    `insert into audit_log (n, at_ms, kind, actor, device, entity, row_id, detail, prev, hash)
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[])`,
    [
      rows.map(({ n }) => n),
      rows.map(({ atMs }) => atMs),
      rows.map(({ kind }) => kind),
      rows.map(({ actor }) => actor),
      rows.map(({ device }) => device),
      rows.map(({ entity }) => entity),
      rows.map(({ row }) => row),
      rows.map(({ detail }) => detail),
      rows.map((row) => row.prev),
      rows.map(({ hash }) => hash),
    ],
  )
}

/** As the database will give it back: a text there holds neither NUL nor half a surrogate pair. */
function storable(entry: AuditEntry): Omit<StoredEntry, 'n' | 'prev' | 'hash'> {
  const clean = (text: string | null) => (text === null ? null : text.replaceAll('\0', '').toWellFormed())
  return {
    atMs: entry.atMs,
    kind: entry.kind,
    actor: clean(entry.actor),
    device: clean(entry.device),
    entity: clean(entry.entity),
    row: clean(entry.row),
    detail: canonicalJson(entry.detail),
  }
}

/** How many entries there are, and the hash of the last. */
export async function chainHead(queries: Queries): Promise<{ readonly entries: number; readonly hash: string }> {
  const [last] = await queries.query<{ n: number; hash: string }>('select n, hash from audit_log order by n desc limit 1')
  return last ? { entries: last.n, hash: last.hash } : { entries: 0, hash: beforeFirst }
}
