import type { Database, Queries } from '../store/database.ts'
import { hashOfEntry, type WaitingEntry } from './entry-hash.ts'
import { chainHead } from './read-chain.ts'

/** Any number that nothing else locks by. */
const chainLock = 0x64_7a_76_6e
/** Some ten milliseconds: while the transaction is open, what is newer does not reach the desktops. */
export const chainBatchRows = 500

/**
 * Gives the oldest waiting entries their places in the chain, in one transaction, under a lock that one node has at a time; how
 * many there were. `busy`: another has the lock. With `wait` its turn is awaited.
 */
export async function chainBatch(database: Database, { wait }: { readonly wait: boolean }): Promise<number | 'busy'> {
  return database.transaction(async (queries) => {
    if (!(await lock(queries, wait))) return 'busy'
    // A statement of its own, after the lock: so it sees what the holder before committed.
    const head = await chainHead(queries)
    const waiting = await queries.query<WaitingEntry>(
      `select id, at_ms as "atMs", kind, actor, device, entity, row_id as "row", detail
       from audit_log where n is null order by id limit $1`,
      [chainBatchRows],
    )
    if (waiting.length === 0) return 0
    let prev = head.hash
    const links = waiting.map((entry, index) => {
      const link = { id: entry.id, n: head.entries + 1 + index, prev, hash: hashOfEntry(prev, entry) }
      prev = link.hash
      return link
    })
    const [made] = await queries.query<{ count: number }>(
      `with chained as (
         update audit_log set n = link.n, prev = link.prev, hash = link.hash
         from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as link(id, n, prev, hash)
         where audit_log.n is null and audit_log.id = link.id returning 1
       ) select count(*) as count from chained`,
      [links.map(({ id }) => id), links.map(({ n }) => n), links.map((link) => link.prev), links.map(({ hash }) => hash)],
    )
    if (made?.count !== links.length) throw new Error('Entries of the audit log vanished while they were chained')
    return links.length
  })
}

/** Chains all that waits now. */
export async function chainWaiting(database: Database): Promise<void> {
  while ((await chainBatch(database, { wait: true })) === chainBatchRows);
}

async function lock(queries: Queries, wait: boolean): Promise<boolean> {
  if (wait) {
    await queries.query('select pg_advisory_xact_lock($1::bigint)::text', [chainLock])
    return true
  }
  const [row] = await queries.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1::bigint) as got', [chainLock])
  return row?.got === true
}
