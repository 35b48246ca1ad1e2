import type { Migration } from './migrate.ts'

/**
 * The audit log: append-only, chained by hash (`src-server/audit/entry-hash.ts`). `detail` is the canonical JSON text that was
 * hashed, so a checker needs no guess about how a number was printed.
 */
export const auditTables: Migration = {
  name: 'audit-tables',
  sql: `
create table audit_log (
  n bigint primary key,
  at_ms bigint not null,
  kind text not null,
  actor text,
  device text,
  entity text,
  row_id text,
  detail text not null,
  prev text not null,
  hash text not null
);
create index audit_log_row on audit_log (entity, row_id, n);
create index audit_log_actor on audit_log (actor, n);

create function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_log_keep before update or delete on audit_log for each row execute function audit_log_is_append_only();
create trigger audit_log_keep_all before truncate on audit_log for each statement execute function audit_log_is_append_only();
`,
}
