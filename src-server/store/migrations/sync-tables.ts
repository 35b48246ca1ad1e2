import type { Migration } from './migrate.ts'

const sql = `
-- Revisions of rows: one line of numbers for all tables, never given twice.
CREATE SEQUENCE row_rev;

-- Append-only. Read below pg_snapshot_xmin only, by (xid, seq): commits come in any order (SYNC-6).
CREATE TABLE feed (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  entity text NOT NULL,
  row_id text NOT NULL,
  rev bigint NOT NULL,
  territory_id text,
  kind text NOT NULL CHECK (kind IN ('row', 'gone')),
  at_ms bigint NOT NULL,
  PRIMARY KEY (xid, seq)
);
CREATE INDEX feed_age ON feed (at_ms);

-- One line for each desktop's copy: who owns it and how far its numbers were taken (SYNC-3).
CREATE TABLE devices_sync (
  device text PRIMARY KEY,
  owner text,
  applied_seq bigint NOT NULL DEFAULT 0
);

-- First answers; xid tells from which page of the feed on a mutation's rows are in a copy.
CREATE TABLE applied (
  device text NOT NULL,
  seq bigint NOT NULL,
  id text NOT NULL,
  outcome jsonb NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at_ms bigint NOT NULL,
  PRIMARY KEY (device, seq)
);
CREATE INDEX applied_xid ON applied (device, xid);
CREATE INDEX applied_age ON applied (at_ms);

-- What people had left to send when they lost the right to; a supervisor decides.
CREATE TABLE quarantine (
  id text PRIMARY KEY,
  actor text NOT NULL,
  device text NOT NULL,
  mutation_id text NOT NULL,
  mutation jsonb NOT NULL,
  reason text NOT NULL,
  territory_id text,
  arrived_at_ms bigint NOT NULL,
  decided_at_ms bigint,
  decided_by text,
  decision text CHECK (decision IN ('taken', 'discarded')),
  UNIQUE (device, mutation_id)
);
CREATE INDEX quarantine_open ON quarantine (arrived_at_ms) WHERE decided_at_ms IS NULL;

-- The epoch changes when the database is restored: xids and revisions of another history mean nothing here. Entries of the
-- feed up to fence_xid are no longer kept.
CREATE TABLE sync_state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch text NOT NULL,
  birthmark text,
  fence_xid xid8 NOT NULL DEFAULT '0'
);
INSERT INTO sync_state (epoch) VALUES (gen_random_uuid()::text);

-- A first copy takes interactions latest first.
CREATE INDEX interactions_latest ON interactions (territory_id, started_at_ms DESC, id DESC);
`

/** The authority's books; the entities' tables come before. */
export const syncTables: Migration = { name: 'sync-tables', sql }
