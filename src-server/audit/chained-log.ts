import type { Queries } from '../store/database.ts'
import type { AuditEntry, AuditLog } from './audit-log.ts'
import { canonicalJson } from './canonical-json.ts'

/**
 * Writes entries in the transaction of what they tell, without a lock; the chainer gives them their places in the chain after the
 * commit. `appended` wakes it.
 */
export function createAuditLog(appended: () => void = () => undefined): AuditLog {
  return {
    async append(queries, entries) {
      if (entries.length === 0) return
      await insert(queries, entries)
      appended()
    },
  }
}

async function insert(queries: Queries, entries: readonly AuditEntry[]): Promise<void> {
  await queries.query(
    `insert into audit_log (at_ms, kind, actor, device, entity, row_id, detail)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    [
      entries.map(({ atMs }) => atMs),
      entries.map(({ kind }) => kind),
      entries.map(({ actor }) => clean(actor)),
      entries.map(({ device }) => clean(device)),
      entries.map(({ entity }) => clean(entity)),
      entries.map(({ row }) => clean(row)),
      entries.map(({ detail }) => canonicalJson(detail)),
    ],
  )
}

/** As the database will give it back: a text there holds neither NUL nor half a surrogate pair. */
function clean(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '').toWellFormed()
}
